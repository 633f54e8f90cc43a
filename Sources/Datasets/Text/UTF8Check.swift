/// Whether bytes are UTF-8, and where they stop to be.
enum UTF8Check {
  /// The offset of the first byte that does not belong to valid UTF-8; nil when all do.
  static func firstInvalidOffset(in bytes: [UInt8]) -> Int? {
    var i = 0
    while i < bytes.count {
      i = endOfASCII(bytes, from: i)
      guard i < bytes.count else { break }
      let length = length(of: bytes, at: i)
      if length == 0 { return i }
      i += length
    }
    return nil
  }

  /// Where plain ASCII ends that begins at `start`, or up to seven bytes before: most texts are little
  /// else, and eight bytes are looked at in one go.
  private static func endOfASCII(_ bytes: [UInt8], from start: Int) -> Int {
    bytes.withUnsafeBytes { bytes in
      var i = start
      while i + 8 <= bytes.count,
        bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      { i += 8 }
      return i
    }
  }

  /// Whether bytes are the beginning of a scalar that more bytes could end.
  static func mayGoOn(_ bytes: some Collection<UInt8>) -> Bool {
    let start = Array(bytes)
    guard (1...3).contains(start.count) else { return false }
    // Whatever is valid behind them is so with one of these.
    return ([0x80, 0x90, 0xA0, 0xBF] as [UInt8]).contains { second in
      let padded = start + (start.count == 1 ? [second] : []) + [0x80, 0x80] as [UInt8]
      return length(of: padded, at: 0) > start.count
    }
  }

  /// The length of the valid scalar that begins at `i`, 0 when none does.
  static func length(of bytes: [UInt8], at i: Int) -> Int {
    let first = bytes[i]
    switch first {
    case 0..<0x80: return 1
    case 0xC2...0xDF: return follows(bytes, i, 1, 0x80...0xBF) ? 2 : 0
    case 0xE0: return follows(bytes, i, 2, 0xA0...0xBF) ? 3 : 0
    case 0xED: return follows(bytes, i, 2, 0x80...0x9F) ? 3 : 0
    case 0xE1...0xEF: return follows(bytes, i, 2, 0x80...0xBF) ? 3 : 0
    case 0xF0: return follows(bytes, i, 3, 0x90...0xBF) ? 4 : 0
    case 0xF1...0xF3: return follows(bytes, i, 3, 0x80...0xBF) ? 4 : 0
    case 0xF4: return follows(bytes, i, 3, 0x80...0x8F) ? 4 : 0
    default: return 0
    }
  }

  /// `count` continuation bytes follow, the first of them in `second`.
  private static func follows(
    _ bytes: [UInt8], _ i: Int, _ count: Int, _ second: ClosedRange<UInt8>
  ) -> Bool {
    guard i + count < bytes.count, second.contains(bytes[i + 1]) else { return false }
    for offset in 2..<max(count + 1, 2) where !(0x80...0xBF).contains(bytes[i + offset]) {
      return false
    }
    return true
  }
}
