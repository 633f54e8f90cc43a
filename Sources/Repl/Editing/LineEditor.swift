internal import CLibedit
internal import Characters
internal import Evaluation
internal import Glibc
internal import Sessions

/// Edits cells at a terminal.
///
/// libedit keeps the text, runs the keys and sets the terminal's modes. It asks for each character; before
/// one is waited for, the text is drawn as it stands, so what is drawn is always whole. `LineEditor+Keys`
/// has what keys do.
final class LineEditor: CellReader {
  let session: Session
  /// The cells of this and earlier conversations, the newest first.
  let earlierCells: () -> [String]
  /// Those that hold a text, the newest first.
  let findCells: (String) -> [String]
  private let input: TerminalInput
  private var decoder = KeyDecoder()
  private var characters: [Int32] = []
  private var drawing = BlockDrawing()
  /// What was drawn last.
  private var drawn: BlockLayout.Content?
  /// Rows of the text that have left the screen at its top, and cannot be drawn anew.
  private var leftRows = 0
  /// Keys that came before the answer to a question.
  private var earlyKeys: [Key] = []
  private var prompt = Prompt(1)
  private var window = Window.usualSize
  private lazy var plain = PlainReader(session: session, signals: input.signals)
  private let hasViKeys: Bool
  /// What the person has bound.
  private let bindings: KeyBindings

  // What the keys work on.
  var theme = Theme.fromEnvironment()
  var buffer = EditBuffer()
  var libedit = LibeditText()
  var undoStack = UndoStack()
  var menu: CompletionMenu?
  var recall: CellRecall?
  var search: CellSearch?
  /// What a key brings that stands for a text: a paste, or a character beyond ASCII.
  var typed = ""
  var cuts = KillRing()
  /// Of ours, the command before; nil where libedit has changed the text since.
  var previous: EditCommand?
  /// What was inserted last that the next key may replace.
  var inserted: Range<Int>?
  /// How many cells back the last word was taken from.
  var wordsBack = 0
  /// What the next cell begins with.
  var prepared: String?
  /// How often the next key counts.
  private var count: KeyCount?
  /// A line below the text, until the next key.
  var hint = ""
  var outcome: CellOutcome?
  /// The last command was about the menu, which then stays.
  var keepsMenu = false
  /// How many characters libedit was given, and the text that it begins with.
  private var characterCount = 0
  private var restored: EditBuffer?
  private var ghostMemory: (text: String, ghost: String)?

  /// Nil when there is no terminal to edit on.
  init?(
    session: Session, signals: Int32, withViKeys: Bool,
    earlierCells: @escaping () -> [String], findCells: @escaping (String) -> [String]
  ) {
    self.session = session
    self.earlierCells = earlierCells
    self.findCells = findCells
    input = TerminalInput(
      signals: signals, notices: session.notices.descriptor, isByLine: false)
    guard Window.isDrawnOn, setl_edit_open(withViKeys ? 1 : 0) != 0 else { return nil }
    hasViKeys = setl_edit_has_vi_keys() != 0
    bindings = KeyBindings.ofPerson()
    let owner = setl_edit_owner(
      context: Unmanaged.passUnretained(self).toOpaque(),
      read: { LineEditor.of($0)?.nextCharacter() ?? -1 },
      run: { context, number, key in
        guard let editor = LineEditor.of(context), let command = EditCommand(rawValue: number),
          let scalar = Unicode.Scalar(UInt32(bitPattern: key))
        else { return 0 }
        return editor.run(command, key: scalar) ? 1 : 0
      })
    setl_edit_own(owner)
    EditCommand.bindAll()
    bindings.apply()
    Streams.draw(Theme.question)
  }

  deinit { setl_edit_close() }

