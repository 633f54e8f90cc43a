extension SourceText {
  /// What ends before the byte `end` and could be called or indexed there: names, dots, and brackets with what is in
  /// them; nil where nothing is, or it spans lines.
  public func operand(endingAt end: Int) -> String? {
    guard end > 0, end <= bytes.count else { return nil }
    var start = end
    var open = 0
    scan: while start > 0 {
      switch bytes[start - 1] {
      case UInt8(ascii: ")"), UInt8(ascii: "]"): open += 1
      case UInt8(ascii: "("), UInt8(ascii: "["):
        guard open > 0 else { break scan }
        open -= 1
      case UInt8(ascii: "\n"): break scan
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), 0x80...:
        break
      default: if open == 0 { break scan }
      }
      start -= 1
    }
    return open == 0 && start < end ? text(in: Span(start, end)) : nil
  }

  /// The rest of the line from a byte on, without what a comment says and white space around it.
  func restOfLine(from start: Int) -> String {
    var end = start
    var isInText = false
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
      if bytes[end] == UInt8(ascii: "\"") { isInText.toggle() }
      if bytes[end] == UInt8(ascii: "#"), !isInText { break }
      end += 1
    }
    return text(in: Span(start, end)).trimmedOfSpace
  }
}

extension StringProtocol {
  /// Without white space around it.
  var trimmedOfSpace: String {
    var inner = self[...]
    while inner.first?.isWhitespace ?? false { inner.removeFirst() }
    while inner.last?.isWhitespace ?? false { inner.removeLast() }
    return String(inner)
  }
}
