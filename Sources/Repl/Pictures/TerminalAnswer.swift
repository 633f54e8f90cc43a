/// What a terminal answered when it was asked for pictures, taken from all that came in meanwhile.
///
/// Three answers are waited for: of Kitty's protocol (`ESC _ G … OK … ESC \`), of the terminal's name and
/// version (`ESC P > | … ESC \`), and of its attributes (`ESC [ ? … c`). Every terminal gives the last, and in
/// order, so that it ends the wait. What is none of them was typed, and is kept.
package struct TerminalAnswer: Equatable {
  package private(set) var takesKittyPictures = false
  /// `iTerm2 3.5.0`; nil when it did not say.
  package private(set) var version: String?
  package private(set) var isComplete = false
  /// What was typed while the answer was on its way.
  package private(set) var typed: [UInt8] = []

  /// What is asked, in this order: the smallest picture there is as a question, name, attributes.
  package static let question =
    "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\\u{1B}[>q\u{1B}[c"

  private static let escape: UInt8 = 0x1B

  /// Reads all bytes that came in so far.
  package init(_ bytes: [UInt8]) {
    var place = 0
    while place < bytes.count {
      let rest = bytes[place...]
      if rest.starts(with: Array("\u{1B}_G".utf8)), let end = Self.end(of: rest) {
        let text = String(decoding: rest[..<end], as: UTF8.self)
        takesKittyPictures = text.contains("i=31") && text.contains(";OK")
        place = end + 2
      } else if rest.starts(with: Array("\u{1B}P>|".utf8)), let end = Self.end(of: rest) {
        version = String(decoding: rest[(place + 4)..<end], as: UTF8.self)
        place = end + 2
      } else if rest.starts(with: Array("\u{1B}[?".utf8)),
        let end = rest.dropFirst(3).firstIndex(where: { $0 >= 0x40 })
      {
        isComplete = isComplete || bytes[end] == UInt8(ascii: "c")
        place = end + 1
      } else {
        typed.append(bytes[place])
        place += 1
      }
    }
  }

  /// Where `ESC \` stands.
  private static func end(of bytes: ArraySlice<UInt8>) -> Int? {
    bytes.indices.dropLast().first {
      bytes[$0] == escape && bytes[$0 + 1] == UInt8(ascii: "\\") && $0 > bytes.startIndex
    }
  }
}
