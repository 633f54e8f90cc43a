internal import Glibc

/// The memory that the process has held at most.
public enum PeakMemory {
  /// In bytes, as the operating system counts it.
  public static var bytes: Int {
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return usage.ru_maxrss * 1024
  }
}
