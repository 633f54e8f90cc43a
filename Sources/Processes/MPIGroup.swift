internal import CMPI
internal import Glibc

/// The processes that an MPI launcher started.
public final class MPIGroup: ProcessGroup, @unchecked Sendable {
  public let number: Int
  public let count: Int
  public private(set) var threads = 1
  /// How many processes of the group run on this machine.
  public private(set) var neighbours = 1
  /// Lengths are C's int there: what is longer goes in rounds of no more than this from all together.
  private let most = Int(Int32.max)

  /// The group that a launcher started this process in; nil where none did, or it started one alone. Then
  /// no library is looked for.
  public static func joined() throws -> MPIGroup? {
    let launched = setl_mpi_launched()
    guard launched > 1 else { return nil }
    var (rank, count): (Int32, Int32) = (0, 1)
    if let problem = setl_mpi_begin(&rank, &count) {
      throw ProcessError(
        "this process cannot join the other \(launched - 1)",
        notes: [String(cString: problem)],
        help:
          "install the MPI of the launcher on each machine, such as openmpi-bin, and start with its"
          + " own mpirun")
    }
    let group = MPIGroup(number: Int(rank), count: Int(count))
    (group.threads, group.neighbours) = try CoreShare.share(in: group)
    return group
  }

  /// Which process of the launcher's this is, also where it cannot join the others.
  public static var launchedNumber: Int { Int(setl_mpi_launched_rank()) }

  /// Which interface the library has.
  public static var interface: String { String(cString: setl_mpi_interface()) }

  private init(number: Int, count: Int) {
    self.number = number
    self.count = count
  }

  public func gather(
    _ mine: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer
  ) throws {
    precondition(all.count == mine.count * count, "Each process gives as many bytes.")
    try check(setl_mpi_gather(mine.baseAddress, Int32(mine.count), all.baseAddress))
  }

  public func gather(
    _ mine: UnsafeRawBufferPointer, counts: [Int], into all: UnsafeMutableRawBufferPointer
  ) throws {
    let total = counts.reduce(0, +)
    precondition(counts[number] == mine.count && all.count >= total, "As many bytes as are told.")
    guard total > most else {
      let lengths = counts.map { Int32($0) }
      return try check(
        setl_mpi_gather_parts(
          mine.baseAddress, lengths[number], all.baseAddress, lengths, Self.starts(lengths)))
    }
    let share = most / count
    let places = Self.starts(counts)
    let round = UnsafeMutableRawBufferPointer.allocate(byteCount: share * count, alignment: 64)
    defer { round.deallocate() }
    for done in stride(from: 0, to: counts.max() ?? 0, by: share) {
      let part = counts.map { max(0, min($0 - done, share)) }
      let starts = Self.starts(part)
      try gather(
        UnsafeRawBufferPointer(rebasing: mine[min(done, mine.count)...].prefix(part[number])),
        counts: part, into: round)
      for sender in 0..<count where part[sender] > 0 {
        UnsafeMutableRawBufferPointer(rebasing: all[(places[sender] + done)...]).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: round[starts[sender]...].prefix(part[sender])))
      }
    }
  }

  public func exchange(
    _ mine: UnsafeRawBufferPointer, counts: [Int], into all: UnsafeMutableRawBufferPointer,
    given: [Int]
  ) throws {
    precondition(
      counts.reduce(0, +) <= min(mine.count, most) && given.reduce(0, +) <= min(all.count, most),
      "Callers exchange no more at a time than an int can say.")
    let (sent, got) = (counts.map { Int32($0) }, given.map { Int32($0) })
    try check(
      setl_mpi_exchange(
        mine.baseAddress, sent, Self.starts(sent), all.baseAddress, got, Self.starts(got)))
  }

  private static func starts<Number: FixedWidthInteger>(_ counts: [Number]) -> [Number] {
    var start: Number = 0
    return counts.map { count in
      defer { start += count }
      return start
    }
  }

  /// By itself the library ends all processes where something is wrong.
  private func check(_ status: Int32) throws {
    guard status != 0 else { return }
    throw ProcessError("the processes cannot reach each other", notes: ["MPI says \(status)"])
  }

  /// Waits until all have come so far, and leaves the group.
  public func leave() { setl_mpi_end() }

  public func abort(status: Int32) { setl_mpi_abort(status) }
}
