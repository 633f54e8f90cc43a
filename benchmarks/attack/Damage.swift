internal import Tensors

/// What may happen to the bytes of a file.
enum Damage {
  /// One to three damages, one after the other.
  static func damaged(_ bytes: [UInt8], using random: inout RandomSource) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<1 + random.below(3) { damage(&bytes, &random) }
    return bytes
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout RandomSource) {
    guard !bytes.isEmpty else { return bytes = (0..<random.below(8)).map { _ in byte(&random) } }
    let place = random.below(bytes.count)
    let length = min(bytes.count - place, 1 + random.below(16))
    switch random.below(9) {
    case 0: bytes[place] ^= 1 << UInt8(random.below(8))
    case 1: bytes[place] = byte(&random)
    case 2: bytes.removeSubrange(place...)
    case 3: bytes.removeSubrange(place..<place + length)
    case 4: bytes.insert(contentsOf: (0..<length).map { _ in byte(&random) }, at: place)
    case 5: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
    case 6:
      bytes.replaceSubrange(place..<place + length, with: [UInt8](repeating: 0xFF, count: length))
    case 7:
      bytes.replaceSubrange(place..<place + length, with: [UInt8](repeating: 0, count: length))
    default: bytes.insert(contentsOf: odd[random.below(odd.count)].utf8, at: place)
    }
  }

  private static func byte(_ random: inout RandomSource) -> UInt8 { UInt8(random.below(256)) }

  /// What means something to one form or another.
  private static let odd = [
    "\"", "\n", "\r", ",", "\t", "{", "}", "[", "]", "\\u", "\\uD800", "null", "NaN", "1e999",
    "-", "99999999999999999999", "\u{FEFF}", "\u{0}", "\u{1B}[2J", "true", ":", "\"\"", "# %%\n",
  ]
}
