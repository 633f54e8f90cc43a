internal import Characters

/// Words a diagnostic for a terminal: header, excerpt with carets, notes, help, backtrace.
///
///     error[S0203]: shapes do not fit in `@`
///       --> demo.setl:7:11
///        |
///      7 | let h = x @ w
///        |           ^ inner sizes differ: 9 and 6
///        |
///        = x is tensor[32, 9], from line 5
///     help: give `w` 9 rows
public struct DiagnosticRenderer {
  /// What follows `ESC [` for each style; nil for no colours.
  public var colours: Colours?
  /// Columns of the whole message; without, notes are not broken and excerpts have a hundred.
  public var width: Int?
  /// Columns of source that are shown of a long line, beside the gutter and two ellipses.
  private var excerptWidth: Int { max(20, min(100, (width ?? 110) - 9)) }

  /// The colours of a message: by themselves those that every terminal knows.
  public struct Colours: Sendable {
    var error: String
    var warning: String
    var place: String
    var help: String

    public init(
      error: String = "1;31", warning: String = "1;33", place: String = "34", help: String = "32"
    ) {
      self.error = error
      self.warning = warning
      self.place = place
      self.help = help
    }

    func code(of style: StyledLine.Style) -> String {
      switch style {
      case .error: error
      case .warning: warning
      case .place: place
      case .strong: "1"
      case .help: help
      }
    }
  }

  public init(colours: Colours? = nil, width: Int? = nil) {
    self.colours = colours
    self.width = width
  }

  /// The whole message, each line ended by a line break.
  public func render(_ diagnostic: Diagnostic) -> String {
    let gutter = gutterWidth(diagnostic)
    var lines = [header(of: diagnostic)] + excerpts(of: diagnostic)
    let bar = String(repeating: " ", count: gutter + 1)
    if !diagnostic.notes.isEmpty, diagnostic.label != nil { lines.append(bar + place("|")) }
    for note in diagnostic.notes {
      let pieces = broken(note, after: gutter + 3)
      lines.append(bar + place("=") + " " + pieces[0])
      lines += pieces.dropFirst().map { StyledLine(bar + "  " + $0) }
    }
    if let help = diagnostic.help {
      let pieces = broken(help, after: 6)
      lines.append(StyledLine("help", .help) + ": " + pieces[0])
      lines += pieces.dropFirst().map { StyledLine("      " + $0) }
    }
    lines += backtrace(diagnostic).map { StyledLine($0) }
    return lines.map { text(of: $0) + "\n" }.joined()
  }

  private func text(of line: StyledLine) -> String {
    line.pieces.map { text, style in
      guard let colours, !text.isEmpty, let style else { return text }
      let code = colours.code(of: style)
      return code.isEmpty ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }.joined()
  }

  private func place(_ text: String) -> StyledLine { StyledLine(text, .place) }

  func header(of diagnostic: Diagnostic) -> StyledLine {
    let isError = diagnostic.severity == .error
    return StyledLine(
      "\(isError ? "error" : "warning")[\(diagnostic.code)]", isError ? .error : .warning)
      + StyledLine(": \(shownLines(diagnostic.title))", .strong)
  }

  /// The lines that labels are on.
  func excerpts(of diagnostic: Diagnostic) -> [StyledLine] {
    let gutter = gutterWidth(diagnostic)
    var lines: [StyledLine] = []
    if let label = diagnostic.label { lines += excerpt(label, diagnostic, gutter) }
    for label in diagnostic.otherLabels
    where label.source !== diagnostic.label?.source || !sharesLine(label, diagnostic.label) {
      lines += excerpt(label, nil, gutter)
    }
    return lines
  }

  /// A text in pieces that fit beside `columns` others; at least one.
  private func broken(_ text: String, after columns: Int) -> [String] {
    let text = shownLines(text)
    guard let width else { return [text] }
    return wrapped(text, width: max(width - columns, 20))
  }

  private func gutterWidth(_ diagnostic: Diagnostic) -> Int {
    let labels = (diagnostic.label.map { [$0] } ?? []) + diagnostic.otherLabels
    let last = labels.map { $0.source.line(at: $0.span.start) + 1 }.max() ?? 1
    return max(2, "\(last)".count + 1)
  }

  private func sharesLine(_ a: Diagnostic.Label, _ b: Diagnostic.Label?) -> Bool {
    guard let b, a.source === b.source else { return false }
    return a.source.line(at: a.span.start) == b.source.line(at: b.span.start)
  }

