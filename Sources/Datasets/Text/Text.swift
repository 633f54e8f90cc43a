extension String {
  /// Without white space at its ends, of any script.
  var trimmed: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  /// As messages show what a file holds: between backticks, of a long text its beginning.
  var inMessage: String {
    let start = prefix(40)
    return "`\(start)\(start.endIndex == endIndex ? "" : "…")`"
  }
}
