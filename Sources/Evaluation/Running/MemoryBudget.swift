internal import CMemory
internal import Glibc
internal import Synchronization
internal import Syntax

/// How much memory a program may hold: a request that would go past it is a diagnostic, where the system
/// would end the process and everything in it.
///
/// One for the process, since memory is the process's.
public enum MemoryBudget {
  /// Bytes; at the start nine tenths of what the machine, the control group of the process, or its limit of
  /// addresses has.
  public static var bytes: Double {
    get { Double(bitPattern: limit.load(ordering: .relaxed)) }
    set { limit.store(newValue.bitPattern, ordering: .relaxed) }
  }

  private static let limit = Atomic<UInt64>(start.bitPattern)

  private static let start: Double = {
    let machine = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
    let group = read("/sys/fs/cgroup/memory.max").flatMap { Double($0) } ?? .infinity
    return 0.9 * max(min(machine, group, addressLimit), 0x1p28)
  }()

  /// Of all errors about the end of memory.
  static let shortageCode = "S0210"

  /// Bytes of one element in a list.
  public static let bytesAnElement = 16.0

  /// Below this a request is not looked at: to ask the system would cost more than to serve it.
  private static let smallest = 0x1p20

  /// Throws S0210 unless `request` bytes more can be had.
  public static func check(_ request: Double, for what: String, argument: String? = nil) throws {
    guard request >= smallest else { return }
    guard !isGranted(request) else { return }
    // What was let go of may not have gone back to the system.
    setl_give_back_memory()
    guard !isGranted(request) else { return }
    throw NativeError(
      shortageCode, "\(what) would not fit into memory",
      notes: [
        "it takes \(words(request)); \(words(held)) of \(words(bytes)) are taken, and "
          + "\(words(max(room, 0))) more can be had"
      ],
      argument: argument)
  }

  private static func isGranted(_ request: Double) -> Bool { request.isFinite && request <= room }

  /// Bytes that a request may take now. Of addresses under a limit the half: what grows has the old and the
  /// new for a while, in pieces that must each be had whole, and what is too small to ask wants some too.
  private static var room: Double {
    min(bytes - held, 0.9 * free, 0.5 * (addressLimit - pages.reserved * pageSize))
  }

  /// Why the process, which holds more than `ceiling`, must not grow; nil where it may.
  static func shortage(beyond ceiling: Double) -> String? {
    let pages = pages
    let held = pages.held * pageSize
    guard held > ceiling else { return nil }
    if held > bytes { return "it holds \(words(held)), and the limit is \(words(bytes))" }
    // To ask for what the machine has left takes longer than all else.
    if held > bytes / 4, free < 0.02 * bytes {
      return "it holds \(words(held)), and the machine has \(words(free)) left"
    }
    if pages.reserved * pageSize > 0.85 * addressLimit {
      return "it holds \(words(held)), and the system gives no more (ulimit -v)"
    }
    return nil
  }

  /// Bytes that the machine can give without taking them from other programs.
  private static var free: Double {
    let line = read("/proc/meminfo", line: "MemAvailable:")?.split(separator: " ")
    guard let line, line.count > 1, let kilobytes = Double(line[1]) else { return .infinity }
    return kilobytes * 1024
  }

  /// Bytes that the process holds now.
  static var held: Double { pages.held * pageSize }

  /// Pages of addresses and of memory that the process has.
  private static var pages: (reserved: Double, held: Double) {
    let fields = read("/proc/self/statm")?.split(separator: " ") ?? []
    guard fields.count > 1, let reserved = Double(fields[0]), let held = Double(fields[1]) else {
      return (0, 0)
    }
    return (reserved, held)
  }

  private static let pageSize = Double(sysconf(Int32(_SC_PAGESIZE)))

  /// Bytes of addresses that the process may have: `ulimit -v`.
  private static var addressLimit: Double {
    var limit = rlimit()
    // All ones say that there is none.
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur != .max
    else { return .infinity }
    return Double(limit.rlim_cur)
  }

  /// The first line of a file, or the first that begins with `start`.
  private static func read(_ path: String, line start: String = "") -> String? {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = Glibc.read(file, &buffer, buffer.count)
    guard count > 0 else { return nil }
    let lines = buffer[..<count].split(separator: UInt8(ascii: "\n"))
    return lines.lazy.map { String(decoding: $0, as: UTF8.self) }.first { $0.hasPrefix(start) }
  }

  /// `1.5 GB`
  public static func words(_ bytes: Double) -> String {
    guard bytes < 1e15 else { return "more than any machine has" }
    guard bytes >= 1e5 else {
      return bytes < 1e3 ? "\(Int(bytes)) B" : "\(Int((bytes / 1e3).rounded())) kB"
    }
    let (unit, name) = bytes >= 1e9 ? (1e9, "GB") : (1e6, "MB")
    let tenths = (bytes / unit * 10).rounded() / 10
    return "\(tenths.formattedShort) \(name)"
  }
}

extension RangeObject {
  /// All numbers of the range.
  public func numbers() throws -> [Double] {
    try MemoryBudget.check(Double(count) * 8, for: "a list of all numbers of the range")
    return (0..<count).map { self[$0] }
  }

  /// All numbers of the range, as values.
  public func values() throws -> [Value] {
    try checkSize()
    return (0..<count).map { .number(self[$0]) }
  }

  /// All numbers of the range, as a list.
  public func list() throws -> ListObject {
    try checkSize()
    return ListObject((0..<count).lazy.map { .number(self[$0]) })
  }

  private func checkSize() throws {
    try MemoryBudget.check(
      Double(count) * MemoryBudget.bytesAnElement, for: "a list of all numbers of the range")
  }
}
