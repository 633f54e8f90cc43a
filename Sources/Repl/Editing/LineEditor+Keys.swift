internal import CLibedit
internal import Sessions

/// What the keys of the prompt do.
extension LineEditor {
  /// Runs a command on the text, and tells libedit what has become of it; true when the cell is whole.
  func run(_ command: EditCommand, key: Unicode.Scalar) -> Bool {
    let before = buffer
    switch command {
    case .type: buffer.insert(String(key))
    case .typeText: buffer.insert(typed)
    case .enter: return enter()
    case .deleteOrLeave where buffer.isEmpty:
      outcome = .end
      return true
    case .deleteOrLeave, .delete: buffer.deleteForwards()
    case .backspace: buffer.deleteBackwards()
    case .newLine: startLine()
    case .complete: complete(step: 1)
    case .completeBack: complete(step: -1)
    case .up: if !buffer.moveUp() { recallEarlier() }
    case .down: if !buffer.moveDown() { recallLater() }
    case .earlierCell: recallEarlier()
    case .laterCell: recallLater()
    case .left: buffer.moveLeft()
    case .right: if !takeGhost() { buffer.moveRight() }
    case .wordLeft: buffer.move(to: buffer.wordStart)
    case .wordRight: if !takeGhostWord() { buffer.move(to: buffer.wordEnd) }
    case .lineStart: buffer.moveToLineStart()
    case .lineEnd: if !takeGhost() { buffer.moveToLineEnd() }
    case .search: search = CellSearch(from: buffer, find: findCells)
    case .cutToLineEnd: cutToLineEnd()
    case .cutToLineStart: cut(from: buffer.lineStart(buffer.cursor), to: buffer.cursor)
    case .cutWordLeft: cut(from: buffer.wordStart, to: buffer.cursor)
    case .cutWordRight: cut(from: buffer.cursor, to: buffer.wordEnd)
    case .putBack: buffer.insert(cut)
    case .undo: undoStack.undo().map { buffer = $0 }
    case .redo: undoStack.redo().map { buffer = $0 }
    case .paste: buffer.insert(PastedText.cleaned(typed))
    case .cancel: if let menu { buffer = menu.before }
    case .clearScreen: clearScreen()
    case .editOutside: editOutside()
    case .closeBracket: Indentation.close(Character(key), in: &buffer)
    }
    if buffer != before { libedit.write(buffer) }
    return false
  }

  // MARK: Lines

  /// Ends the cell when it is whole, and else begins a line; true at the end.
  private func enter() -> Bool {
    if menu?.selected != nil { return false }
    let text = buffer.string
    let completeness = Session.completeness(of: text)
    if case .incomplete = completeness {
      if buffer.isAtEnd, buffer.lineBeforeCursor.allSatisfy(\.isWhitespace), buffer.hasLines {
        hint = "the cell goes on: something is still open; Ctrl-C leaves it"
      }
    } else if buffer.isOnLastLine {
      outcome = .cell(text)
      return true
    }
    startLine()
    libedit.write(buffer)
    return false
  }

  private func startLine() {
    var indentation = String(buffer.lineBeforeCursor.prefix { $0 == " " })
    if case .incomplete(let open) = Session.completeness(of: buffer.before) { indentation = open }
    // What goes to the next line leaves its blanks.
    while buffer.cursor < buffer.text.count, buffer.text[buffer.cursor] == " " {
      buffer.deleteForwards()
    }
    buffer.insert("\n" + indentation)
  }

  private func cut(from start: Int, to end: Int) {
    let text = buffer.cut(from: start, to: end)
    if !text.isEmpty { cut = text }
  }

  /// To the line's end; there, the line break.
  private func cutToLineEnd() {
    let end = buffer.lineEnd(buffer.cursor)
    cut(from: buffer.cursor, to: end == buffer.cursor ? end + 1 : end)
  }

  // MARK: Earlier cells

  private func recallEarlier() {
    var walk = recall ?? CellRecall(earlierCells(), draft: buffer)
    if let cell = walk.earlier() { buffer = cell }
    recall = walk
  }

  private func recallLater() {
    guard var walk = recall else { return }
    if let cell = walk.later() { buffer = cell }
    recall = walk.isAtDraft ? nil : walk
  }

  /// Takes a key that belongs to the search; false for one that ends it and means something else.
  func takesForSearch(_ key: Key) -> Bool {
    guard var search else { return false }
    switch key {
    case .character("\u{12}"), .named(.up): search.older()
    case .character("\u{13}"), .named(.down): search.newer()
    case .character("\u{7F}"), .character("\u{08}"): search.deleteBackwards()
    case .character("\u{07}"), .named(.escape):
      buffer = search.before
      return endSearch()
    case .character(let scalar) where scalar.value >= 0x20: search.type(String(scalar))
    case .paste(let text): search.type(PastedText.cleaned(text))
    default:
      if search.match != nil { buffer = search.buffer }
      if key == .character("\r") || key == .character("\n") { buffer.moveToEnd() }
      _ = endSearch()
      return false
    }
    self.search = search
    return true
  }

  private func endSearch() -> Bool {
    search = nil
    libedit.write(buffer)
    undoStack.note(buffer)
    return true
  }

  // MARK: Suggestions

  private func takeGhost() -> Bool {
    let rest = ghost
    guard !rest.isEmpty else { return false }
    buffer.insert(rest)
    return true
  }

  private func takeGhostWord() -> Bool {
    let rest = ghost
    guard !rest.isEmpty else { return false }
    var whole = EditBuffer(buffer.string + rest, cursor: buffer.cursor)
    whole.move(to: whole.wordEnd)
    buffer.insert(String(rest.prefix(whole.cursor - buffer.cursor)))
    return true
  }

  /// Completes what is typed, lists the ways to go on, goes through the list.
  private func complete(step: Int) {
    keepsMenu = true
    if var menu, menu.items.count > 1 {
      buffer = menu.select(step: step)
      self.menu = menu
      return
    }
    if buffer.lineBeforeCursor.allSatisfy({ $0 == " " }) {
      let column = buffer.lineBeforeCursor.count
      buffer.insert(String(repeating: " ", count: Indentation.width - column % Indentation.width))
      return
    }
    let text = buffer.string
    var menu = CompletionMenu(
      session.outline.completions(of: text, at: buffer.before.utf8.count), before: buffer)
    if let shared = menu.shared {
      buffer = menu.buffer(with: shared)
      // What is listed now begins where the text has come to.
      let more = session.outline.completions(of: buffer.string, at: buffer.before.utf8.count)
      if more.items.count > 1, menu.items.count > 1 { menu = CompletionMenu(more, before: buffer) }
    }
    self.menu = menu
  }
}