  private static func of(_ context: UnsafeMutableRawPointer?) -> LineEditor? {
    context.map { Unmanaged<LineEditor>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Has a person type a cell.
  func read(_ prompt: Prompt) -> CellOutcome {
    self.prompt = prompt
    // One that came after the last cell was over has nothing to stop.
    input.forgetSignals()
    session.interrupt.clear()
    window = Window.usualSize
    theme = theme.chosen(session.theme)
    guard Window.isDrawnOn else { return plain.read(prompt) }
    outcome = nil
    leftRows = 0
    buffer = EditBuffer(prepared ?? "")
    undoStack.begin(buffer)
    (menu, search, hint, ghostMemory) = (nil, nil, "", nil)
    // Of a walk through earlier cells that goes on with the next one.
    recall = prepared.flatMap { CellRecall(earlierCells(), showing: $0) }
    (prepared, previous, inserted, count) = (nil, nil, nil, nil)
    Streams.draw("\u{1B}[?2004h" + noticesAbove())
    // Should one of libedit's own commands leave the text, it is taken up again.
    var attempts = 0
    while outcome == nil, attempts < 3 {
      characterCount = 0
      restored = buffer
      setl_edit_run()
      attempts = characterCount == 0 ? attempts + 1 : 0
    }
    Streams.draw(finish() + "\u{1B}[?2004l")
    return outcome ?? .end
  }

  func take(_ bytes: [UInt8]) { decoder.feed(bytes) }

  func offer(_ text: String) { prepared = text }

  /// Has the person edit the text in a program of their own, which takes the place of the prompt meanwhile.
  func editOutside() {
    Streams.write(drawing.erase() + "\u{1B}[?2004l", to: STDOUT_FILENO)
    setl_edit_prepare_terminal(0)
    do {
      buffer = EditBuffer(try TextEditor.edited(buffer.string))
    } catch {
      hint = (error as? NativeError).map { ([$0.title] + $0.notes).joined(separator: ": ") } ?? ""
    }
    setl_edit_prepare_terminal(1)
    // What was meant for the other program is nothing to this one.
    input.forgetSignals()
    session.interrupt.clear()
    drawing = BlockDrawing()
    (drawn, leftRows) = (nil, 0)
    Streams.write("\r\u{1B}[J\u{1B}[?2004h", to: STDOUT_FILENO)
  }

  // MARK: Characters for libedit

  /// The next character that libedit is to act on; −1 when the text is left.
  private func nextCharacter() -> Int32 {
    takeText()
    while true {
      if outcome != nil { return -1 }
      if !characters.isEmpty {
        characterCount += 1
        return characters.removeFirst()
      }
      if let key = earlyKeys.isEmpty ? decoder.next(isFinal: false) : earlyKeys.removeFirst() {
        take(key)
        continue
      }
      draw()
      guard earlyKeys.isEmpty, outcome == nil else { continue }
      switch input.next(within: decoder.patience) {
      case .bytes(let bytes): decoder.feed(bytes)
      case .silence: if let key = decoder.next(isFinal: true) { take(key) }
      case .signal(let number): take(signal: number)
      case .notice:
        leftRows = 0
        Streams.draw(drawing.erase() + noticesAbove())
      case .end, .lost: outcome = .lost
      }
    }
  }

  /// Looks at what libedit made of the last character.
  private func takeText() {
    typed = ""
    if let text = restored { libedit.write(text) }
    restored = nil
    let now = libedit.read()
    // A key of libedit's own: the menu goes with the text as it was.
    if now != buffer { (keepsMenu, previous) = (false, nil) }
    buffer = now
    undoStack.note(buffer)
    if !keepsMenu { menu = nil }
    keepsMenu = false
    if let shown = recall?.shown, buffer.text != shown.text { recall = nil }
  }

  private func take(_ key: Key) {
    if case .answer(let text) = key {
      theme.take(text)
      return
    }
    // Ctrl-Space: libedit takes it for a command that switches Ctrl-C off.
    if key == .character("\0") || key == .alt("\0") { return }
    hint = ""
    if search != nil, takesForSearch(key) { return }
    if !hasViKeys, let counted = KeyCount(key, after: count) {
      count = counted
      hint = counted.line
      return
    }
    let times = count?.times ?? 1
    count = nil
    for _ in 0..<times { act(on: key) }
  }

  /// Hands a key on to libedit.
  private func act(on key: Key) {
    switch key {
    case .character(let scalar) where scalar.value >= 0x80: takeText(String(scalar), as: .text)
    case .character(let scalar): characters.append(Int32(bitPattern: scalar.value))
    case .alt(let scalar): takeAlt(scalar)
    case .named(.escape) where hasViKeys: characters.append(0x1B)
    case .named(let named): characters.append(Int32(bitPattern: named.rawValue))
    case .paste(let text):
      if decoder.isInPaste {
        hint = "a paste has begun, and its end has not come; Ctrl-C leaves it"
      }
      takeText(text, as: .paste)
    case .answer: break
    }
  }

  private func takeText(_ text: String, as key: Key.Named) {
    typed = text
    characters.append(Int32(bitPattern: key.rawValue))
  }

  /// What is not ours is libedit's where it is of use: the case of words, and what ~/.editrc binds. The rest
  /// would run commands of its own that a person presses by mistake.
  private func takeAlt(_ scalar: Unicode.Scalar) {
    if hasViKeys || bindings.altKeys.contains(scalar) {
      characters += [0x1B, Int32(bitPattern: scalar.value)]
    } else if let named = Key.Named.ofAlt.first(where: { $0.letter == scalar })?.key {
      characters.append(Int32(bitPattern: named.rawValue))
    } else if "culCUL".unicodeScalars.contains(scalar) {
      characters += [0x1B, Int32(bitPattern: scalar.value)]
    }
  }

  private func take(signal number: Int32) {
    switch number {
    case SIGINT:
      session.interrupt.clear()
      // With the line goes what was on its way into it: a paste without an end above all.
      setl_edit_drop_keys()
      decoder = KeyDecoder()
      characters = []
      earlyKeys = []
      outcome = .interrupted
    case SIGCONT:
      // A shell may have changed the terminal's modes while the process stood.
      setl_edit_prepare_terminal(0)
      setl_edit_prepare_terminal(1)
      drawing = BlockDrawing()
      Streams.draw("\r\u{1B}[J\u{1B}[?2004h")
    default: break
    }
  }

  // MARK: Drawing

  private func draw() {
    fitWindow()
    let content = content(isLive: true)
    let whole = layout(content)
    leftRows = min(leftRows, whole.cursorRow)
    Streams.draw(drawing.draw(whole.window(height: window.rows, from: leftRows)))
    drawn = content
  }

  /// When the window has another size, the terminal may have wrapped the lines anew, and moved rows out
  /// at the top: what is left of the text goes.
  ///
  /// Nobody but the terminal knows what it did, so it is asked where its cursor is. One that wraps has it at
  /// the character where it was, one that cuts lines off in the same column as far as there is one.
  private func fitWindow() {
    guard Window.usualSize != window else { return }
    guard let drawn, let old = drawing.drawn else {
      window = Window.usualSize
      return
    }
    var place: (row: Int, column: Int)?
    repeat {
      window = Window.usualSize
      place = askPlace()
    } while Window.usualSize != window && outcome == nil
    let wrapped = layout(drawn)
    var rows = wrapped.cursorRow
    leftRows = max(0, rows - (place?.row ?? rows))
    let stays = min(old.cursorColumn, window.columns - 1)
    if let place, place.column != wrapped.cursorColumn, place.column == stays {
      (rows, leftRows) = (old.cursorRow, 0)
    }
    Streams.draw(drawing.erase(rows - leftRows))
  }

  /// Where the terminal's cursor stands on the screen; nil when it does not say so soon. Keys that come
  /// before the answer are kept.
  private func askPlace() -> (row: Int, column: Int)? {
    Streams.draw("\u{1B}[6n")
    let start = ContinuousClock.now
    while outcome == nil, ContinuousClock.now - start < Self.answerPatience {
      while let key = decoder.next(isFinal: false) {
        if case .answer(let text) = key, let place = Self.place(text) { return place }
        earlyKeys.append(key)
      }
      switch input.next(within: 50) {
      case .bytes(let bytes): decoder.feed(bytes)
      case .signal(let number): take(signal: number)
      // Told when the text is drawn again.
      case .notice: usleep(1000)
      case .silence: continue
      case .end, .lost: outcome = .lost
      }
    }
    return nil
  }

  private static let answerPatience = Duration.milliseconds(250)

  /// `12;9`, counted from 1.
  private static func place(_ answer: String) -> (row: Int, column: Int)? {
    let parts = answer.split(separator: ";").map { Int($0) }
    guard parts.count == 2, let row = parts[0], let column = parts[1], row > 0, column > 0 else {
      return nil
    }
    return (row - 1, column - 1)
  }

  /// Draws the text as it stays, and goes to the row after it.
  private func finish() -> String {
    fitWindow()
    menu = nil
    search = nil
    hint = ""
    var last = buffer
    last.moveToEnd()
    buffer = last
    var whole = layout(content(isLive: false))
    defer { leftRows = 0 }
    if leftRows > 0 { whole = whole.window(height: whole.rows.count, from: leftRows) }
    guard whole.rows.count > window.rows else { return drawing.draw(whole) + drawing.finish() }
    return drawing.erase() + whole.rows.map { $0 + "\r\n" }.joined()
  }

  private func layout(_ content: BlockLayout.Content) -> BlockLayout {
    BlockLayout(content, columns: window.columns, theme: theme)
  }

  private func content(isLive: Bool) -> BlockLayout.Content {
    let shown = search?.buffer ?? buffer
    // Made once for all who ask at each key: characters one by one become a text slowly.
    let text = shown.string
    let cursor = shown.bytesBefore
    var content = BlockLayout.Content(prompt: prompt, buffer: shown)
    content.styles = styles(of: text, cursor: cursor, isLive: isLive)
    if isLive {
      content.ghost = ghost
      content.below = below(text, cursor: cursor)
    } else if case .interrupted = outcome {
      content.ghost = "^C"
    }
    return content
  }

  private func below(_ text: String, cursor: Int) -> [(text: String, width: Int)] {
    if let search { return [faint(search.line)] }
    if let menu { return menu.lines(columns: window.columns, theme: theme) }
    if !hint.isEmpty { return [faint(hint)] }
    return signature(text, cursor: cursor).map { [$0] } ?? []
  }

  /// How the function is called whose call the cursor is in.
  ///
  /// It stands below the text, while what an earlier cell suggests stands faintly behind it: the suggestion is
  /// a text that may be taken, and belongs where it would go.
  private func signature(_ text: String, cursor: Int) -> (text: String, width: Int)? {
    guard window.rows >= Self.rowsForSignature else { return nil }
    let hint = session.callHint(of: text, at: cursor)
    return hint.map { $0.line(columns: window.columns, theme: theme) }
  }

  /// A window of fewer rows has none to spare.
  private static let rowsForSignature = 6

  var columns: Int { window.columns }

  private func faint(_ text: String) -> (text: String, width: Int) {
    let line = text.cut(toWidth: window.columns)
    return (theme.paint(line, .faint), displayWidth(of: line))
  }

  private func styles(of text: String, cursor: Int, isLive: Bool) -> [Theme.Style] {
    var styles = [Theme.Style](repeating: .plain, count: text.utf8.count)
    let appearance = session.appearance(of: text, cursor: cursor)
    for highlight in appearance.highlights {
      for byte in highlight.range.clamped(to: styles.indices) {
        styles[byte] = .init(highlight.kind)
      }
    }
    guard isLive else { return styles }
    for byte in appearance.brackets where styles.indices.contains(byte) { styles[byte] = .bracket }
    for word in search?.words ?? [] {
      guard let found = text.range(ofText: word) else { continue }
      let start = text.utf8.distance(from: text.startIndex, to: found.lowerBound)
      let end = text.utf8.distance(from: text.startIndex, to: found.upperBound)
      for byte in (start..<end).clamped(to: styles.indices) { styles[byte] = .match }
    }
    return styles
  }

  /// How the newest earlier cell that begins like this text goes on.
  var ghost: String {
    guard buffer.isAtEnd, !buffer.isEmpty, menu == nil, search == nil, recall == nil else {
      return ""
    }
    let text = buffer.string
    if let memory = ghostMemory, memory.text == text { return memory.ghost }
    let cell = earlierCells().first { $0.utf8.count > text.utf8.count && $0.hasPrefix(text) }
    let ghost = cell.map { String($0.dropFirst(text.count)) } ?? ""
    ghostMemory = (text, ghost)
    return ghost
  }

  /// What other threads told, in lines above the text, which is drawn anew after them.
  ///
  /// A few at a time, so that keys come in between.
  private func noticesAbove() -> String {
    session.notices.take(200).map { $0.line.replacing("\n", with: "\r\n") + "\r\n" }.joined()
  }

  func clearScreen() {
    Streams.draw("\u{1B}[H\u{1B}[2J")
    drawing = BlockDrawing()
    leftRows = 0
  }
}
