/// Text, which never changes to a program.
///
/// The machine adds to a text in place where nobody else can see it (`s += "x"` then costs what is added,
/// not what is there), and keeps what it learned of it: its hash, and whether it is plain ASCII, whose
/// characters are found without counting.
public final class StringObject: Object {
  public private(set) var text: String
  private var knownHash = 0
  private var knownASCII: Bool?

  public init(_ text: String) {
    self.text = text
    super.init(.string)
  }

  public override var kind: String { "string" }

  func append(_ other: String) {
    text += other
    knownHash = 0
    knownASCII = nil
  }

  /// Where the text stands in an index. Texts that are equal as Unicode sees it have one hash.
  var hash: Int {
    if knownHash == 0 { knownHash = computedHash | 1 << 62 }
    return knownHash
  }

  private var computedHash: Int {
    guard isASCII else { return text.hashValue }
    // FNV-1a.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: hash ^ (hash &>> 32))
  }

  /// Whether every character is one byte; `\r\n` is one character of two.
  var isASCII: Bool {
    if let knownASCII { return knownASCII }
    var seen: UInt8 = 0
    var returns = 0
    for byte in text.utf8 {
      seen |= byte
      returns &+= byte == 0x0D ? 1 : 0
    }
    let result = seen < 0x80 && returns == 0
    knownASCII = result
    return result
  }

  /// How many characters it has. Cost: none for ASCII, else the length.
  public var count: Int { isASCII ? text.utf8.count : text.count }

  /// The characters from `start` up to `end`, which lie within the text.
  func characters(_ start: Int, _ end: Int) -> String {
    if isASCII {
      let utf8 = text.utf8
      let first = utf8.index(utf8.startIndex, offsetBy: start)
      return String(text[first..<utf8.index(first, offsetBy: end - start)])
    }
    let first = text.index(text.startIndex, offsetBy: start)
    return String(text[first..<text.index(first, offsetBy: end - start)])
  }
}
