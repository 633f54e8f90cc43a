/// What stands in the place of a match: a text in which `$1`, `$name` and `${name}` are groups, `$0` is the
/// whole match, and `$$` a dollar sign.
public struct Replacement {
  /// A group that the pattern does not have, or a dollar sign that begins nothing.
  public struct Malformed: Error {
    public var reason: String
  }

  private enum Part {
    case text([UInt8])
    /// 0 is the whole match.
    case group(Int)
  }

  private var parts: [Part] = []

  /// Reads `source` for matches of `pattern`. Throws `Malformed`.
  public init(_ source: String, for pattern: RegularExpression) throws(Malformed) {
    var rest = Array(source.utf8)[...]
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "$") else {
        text.append(byte)
        continue
      }
      if rest.first == UInt8(ascii: "$") {
        text.append(rest.removeFirst())
        continue
      }
      parts.append(.text(text))
      text = []
      parts.append(.group(try Self.group(&rest, pattern)))
    }
    parts.append(.text(text))
  }

  private static func group(
    _ rest: inout ArraySlice<UInt8>, _ pattern: RegularExpression
  ) throws(Malformed) -> Int {
    let isBraced = rest.first == UInt8(ascii: "{")
    if isBraced { rest.removeFirst() }
    let isNumber = rest.first.map(isDigit) ?? false
    let name = rest.prefix { isNumber ? isDigit($0) : isDigit($0) || isLetter($0) }
    rest.removeFirst(name.count)
    if isBraced {
      guard rest.popFirst() == UInt8(ascii: "}") else {
        throw Malformed(reason: "a `${` has no `}`")
      }
    }
    let word = String(decoding: name, as: UTF8.self)
    guard !word.isEmpty else { throw Malformed(reason: "a `$` is followed by no group") }
    let number = Int(word) ?? pattern.groups.firstIndex { $0 == word }.map { $0 + 1 }
    guard let number, (0...pattern.groups.count).contains(number) else {
      throw Malformed(reason: "there is no group `\(word)`")
    }
    return number
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  private static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
      || byte == UInt8(ascii: "_")
  }

  /// Adds what stands in the place of `match` in `text`.
  public func write(
    _ match: PatternMatch, in text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]
  ) {
    for part in parts {
      switch part {
      case .text(let bytes): result += bytes
      case .group(0): result += text[match.range]
      case .group(let number):
        if let range = match.groups[number - 1] { result += text[range] }
      }
    }
  }
}
