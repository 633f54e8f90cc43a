extension String {
  /// The lines with their ends, as notebooks keep texts: cut where Python's `splitlines` cuts.
  var linesWithEnds: [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var isBehindReturn = false
    func finish() {
      lines.append(String(line))
      line = String.UnicodeScalarView()
    }
    for scalar in unicodeScalars {
      if isBehindReturn, scalar != "\n" { finish() }
      isBehindReturn = scalar == "\r"
      line.append(scalar)
      switch scalar {
      case "\n", "\u{B}", "\u{C}", "\u{1C}"..."\u{1E}", "\u{85}", "\u{2028}", "\u{2029}": finish()
      default: break
      }
    }
    if !line.isEmpty { finish() }
    return lines
  }
}
