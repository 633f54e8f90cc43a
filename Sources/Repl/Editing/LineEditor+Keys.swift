internal import CLibedit
internal import Sessions

/// What the keys of the prompt do.
extension LineEditor {
  /// Runs a command on the text, and tells libedit what has become of it; true when the cell is whole.
  func run(_ command: EditCommand, key: Unicode.Scalar) -> Bool {
    let before = buffer
    if let walked = walkThroughMenu(command) {
      buffer = walked
      keepsMenu = true
      libedit.write(buffer)
      return false
    }
    defer { previous = command }
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
    case .runAndNext: return runAndNext()
    case .lastArgument: insertLastArgument()
    case .cutToLineEnd: cutToLineEnd()
    case .cutToLineStart: cut(from: buffer.lineStart(buffer.cursor), to: buffer.cursor)
    case .cutWordLeft: cut(from: buffer.wordStart, to: buffer.cursor)
    case .cutWordRight: cut(from: buffer.cursor, to: buffer.wordEnd)
    case .putBack: putBack()
    case .putBackEarlier: putBackEarlier()
    case .transposeWords: buffer.transposeWords()
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

  // MARK: Cutting

  private func cut(from start: Int, to end: Int) {
    let goesOn = previous?.isCut == true
    let side: KillRing.Side = start < buffer.cursor ? .before : .after
    cuts.add(buffer.cut(from: start, to: end), goesOn: goesOn ? side : nil)
  }

  /// To the line's end; there, the line break.
  private func cutToLineEnd() {
    let end = buffer.lineEnd(buffer.cursor)
    cut(from: buffer.cursor, to: end == buffer.cursor ? end + 1 : end)
  }

  private func putBack() {
    cuts.begin()
    insert(cuts.text)
  }

  /// Directly after something was put back: in its place, what was cut before it.
  private func putBackEarlier() {
    guard previous == .putBack || previous == .putBackEarlier, let inserted else { return }
    buffer.cut(from: inserted.lowerBound, to: inserted.upperBound)
    cuts.goBack()
    insert(cuts.text)
  }

  /// Inserts a text that the next key may replace by another.
  private func insert(_ text: String?) {
    let start = buffer.cursor
    buffer.insert(text ?? "")
    inserted = min(start, buffer.cursor)..<buffer.cursor
  }

  /// The last word of the newest cell that has one; again, in its place, that of the one before.
  private func insertLastArgument() {
    let goesOn = previous == .lastArgument
    if goesOn, let inserted { buffer.cut(from: inserted.lowerBound, to: inserted.upperBound) }
    let words = earlierCells().lazy.prefix(Self.mostLookedAt).compactMap { LastArgument.of($0) }
    wordsBack = goesOn ? wordsBack + 1 : 0
    insert(words.dropFirst(wordsBack).first ?? words.first)
  }

  private static let mostLookedAt = 1000

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

  /// Runs the cell; the next one begins with the cell that came after it.
  private func runAndNext() -> Bool {
    let next = recall?.next
    let isWhole = enter()
    if isWhole { prepared = next }
    return isWhole
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

  /// What an arrow has come to in the list; nil where it means something else.
  private func walkThroughMenu(_ command: EditCommand) -> EditBuffer? {
    guard var menu, menu.items.count > 1 else { return nil }
    let direction: CompletionMenu.Direction
    switch command {
    case .up: direction = .up
    case .down: direction = .down
    case .left: direction = .left
    case .right: direction = .right
    default: return nil
    }
    let walked = menu.move(direction, columns: columns)
    if walked != nil { self.menu = menu }
    return walked
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
      session.outline.completions(of: text, at: buffer.bytesBefore), before: buffer)
    if let shared = menu.shared {
      buffer = menu.buffer(with: shared)
      // What is listed now begins where the text has come to.
      let more = session.outline.completions(of: buffer.string, at: buffer.bytesBefore)
      if more.items.count > 1, menu.items.count > 1 { menu = CompletionMenu(more, before: buffer) }
    }
    self.menu = menu
  }
}

extension EditCommand {
  fileprivate var isCut: Bool {
    switch self {
    case .cutToLineEnd, .cutToLineStart, .cutWordLeft, .cutWordRight: true
    default: false
    }
  }
}
