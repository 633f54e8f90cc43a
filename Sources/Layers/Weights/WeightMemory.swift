internal import Glibc
internal import Synchronization

/// The memory that the weights of one matrix may take, with all that training adds to them.
public enum WeightMemory {
  /// Bytes; all of the machine's at the start. For whoever knows a limit to set before layers are made.
  public static var bytes: Double {
    get { Double(bitPattern: limit.load(ordering: .relaxed)) }
    set { limit.store(newValue.bitPattern, ordering: .relaxed) }
  }

  private static let limit = Atomic<UInt64>(
    (Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))).bitPattern)
}
