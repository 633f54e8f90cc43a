internal import JSON
internal import Sessions

/// Writes a notebook as a script in the percent format, and tells what a script cannot carry.
struct PercentWriter {
  private(set) var text = ""
  private(set) var remarks: [String] = []
  /// Whether marks stand and say more, so that no string that is not closed takes the next cells in, and no
  /// first cell is a header.
  private let isCareful: Bool

  /// Writes what is plainest, and with care where that would be read as another notebook.
  init(_ notebook: Notebook) {
    self.init(notebook, isCareful: false)
    guard firstChange(notebook) != nil else { return }
    let other = PercentWriter(notebook, isCareful: true)
    guard let place = other.firstChange(notebook) else {
      self = other
      return
    }
    remarks.append("the script does not give cell \(place + 1) back as it is")
  }

  private init(_ notebook: Notebook, isCareful: Bool) {
    self.isCareful = isCareful
    let notes = PercentNotes(of: notebook.metadata)
    writeHeader(notebook, notes)
    for place in notebook.cells.indices { write(notebook, place) }
    tellLosses(notebook)
    if notes["final_line_end"]?.bool == false, text.utf8.last == UInt8(ascii: "\n") {
      text = String(Substring(text.utf8.dropLast()))
    }
    if notes["line_end"]?.string == "\r\n" {
      text = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .map { String(Substring($0)) }.joined(separator: "\r\n")
    }
  }

  /// The first cell that is another when the script is read.
  private func firstChange(_ notebook: Notebook) -> Int? {
    let again = Notebook.cells(ofPercent: text)
    let isSame = zip(again, notebook.cells).map { $0.saysSame(as: $1) }
    return isSame.firstIndex(of: false)
      ?? (again.count == notebook.cells.count ? nil : min(again.count, notebook.cells.count))
  }

  private mutating func writeHeader(_ notebook: Notebook, _ notes: PercentNotes) {
    var others = notebook.metadata
    others[PercentNotes.name] = nil
    if (notebook.language ?? NotebookLanguage.name) == NotebookLanguage.name {
      others["kernelspec"] = nil
      others["language_info"] = nil
    }
    guard let header = notes["header"]?.string, PercentScript(header).pieces.isEmpty else {
      text += PercentHeader.text(others)
      return
    }
    let told = JSONValue.object(PercentHeader.metadata(of: header))
    text += header
    if told.text(.compact, sorted: true) != JSONValue.object(others).text(.compact, sorted: true) {
      remarks.append(
        "metadata of the notebook as a whole is left out: the script has a header of its own")
    }
  }

  // MARK: Cells

  private mutating func write(_ notebook: Notebook, _ place: Int) {
    let cell = notebook.cells[place]
    let isLast = place == notebook.cells.count - 1
    let notes = PercentNotes(of: cell.metadata)
    var body = CellBody(lines: Self.lines(cell, notes), isLast: isLast)
    if let count = notes["blank_lines"]?.number.flatMap({ Int(exactly: $0) }),
      (0..<1 << 24).contains(count)
    {
      var noted = body
      noted.blankLines = count
      if CellBody(cutting: noted.text) == noted { body = noted }
    }
    let before = place > 0 ? notebook.cells[place - 1] : nil
    var mark = cell.mark
    mark.endsInString =
      isCareful && !isLast && cell.kind == .code && PercentScript.endsInString(body.lines)
    let line = markLine(cell, mark, notes, body, before)
    text += line + body.text
  }

  /// The source as the lines of a script.
  private static func lines(_ cell: NotebookCell, _ notes: PercentNotes) -> String {
    if cell.kind == .code { return PercentScript.escaped(cell.source) }
    if let noted = notes["body"]?.string, CellBody.comments(of: noted).count == noted.utf8.count,
      CellBody.uncommented(noted).isExactly(cell.source)
    {
      return noted
    }
    return CellBody.commented(cell.source)
  }

  /// The line that begins a cell, with its end; none where the cell can do without, and did.
  private func markLine(
    _ cell: NotebookCell, _ mark: CellMark, _ notes: PercentNotes, _ body: CellBody,
    _ before: NotebookCell?
  ) -> String {
    let line = mark.line
    guard let noted = notes["mark"]?.string, !mark.endsInString else { return line + "\n" }
    if noted.isEmpty { return isClear(cell, body, before) ? "" : line + "\n" }
    let isMark =
      noted.utf8.starts(with: PercentScript.mark.utf8) && !noted.utf8.contains(UInt8(ascii: "\n"))
    return (isMark && CellMark(parsing: noted).isSame(as: mark) ? noted : line) + "\n"
  }

  /// Whether a cell is one without a mark: as the first, or as the first code below Markdown.
  private func isClear(
    _ cell: NotebookCell, _ body: CellBody, _ before: NotebookCell?
  ) -> Bool {
    guard cell.kind == .code, cell.metadataOfMark.isEmpty else { return false }
    let firstLine = body.lines.utf8.prefix { $0 != UInt8(ascii: "\n") }
    if let before { return before.kind != .code && CellBody.comments(of: body.lines).isEmpty }
    return !firstLine.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      && !(isCareful && firstLine.starts(with: "# ---".utf8))
  }

  // MARK: Losses

  private mutating func tellLosses(_ notebook: Notebook) {
    let withOutputs = notebook.cells.count { !$0.outputs.isEmpty }
    if withOutputs > 0 {
      remarks.append(
        "the outputs of \(withOutputs) \(withOutputs == 1 ? "cell" : "cells") are left out: a script has none"
      )
    }
    for (place, cell) in notebook.cells.enumerated()
    where cell.attachments?.members?.isEmpty == false {
      remarks.append("the attachments of cell \(place + 1) are left out: a script has none")
    }
  }
}

extension NotebookCell {
  /// Whether kind, text and metadata are the same.
  fileprivate func saysSame(as other: NotebookCell) -> Bool {
    source.isExactly(other.source) && mark.isSame(as: other.mark)
  }
}

extension Notebook {
  /// The notebook as a script in the percent format, and what of it a script cannot carry, a sentence each.
  public var percent: (text: String, remarks: [String]) {
    let writer = PercentWriter(self)
    return (writer.text, writer.remarks)
  }
}
