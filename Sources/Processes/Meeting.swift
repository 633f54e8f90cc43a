/// What processes come together for.
public enum Meeting: UInt64, Sendable {
  /// To see whether all are about to train the same.
  case training = 1
  /// To add up what a step came to.
  case step
  /// To tell what a stretch of a training came to.
  case report
  /// To tell each other what batches of an evaluation came to.
  case evaluation
  /// To hear what the first process has.
  case sharing
  /// To see whether all have the same.
  case comparing
  /// The program is over.
  case end

  /// For a person: where a process is that has come for it.
  fileprivate var place: String {
    switch self {
    case .training: "at the start of a training"
    case .step: "in a step of a training"
    case .report: "at a report of a training"
    case .evaluation: "in an evaluation or a prediction"
    case .sharing: "at something that process 0 does for all"
    case .comparing: "where a text is read"
    case .end: "at the end of the program"
    }
  }
}

extension ProcessGroup {
  /// Comes to a meeting, and gives the numbers that each brought, in the order of the processes: as many as
  /// are brought here, up to seven.
  ///
  /// Throws `ProcessError` where others have come for something else: then the program took different ways.
  public func meet(for meeting: Meeting, _ numbers: [UInt64] = []) throws -> [[UInt64]] {
    let size = 8
    var mine = [UInt64](repeating: 0, count: size)
    mine[0] = meeting.rawValue
    for (place, number) in numbers.prefix(size - 1).enumerated() { mine[place + 1] = number }
    var all = [UInt64](repeating: 0, count: size * count)
    try mine.withUnsafeBytes { mine in
      try all.withUnsafeMutableBytes { try gather(mine, into: $0) }
    }
    let told = (0..<count).map { Array(all[$0 * size..<($0 + 1) * size]) }
    guard told.allSatisfy({ $0[0] == meeting.rawValue }) else { throw apart(told.map { $0[0] }) }
    return told.map { Array($0[1...].prefix(numbers.count)) }
  }

  private func apart(_ meetings: [UInt64]) -> ProcessError {
    let places = meetings.map { Meeting(rawValue: $0)?.place ?? "elsewhere" }
    let other = places.firstIndex { $0 != places[0] } ?? 0
    return ProcessError(
      "the processes have come to different places of the program",
      notes: ["process 0 is \(places[0])", "process \(other) is \(places[other])"],
      help: "what one process trains or evaluates all must; what each does by itself goes into"
        + "  alone(() => …)")
  }

  /// What the first process gives, in all of them; the others may give nothing.
  public func share(_ bytes: [UInt8]) throws -> [UInt8] {
    let length = try meet(for: .sharing, [UInt64(number == 0 ? bytes.count : 0)])[0][0]
    guard length > 0 else { return [] }
    var counts = [Int](repeating: 0, count: count)
    counts[0] = Int(clamping: length)
    var all = [UInt8](repeating: 0, count: counts[0])
    try (number == 0 ? bytes : []).withUnsafeBytes { mine in
      try all.withUnsafeMutableBytes { try gather(mine, counts: counts, into: $0) }
    }
    return all
  }

  /// The bytes of all, which may be of different lengths, in the order of the processes.
  ///
  /// After a meeting, which says that all come for the same.
  public func gather(_ mine: [UInt8]) throws -> [[UInt8]] {
    let lengths = try gather(of: UInt64(mine.count)).map { Int(clamping: $0) }
    var all = [UInt8](repeating: 0, count: lengths.reduce(0, +))
    try mine.withUnsafeBytes { mine in
      try all.withUnsafeMutableBytes { try gather(mine, counts: lengths, into: $0) }
    }
    var place = 0
    return lengths.map { length in
      defer { place += length }
      return Array(all[place..<place + length])
    }
  }

  /// The values of all, in the order of the processes.
  func gather<Number: BitwiseCopyable>(of mine: Number) throws -> [Number] {
    var all = [Number](repeating: mine, count: count)
    try withUnsafeBytes(of: mine) { mine in
      try all.withUnsafeMutableBytes { try gather(mine, into: $0) }
    }
    return all
  }
}
