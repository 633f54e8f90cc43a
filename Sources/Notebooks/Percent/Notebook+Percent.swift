internal import JSON
internal import Sessions

/// Scripts in the percent format, read as notebooks.
extension Notebook {
  /// A script as a notebook; written again, it is the script to the byte.
  public init(percent script: String) {
    self = Notebook(percent: script, notesUnclosed: false)
    // Marks of cells whose strings are not closed are written where they must be, which a script may have
    // them without.
    if script.contains(PercentScript.unclosed), !percent.text.isExactly(script) {
      self = Notebook(percent: script, notesUnclosed: true)
    }
  }

  /// The cells of a script.
  static func cells(ofPercent script: String) -> [NotebookCell] {
    Notebook(percent: script, notesUnclosed: false).cells
  }

  private init(percent script: String, notesUnclosed: Bool) {
    var notes = PercentNotes()
    var text = script
    if Self.endsLinesAsWindows(script) {
      text = String(decoding: script.utf8.lazy.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
      notes["line_end"] = .string("\r\n")
    }
    if !text.isEmpty, text.utf8.last != UInt8(ascii: "\n") {
      text += "\n"
      notes["final_line_end"] = .bool(false)
    }
    let script = PercentScript(text)
    let others = PercentHeader.metadata(of: script.header)
    if !PercentHeader.text(others).isExactly(script.header) {
      notes["header"] = .string(script.header)
    }
    let pieces = script.pieces.flatMap(Self.cutAtCode)
    let cells = pieces.enumerated().map { place, piece in
      NotebookCell(piece, isLast: place == pieces.count - 1, notesUnclosed: notesUnclosed)
    }
    self.init(cells: cells, metadata: notes.added(to: others))
    self = withIdentifiers
  }

  /// Whether each line ends as Windows ends lines.
  private static func endsLinesAsWindows(_ text: String) -> Bool {
    var before: UInt8?
    var isSo = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\n") {
        guard before == UInt8(ascii: "\r") else { return false }
        isSo = true
      } else if before == UInt8(ascii: "\r") {
        return false
      }
      before = byte
    }
    return isSo && before != UInt8(ascii: "\r")
  }

  /// Code below Markdown is a cell of its own, without a mark, so that the script does what the notebook does.
  private static func cutAtCode(_ piece: PercentScript.Piece) -> [PercentScript.Piece] {
    guard !piece.mark.isEmpty, CellMark(parsing: piece.mark).kind != .code else { return [piece] }
    let comments = CellBody.comments(of: piece.body)
    let code = piece.body.utf8[comments.endIndex...]
    guard !code.isEmpty else { return [piece] }
    return [
      .init(mark: piece.mark, body: String(Substring(comments))),
      .init(mark: "", body: String(Substring(code))),
    ]
  }
}

extension NotebookCell {
  fileprivate init(_ piece: PercentScript.Piece, isLast: Bool, notesUnclosed: Bool) {
    let line = String(Substring(piece.mark.utf8.prefix { $0 != UInt8(ascii: "\n") }))
    let mark = piece.mark.isEmpty ? nil : CellMark(parsing: line)
    let body = CellBody(cutting: piece.body)
    let isCode = (mark?.kind ?? .code) == .code
    self.init(
      mark?.kind ?? .code,
      isCode ? PercentScript.unescaped(body.lines) : CellBody.uncommented(body.lines),
      metadata: mark?.metadata ?? [])
    var notes = PercentNotes()
    var canonical = self.mark
    canonical.endsInString = mark?.endsInString == true && !notesUnclosed
    if mark == nil || !canonical.line.isExactly(line) { notes["mark"] = .string(line) }
    if !isCode, !CellBody.commented(source).isExactly(body.lines) {
      notes["body"] = .string(body.lines)
    }
    if CellBody(lines: body.lines, isLast: isLast).blankLines != body.blankLines {
      notes["blank_lines"] = .number(Double(body.blankLines))
    }
    metadata = notes.added(to: metadata)
  }
}
