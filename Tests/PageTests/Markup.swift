/// HTML that is XML too, taken apart: what is no such text is told.
struct Markup {
  struct Problem: Error { var what: String }

  /// The elements, in the order in which they begin.
  private(set) var elements: [String] = []
  /// What a reader reads.
  private(set) var text = ""

  private static let entities = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'",
  ]

  init(_ source: String) throws {
    var rest = source[...]
    var open: [String] = []
    while let first = rest.first {
      if first == "<" {
        guard let end = rest.firstIndex(of: ">") else {
          throw Problem(what: "no end: \(rest.prefix(40))")
        }
        try read(rest[rest.index(after: rest.startIndex)..<end], &open)
        rest = rest[rest.index(after: end)...]
      } else {
        let end = rest.firstIndex(of: "<") ?? rest.endIndex
        text += try Self.plain(rest[..<end])
        rest = rest[end...]
      }
    }
    guard open.isEmpty else { throw Problem(what: "left open: \(open)") }
  }

  private mutating func read(_ tag: Substring, _ open: inout [String]) throws {
    if tag.first == "/" {
      guard open.popLast() == String(tag.dropFirst()) else { throw Problem(what: "</\(tag)>") }
      return
    }
    let name = tag.prefix { $0.isLetter || $0.isNumber }
    var attributes = tag.dropFirst(name.count)
    let isClosed = attributes.last == "/"
    if isClosed { attributes.removeLast() }
    while let match = attributes.prefixMatch(of: /\s+[A-Za-z-]+="([^"<]*)"/) {
      _ = try Self.plain(match.1)
      attributes = attributes[match.range.upperBound...]
    }
    guard !name.isEmpty, attributes.isEmpty else { throw Problem(what: "<\(tag)>") }
    elements.append(String(name))
    if !isClosed { open.append(String(name)) }
  }

  /// Without entities; throws where a character stands that may not.
  private static func plain(_ text: Substring) throws -> String {
    var result = ""
    var rest = text
    while let first = rest.unicodeScalars.first {
      if first == "&" {
        guard let end = rest.firstIndex(of: ";"),
          let meaning = entities[String(rest[..<end].dropFirst())]
        else { throw Problem(what: "an entity: \(rest.prefix(20))") }
        result += meaning
        rest = rest[rest.index(after: end)...]
        continue
      }
      let isControl = first.value < 0x20 && first != "\n" && first != "\t"
      let turns = (0x202A...0x202E).contains(first.value) || (0x2066...0x2069).contains(first.value)
      guard !isControl, !turns, first.value != 0xFFFE, first.value != 0xFFFF, first != ">" else {
        throw Problem(what: "U+\(String(first.value, radix: 16)) in \(rest.prefix(20))")
      }
      result.unicodeScalars.append(first)
      rest.unicodeScalars.removeFirst()
    }
    return result
  }
}
