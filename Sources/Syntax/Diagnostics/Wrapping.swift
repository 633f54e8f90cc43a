internal import Characters

/// A line broken at its blanks, so that none of its pieces is wider than `width` columns where words allow
/// it; those after the first begin with `indent`.
public func wrapped(_ line: String, width: Int, indent: String = "") -> [String] {
  guard displayWidth(of: line) > width else { return [line] }
  var lines: [String] = []
  var current = ""
  var isFirst = true
  // Blanks within a line are kept; those at a break go.
  for word in line.split(separator: " ", omittingEmptySubsequences: false) {
    let next = isFirst ? String(word) : current + " " + word
    isFirst = false
    if displayWidth(of: next) > width, current.contains(where: { $0 != " " }) {
      lines.append(current)
      current = indent + word
    } else {
      current = next
    }
  }
  return lines + [current]
}

extension String {
  /// Without white space at the end.
  public var trimmedEnd: String {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