  /// The line a label is on, with a caret line under it; other labels of that line join in.
  private func excerpt(
    _ label: Diagnostic.Label, _ diagnostic: Diagnostic?, _ gutter: Int
  ) -> [StyledLine] {
    let line = label.source.line(at: label.span.start)
    let lineSpan = label.source.span(ofLine: line)
    let text = label.source.text(in: lineSpan)
    let start = columns(label.source.text(in: Span(lineSpan.start, label.span.start)))
    let end = min(label.span.end, lineSpan.end)
    let length = max(1, columns(label.source.text(in: Span(label.span.start, end))))
    let pad = String(repeating: " ", count: gutter)
    let number = "\(line + 1)"
    let whole = visible(text)
    let shown = cut(whole, from: start, length: length)

    var marks = [Character](repeating: " ", count: shown.start)
    if shown.text == whole { underline(diagnostic, label, lineSpan, &marks) }
    let before = String(marks.prefix(shown.start))
    let after = String(marks.dropFirst(shown.start + length))
    let carets = String(repeating: "^", count: min(length, excerptWidth))
    var caretLine = StyledLine(before + carets + after, .error)
    if !label.text.isEmpty {
      caretLine = caretLine + " " + StyledLine(shownLines(label.text), .error)
    }
    let name = shownOnLine(label.source.name)
    let margin = String(repeating: " ", count: gutter - number.count)
    var lines: [StyledLine] = [
      pad + place("-->") + " \(name):\(number):\(characters(label) + 1)",
      pad + " " + place("|"),
      place(margin + number + " |") + " " + shown.text,
      pad + " " + place("|") + " " + caretLine,
    ]
    let others = (diagnostic?.otherLabels ?? []).filter { sharesLine($0, label) }
    for other in others where shown.text == whole && !other.text.isEmpty {
      let offset = columns(other.source.text(in: Span(lineSpan.start, other.span.start)))
      let width = max(
        1, columns(other.source.text(in: Span(other.span.start, min(other.span.end, lineSpan.end))))
      )
      lines.append(
        pad + " " + place("|") + " " + String(repeating: " ", count: offset)
          + place(String(repeating: "-", count: width) + " " + shownLines(other.text)))
    }
    return lines
  }

  /// Dashes under the labels without words on the same line: the sides of an operator.
  private func underline(
    _ diagnostic: Diagnostic?, _ label: Diagnostic.Label, _ line: Span, _ marks: inout [Character]
  ) {
    for other in diagnostic?.otherLabels ?? []
    where other.text.isEmpty && sharesLine(other, label) && other.span.end <= line.end {
      let start = columns(other.source.text(in: Span(line.start, other.span.start)))
      let width = columns(other.source.text(in: other.span))
      while marks.count < start + width { marks.append(" ") }
      for column in start..<start + width { marks[column] = "-" }
    }
  }

  /// Characters before the label on its line.
  private func characters(_ label: Diagnostic.Label) -> Int {
    let line = label.source.span(ofLine: label.source.line(at: label.span.start))
    return label.source.text(in: Span(line.start, label.span.start)).count
  }

  private func columns(_ text: String) -> Int { displayWidth(of: visible(text)) }

  /// A part of a source line as it is shown.
  private func visible(_ text: String) -> String {
    shown(
      text.contains("\t") ? String(text.flatMap { $0 == "\t" ? "    " : String($0) }) : text)
  }

  /// A long line is cut around the label, which begins in column `start`.
  private func cut(_ text: String, from start: Int, length: Int) -> (text: String, start: Int) {
    let width = displayWidth(of: text)
    guard width > excerptWidth else { return (text, start) }
    let first = max(0, min(start - 30, width - excerptWidth))
    var part = ""
    var column = 0
    // Where the part begins: a wide character is not cut in two.
    var begin: Int?
    for character in text where column < first + excerptWidth {
      if column >= first {
        begin = begin ?? column
        part.append(character)
      }
      column += displayWidth(of: character)
    }
    let before = first > 0 ? "…" : ""
    let after = column < width ? "…" : ""
    return (before + part + after, start - (begin ?? first) + before.count)
  }

  /// The calls on the way, a line each below a heading.
  func backtrace(_ diagnostic: Diagnostic) -> [String] {
    guard !diagnostic.backtrace.isEmpty else { return [] }
    let shown = 8
    let frames = diagnostic.backtrace
    func line(_ frame: Diagnostic.Frame) -> String {
      let line = frame.source.line(at: frame.span.start) + 1
      let (function, file) = (shownOnLine(frame.function), shownOnLine(frame.source.name))
      return "  in \(function), called from \(file):\(line)"
    }
    guard frames.count > shown else { return ["called:"] + frames.map(line) }
    return ["called:"] + frames.prefix(shown / 2).map(line)
      + ["  … \(frames.count + diagnostic.omittedCalls - shown) more calls …"]
      + frames.suffix(shown / 2).map(line)
  }
}
