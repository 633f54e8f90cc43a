internal import Characters
internal import Syntax

/// Text, which never changes to a program.
///
/// A character of a text is a code point (a Unicode scalar), everywhere; texts are the same when their code
/// points are, which is when their bytes in UTF-8 are.
///
/// The machine adds to a text in place where nobody else can see it (`s += "x"` then costs what is added,
/// not what is there): what is added waits in a buffer until the text is looked at. The text keeps what it
/// learned of itself: its hash, and whether it is plain ASCII, whose characters are found without
/// counting.
public final class StringObject: Object {
  private enum Letters: UInt8 { case unknown, ascii, any }

  // In an order without gaps: many texts are short.
  private var letters: Letters
  private var settled: String
  private var knownHash = 0
  /// Counting a reference to it, or asking whether it is shared, would cost as much as the letters.
  private var addition: UnsafeMutablePointer<TextBuffer>?

  public init(_ text: String) {
    settled = text
    letters = .unknown
    super.init(.string)
  }

  /// A text of which it may be known already that it is plain ASCII.
  init(_ text: String, isKnownASCII: Bool) {
    settled = text
    letters = isKnownASCII ? .ascii : .unknown
    super.init(.string)
  }

  deinit { dropAddition() }

  private func dropAddition() {
    guard let addition else { return }
    addition.deinitialize(count: 1)
    addition.deallocate()
    self.addition = nil
  }

  public override var kind: String { "string" }

  public var text: String {
    if addition != nil { settle() }
    return settled
  }

  /// Bytes of the text.
  public var size: Int { settled.utf8.count + (addition?.pointee.count ?? 0) }

  /// Adds what `write` writes.
  @inline(__always)
  func extend(_ write: (inout TextBuffer) -> Void) {
    let wasASCII = isASCII
    let addition = addition ?? makeAddition()
    write(&addition.pointee)
    knownHash = 0
    if wasASCII, !addition.pointee.isASCII { letters = .unknown }
    if addition.pointee.count >= 1 << 16 { settle() }
  }

  private func makeAddition() -> UnsafeMutablePointer<TextBuffer> {
    let made = UnsafeMutablePointer<TextBuffer>.allocate(capacity: 1)
    made.initialize(to: TextBuffer())
    addition = made
    return made
  }

  private func settle() {
    guard let addition else { return }
    settled += addition.pointee.text
    dropAddition()
  }

  /// Where the text stands in an index.
  var hash: Int {
    if knownHash == 0 { knownHash = computedHash | 1 << 62 }
    return knownHash
  }

  private var computedHash: Int {
    // FNV-1a of the bytes.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: hash ^ (hash &>> 32))
  }

  /// Whether every character is one byte.
  var isASCII: Bool {
    if letters == .unknown { learnLetters() }
    return letters == .ascii
  }

  private func learnLetters() {
    var seen: UInt8 = 0
    for byte in text.utf8 { seen |= byte }
    letters = seen < 0x80 ? .ascii : .any
  }

  /// How many characters it has. Cost: none for ASCII, else the length.
  public var count: Int { isASCII ? size : text.withBytes { CodePoints($0).count } }

  /// Whether both are the same text. Of ASCII, Swift's comparison is one of bytes. Not inlined: the search
  /// for a key, which seldom comes here, stays small.
  @inline(never)
  func isSame(as other: StringObject) -> Bool {
    if self === other { return true }
    return isASCII && other.isASCII ? text == other.text : text.isSame(as: other.text)
  }

  /// Whether `part` stands in the text; an empty one stands in each.
  public func contains(_ part: StringObject) -> Bool {
    text.withBytes { bytes in
      part.text.withBytes { CodePoints(bytes).place(of: $0, from: 0) != nil }
    }
  }

  /// The number of the first character from which on `part` stands in the text, from `start` on.
  public func find(_ part: StringObject, from start: Int) -> Int? {
    text.withBytes { bytes -> Int? in
      let points = CodePoints(bytes, areASCII: isASCII)
      guard let first = points.offset(of: start) else { return nil }
      let place = part.text.withBytes { points.place(of: $0, from: first) }
      return place.map { start + points.count(from: first, to: $0) }
    }
  }

  /// The characters from `start` up to `end`, which lie within the text.
  func characters(_ start: Int, _ end: Int) -> String {
    let text = text
    if isASCII {
      let utf8 = text.utf8
      let first = utf8.index(utf8.startIndex, offsetBy: start)
      return String(text[first..<utf8.index(first, offsetBy: end - start)])
    }
    let scalars = text.unicodeScalars
    let first = scalars.index(scalars.startIndex, offsetBy: start)
    return String(scalars[first..<scalars.index(first, offsetBy: end - start)])
  }

  /// Each character as a text.
  public var characters: some Sequence<Value> {
    text.unicodeScalars.lazy.map { .string(String($0)) }
  }
}
