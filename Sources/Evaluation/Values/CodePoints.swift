internal import CMemory

/// The characters of a text, its code points, where their bytes lie.
///
/// All work goes by bytes: UTF-8 is made so that the bytes of a part are found where the part stands, and
/// nowhere else. A character begins at each byte that does not continue another.
public struct CodePoints {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let areASCII: Bool

  public init(_ bytes: UnsafeBufferPointer<UInt8>, areASCII: Bool = false) {
    self.bytes = bytes
    self.areASCII = areASCII
  }

  public var count: Int { count(from: 0, to: bytes.count) }

  /// Characters that begin between two bytes.
  func count(from start: Int, to end: Int) -> Int {
    guard !areASCII else { return end - start }
    var continuing = 0
    for place in start..<end { continuing &+= bytes[place] & 0xC0 == 0x80 ? 1 : 0 }
    return end - start - continuing
  }

  /// The byte at which the character of a number begins, or the text ends; nil beyond.
  public func offset(of number: Int) -> Int? {
    guard number > 0 else { return 0 }
    guard number <= bytes.count else { return nil }
    guard !areASCII else { return number }
    var rest = number
    for place in bytes.indices where bytes[place] & 0xC0 != 0x80 {
      if rest == 0 { return place }
      rest -= 1
    }
    return rest == 0 ? bytes.count : nil
  }

  /// The first byte from which on `part` stands here, from byte `start` on.
  public func place(of part: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let wanted = part.baseAddress, part.count > 0 else { return start }
    guard let first = bytes.baseAddress, bytes.count - start >= part.count,
      let found = setl_find_bytes(first + start, bytes.count - start, wanted, part.count)
    else { return nil }
    return found - UnsafeRawPointer(first)
  }
}
