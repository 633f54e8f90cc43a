internal import Syntax

/// A page of help in a window that is narrower than its lines: they break between words, and what a break leaves
/// goes on in the next line of the same paragraph.
struct NarrowText {
  private let width: Int
  private var lines: [String] = []
  /// The end of a line that did not fit, and the blanks before it.
  private var left: (text: String, indent: Int)?
  /// Lines of a program are lines.
  private var isExample = false

  private init(width: Int) { self.width = width }

  static func lines(of text: String, width: Int) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var narrow = NarrowText(width: width)
    for (place, line) in lines.enumerated() {
      narrow.add(line, before: place + 1 < lines.count ? lines[place + 1] : "")
    }
    narrow.endParagraph()
    return narrow.lines
  }

  private mutating func add(_ line: Substring, before next: Substring) {
    if line.indent == 0, !line.isEmpty { isExample = line == "Example:" }
    var line = line
    if let rest = left, !isExample, !line.isEmpty, line.indent == rest.indent {
      line = rest.text + " " + line.drop { $0 == " " }
      left = nil
    }
    endParagraph()
    let indent = isExample ? line.indent + 4 : line.textStart
    let usual = !isExample && next.indent > line.indent ? next.indent : indent
    let hanging = usual < width / 2 ? usual : 0
    var pieces = wrapped(
      String(line), width: width, indent: String(repeating: " ", count: hanging))
    if pieces.count > 1, !isExample, let last = pieces.popLast() { left = (last, hanging) }
    lines += pieces
  }

  private mutating func endParagraph() {
    if let rest = left { lines.append(rest.text) }
    left = nil
  }
}

extension Substring {
  fileprivate var indent: Int { prefix { $0 == " " }.count }

  /// Where a line's text begins: behind its blanks, and behind a name that blanks set off from the text.
  fileprivate var textStart: Int {
    let name = dropFirst(indent).prefix { $0 != " " }.count
    let gap = dropFirst(indent + name).prefix { $0 == " " }.count
    return indent > 0 && gap > 1 ? indent + name + gap : indent
  }
}
