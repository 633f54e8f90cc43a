/// Why a text is not JSON, and where.
public struct JSONError: Error, Sendable, Equatable {
  /// In a few words, without a capital or a full stop.
  public let reason: String
  /// From 1.
  public let line: Int
  /// In characters, from 1.
  public let column: Int

  /// The reason where one value is followed by more, as in JSON lines.
  public static let somethingFollows = "nothing may follow the value"

  init(_ reason: String, at place: Int, in bytes: [UInt8]) {
    self.reason = reason
    let before = bytes[..<min(place, bytes.count)]
    line = before.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    // Bytes that go on with a character are not counted.
    column = before[start...].reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }
}
