public import Evaluation
public import Processes
public import Syntax

/// A running conversation: what every front end sees, and all it sees.
///
/// A cell is a text that is run with the variables of those before it. The stages of a run stand in
/// `run`: read, compile and execute, show.
public final class Session {
  /// What became of a text.
  public struct Result {
    public enum End {
      case finished
      case failed([Diagnostic])
      /// Stopped by an interrupt.
      case interrupted
      /// By `exit`, with this status.
      case left(Int32)
    }
    public var end: End
    /// What the prompt echoes of the last expression; nil when there is nothing to echo.
    public var echo: DisplayBundle?
    /// What the session itself has to say, below all else.
    public var remark: String?
    /// Whether the cell may be brought back by the arrow keys.
    public var isRecallable = false
    /// How long it ran.
    public var seconds = 0.0
    /// The most memory that the process has held until then.
    public var peakBytes = 0
  }

  /// Whether a text is whole.
  public enum Completeness: Sendable {
    case complete
    /// More must come; the indentation that the next line begins with.
    case incomplete(indentation: String)
    /// Wrong already, so that running it tells why.
    case invalid
  }

  public let interrupt: Interrupt
  /// What other threads have to say to a person who types.
  public let notices = Notices()
  /// How far the jobs are that run.
  public var jobsProgress: JobsProgress { jobs.progress }
  /// The cells of this conversation and of those before it.
  public let history: History
  let machine: Machine
  let parts: MachineParts
  /// Puts out once more what the last cell did, and says whether there was any: set by front ends that keep it.
  public var onReplay: (() -> Bool)?
  /// Cells are not kept by the history.
  var isPrivate = false
  /// Has a person edit something, once the cell is over or at once: set by front ends that have a terminal.
  public var onEdit: ((Edited) throws -> Void)?
  /// The file that was run at the beginning.
  var startup: String?
  /// Why the conversation cannot be left by `exit`: said by front ends whose own way of ending there is.
  public var refusalToLeave: NativeError?
  let jobs = Jobs()
  var wasAskedToLeave = false
  let output: SwitchedOutput
  let globals = Globals()
  let outlines: Outlines
  private let link = SessionLink()
  let inputs = MapObject()
  private var results = KeptResults()
  /// Cells whose results were let go of while this one ran.
  private var gone: [Int] = []
  /// What is told of a command that did not end well.
  private var failedCommand: String?
  /// The scripts that `run` is running, each from the one before it, and the cell that runs of the last.
  var runningScripts: [String] = []
  /// The cells that `rerun` is running, each from the one before it.
  var rerunning: [Int] = []
  var scriptCell: ScriptCells.Cell?
  /// The lesson that is on.
  var tour: Tour?
  /// The cell that runs, as the history knows it.
  private(set) var runningCell: Int64?
  /// Cells that are about the session itself, and no part of a script of it.
  private(set) var leftOut: Set<Int64> = []
  /// The conversations that `restore()` brings back, one after the other.
  lazy var lost = history.findLost()
  /// What is still to be written of the last cell.
  private var unsettled: (() -> Void)?
  /// The colours that a person chose.
  public internal(set) var theme = ThemeName.automatic
  var isAskedToRestore = false
  /// The calls that the last error has left, the innermost first.
  var leftCalls: [StoppedCall] = []
  /// The last text that ran has left them.
  var leavesCalls = false
  /// A cell has failed since then that has left none.
  var hasFailedSinceCalls = false
  var isAskedToInspect = false
  /// The conversation with calls that is on.
  var inspection: Inspection?
  /// A person has stopped the program at a breakpoint, and has seen where it stood.
  var isStoppedAtBreakpoint = false
  /// `exit` was called while calls were looked at.
  var statusToLeave: Int32?
  /// How long the cell that runs has stood still.
  var pausedTime = Duration.zero
  /// Has a person look at calls that stand still, and says whether the program is to stop; set by front ends
  /// that have a way of their own.
  public var onInspection: ((Inspection) -> Bool)?
  var isRestoring = false
  /// What the next cell is a repetition of.
  var replay: Journal.Replay?
  /// The number of the cell that runs; nil where it has none.
  var runningNumber: Int?
  /// How many cells have run.
  public internal(set) var cellCount = 0

  /// `library` declares the natives, and is asked for once; `standardLibrary` are texts that add to them, each
  /// to a topic. Throws what is wrong with those texts, which only a developer can see. Cells are kept in
  /// `history`, or in memory without. `group` are the processes that run the same program together: the first
  /// one speaks for all.
  public init(
    library: @autoclosure () -> LibraryDeclarations,
    standardLibrary: [(name: String, topic: String, text: String)], output: any OutputSink,
    interrupt: Interrupt = Interrupt(), files: any FileSource = NoFiles(),
    history: History? = nil, group: (any ProcessGroup)? = nil
  ) throws {
    self.interrupt = interrupt
    self.history = history ?? History(folder: nil)
    self.output = SwitchedOutput(group.map { GroupOutput(output, $0) } ?? output)
    let texts = LibraryTexts(standardLibrary)
    parts = MachineParts(library: library(), standardLibrary: texts, files: files)
    machine = try parts.makeMachine(
      link, output: self.output, interrupt: interrupt, group: group)
    outlines = Outlines(globals) { [machine] in LibraryOutline(machine.library) }
    outlines.otherVariables = { [unowned self] in inspection?.call?.variables ?? [] }
    self.output.onOutput = { [weak outlines] in outlines?.cellGoesOn() }
    globals.set("session", to: .object(SessionObject(link)))
    globals.set("Out", to: .object(MapObject()))
    globals.set("In", to: .object(inputs))
    link.session = self
    machine.largestHolders = { [weak self] in self?.largestHolders ?? [] }
    machine.keepsCalls = true
    machine.onPause = { [unowned self] in try pause($0, $1) }
    machine.onMissingKey = { [weak self] in self?.missingResult($0, $1) }
    self.history.onProblem = { [notices] in notices.post($0) }
  }

  /// All functions that programs have without declaring them.
  public var library: Library { machine.library }

  // MARK: Running

  /// Runs the next cell of a conversation: its value becomes `_` and `Out[n]`.
  ///
  /// One that is not stored is not counted, and is in neither `In`, `Out` nor the history; of one that is
  /// silent no value is kept or echoed either.
  ///
  /// Where it does not settle, `settle` is to be called once the result is shown: nobody waits for what is
  /// written then.
  public func runCell(
    _ text: String, isSilent: Bool = false, isStored: Bool = true, settles: Bool = true
  ) -> Result {
    settle()
    outlines.cellBegins()
    output.runsCommand = Self.shellLine(text) != nil
    defer {
      output.runsCommand = false
      outlines.cellEnds()
      if settles { settle() }
    }
    let wasAsked = wasAskedToLeave
    wasAskedToLeave = false
    let result = isStored && !isSilent ? runStored(text) : runAside(text, isSilent: isSilent)
    // To ask for the end once more is the answer.
    if case .left = result.end { wasAskedToLeave = wasAsked }
    return result
  }

  /// Writes what became of the last cell.
  public func settle() {
    unsettled?()
    unsettled = nil
  }

  private func runAside(_ text: String, isSilent: Bool) -> Result {
    machine.journal = nil
    var result = measured {
      run(SourceText(name: "In [ ]", text: withoutShortForm(text))) { value, _ in
        if !isSilent { self.globals.set("_", to: value) }
      }
    }
    interrupt.clear()
    if isSilent { result.echo = nil }
    return result
  }

  private func runStored(_ text: String) -> Result {
    cellCount += 1
    runningNumber = cellCount
    rerunning = []
    defer { runningNumber = nil }
    inputs.set(.number(Double(cellCount)), to: .string(text))
    let cell = cellCount
    gone = []
    failedCommand = nil
    let source = SourceText(name: "In [\(cell)]", text: withoutShortForm(text))
    let isRecorded = isRecorded(text)
    runningCell = isRecorded ? history.begin(text, number: cellCount) : nil
    if let runningCell { history.journal?.beginCell(runningCell, replay: replay) }
    machine.journal = isRecorded ? history.journal : nil
    var result = measured {
      run(source) { value, program in keep(value, of: program, as: cell) }
    }
    if case .failed(let diagnostics) = result.end {
      machine.lastFailure = diagnostics
      if !leavesCalls { hasFailedSinceCalls = true }
    }
    result.isRecallable =
      text.first?.isWhitespace != true
      && !(runningCell.map { history.forgotten.contains($0) } ?? false)
    if let runningCell {
      unsettled = { [history, outcome = result.outcome, seconds = result.seconds] in
        history.end(runningCell, outcome, seconds: seconds)
      }
    }
    runningCell = nil
    restoreIfAsked()
    inspectIfAsked()
    if let status = takeStatusToLeave() { result.end = .left(status) }
    if !isRestoring { interrupt.clear() }
    result.remark = remark(on: text, result)
    return result
  }

  /// Keeps what a cell gave: what is silenced is only the last result, and no result of its own is the map of all.
  func keep(_ value: Value, of program: Program, as cell: Int) {
    globals.set("_", to: value)
    guard !program.endsSilently, let outputs = globals.value(of: "Out")?.asMap,
      value.asObject !== outputs
    else { return }
    gone += results.keep(value, as: cell, in: outputs)
  }

  /// Why `Out` has no such key, where the cell gave something once.
  private func missingResult(_ map: MapObject, _ key: Value) -> NativeError? {
    guard let outputs = globals.value(of: "Out")?.asMap, map === outputs, let number = key.asWhole,
      results.letGo.contains(number)
    else { return nil }
    return KeptResults.wasLetGo(number)
  }

  /// Lets go of all results.
  func forgetResults() {
    results.forget(globals.value(of: "Out")?.asMap)
    globals.set("Out", to: .object(MapObject()))
    globals.set("_", to: .none)
  }

  private func remark(on text: String, _ result: Result) -> String? {
    let lines =
      [failedCommand].compactMap { $0 } + (gone.isEmpty ? [] : [KeptResults.remark(on: gone)])
      + machine.changesToTell
      + [tourRemark(text, result)].compactMap { $0 }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  /// The cell that runs is about the session itself.
  func leaveOutOfScripts() { if let runningCell { leftOut.insert(runningCell) } }

  /// The conversation ends as it should: the front end says so when its person leaves.
  public func end() {
    settle()
    history.end()
  }

  /// Runs a script; `arguments` are its list of that name. Nothing is echoed.
  ///
  /// `folder` is where the paths of its imports begin.
  public func runScript(
    _ text: String, name: String, folder: String? = nil, arguments: [String]
  ) -> Result {
    outlines.forget()
    setArguments(arguments)
    var result = measured { run(SourceText(name: name, text: text, folder: folder)) { _, _ in } }
    result.echo = nil
    return result
  }

  /// What a script is given: the list `arguments`, which of how many processes this is.
  public func setArguments(_ arguments: [String]) {
    globals.set("arguments", to: .list(arguments.map { .string($0) }))
    globals.set("process", to: .number(Double(machine.group?.number ?? 0)))
    globals.set("processes", to: .number(Double(machine.group?.count ?? 1)))
  }

  func run(_ source: SourceText, keep: (Value, Program) -> Void) -> Result {
    jobs.collect(machine)
    leavesCalls = false
    guard source.bytes.count <= ScriptFiles.longest else {
      return Result(end: .failed([Self.excess]))
    }
    switch machine.library.read(source) {
    case .failed(let diagnostics): return Result(end: .failed(diagnostics))
    case .incomplete: return Result(end: .failed([Self.incompleteText(source)]))
    case .program(let program):
      defer { machine.output.progress(nil) }
      do {
        let outcome = try machine.run(program, in: globals)
        failedCommand = outcome.failedCommand
        if case .none = outcome.value { return Result(end: .finished) }
        keep(outcome.value, program)
        guard !program.endsSilently, !outcome.isShown else { return Result(end: .finished) }
        return Result(end: .finished, echo: outcome.value.display)
      } catch {
        keepCalls(of: error)
        return Result(end: .init(error))
      }
    }
  }

  /// As of a file that is too long to be a program.
  private static let excess = Diagnostic(
    code: "S0309", title: "the text is longer than \(ScriptFiles.longest >> 20) MiB",
    notes: ["no program is as long"], help: "read data from a file:  read_text(path)")

  static func incompleteText(_ source: SourceText) -> Diagnostic {
    let end = source.bytes.count
    return Diagnostic(
      code: "S0105", title: "the text ends in the middle of something",
      label: .init(source, Span(max(end - 1, 0), end), "more must follow"),
      help: "close what is open: a bracket, a brace or a string")
  }

  /// `?name` is `help(name)`, `??name` is `source(name)`; a name that means nothing is looked for.
  func withoutQuestion(_ text: String) -> String {
    let trimmed = text.drop { $0.isWhitespace }
    // `name?` asks as `?name` does.
    if let end = trimmed.lastIndex(where: { !$0.isWhitespace }), trimmed[end] == "?",
      let name = trimmed.firstIndex(of: "?"), trimmed[name...end].allSatisfy({ $0 == "?" }),
      trimmed[..<name].allSatisfy({ $0.isLetter || $0.isNumber || "_.".contains($0) }),
      name != trimmed.startIndex
    {
      return withoutQuestion(String(trimmed[name...end] + trimmed[..<name]))
    }
    guard trimmed.hasPrefix("?") else { return text }
    let name = String(
      trimmed.drop { $0 == "?" || $0 == " " }.prefix { !$0.isWhitespace && $0 != "(" })
    guard !name.isEmpty else { return "help()" }
    if library.explanations[name.uppercased()] != nil { return "explain(\"\(name)\")" }
    let subject = isValue(name) ? name : name.quoted
    return trimmed.hasPrefix("??") ? "source(\(subject))" : "help(\(subject))"
  }

  /// Whether names with dots between them lead to something that a program has.
  private func isValue(_ name: String) -> Bool {
    if library.builtin(name) != nil || library.functions[name] != nil {
      let hasPage = library.pages.contains { $0.names.contains(name) }
      return library.value(name) != nil && !name.contains(".") && !hasPage
    }
    return value(at: name.split(separator: ".").map { .name(String($0)) }) != nil
  }

  // MARK: Asking

  /// All that is wrong with a program as far as it can be told without running it, in the order of the
  /// text.
  public func check(_ text: String, name: String) -> [Diagnostic] {
    let source = SourceText(name: name, text: text)
    switch machine.library.read(source) {
    case .failed(let diagnostics): return diagnostics
    case .incomplete: return [Self.incompleteText(source)]
    case .program(let program):
      return machine.check(program).sorted {
        ($0.label?.span.start ?? 0) < ($1.label?.span.start ?? 0)
      }
    }
  }

  /// A program in the one form; throws what makes it no program.
  public static func formatted(_ text: String, name: String) throws(RunFailure) -> String {
    let source = SourceText(name: name, text: text)
    if let result = Formatter.format(source) { return result }
    if case .failed(let diagnostics) = parse(source) { throw RunFailure(diagnostics: diagnostics) }
    throw RunFailure(diagnostics: [incompleteText(source)])
  }

  /// From any thread: nothing of a conversation is looked at.
  public static func completeness(of text: String) -> Completeness {
    if shellLine(text) != nil { return .complete }
    if text.drop(while: { $0.isWhitespace }).hasPrefix("?") { return .complete }
    switch parse(SourceText(name: "", text: text)) {
    case .program: return .complete
    case .failed: return .invalid
    case .incomplete:
      let open = BracketPairs(Lexer(SourceText(name: "", text: text)).tokens).open
      return .incomplete(indentation: String(repeating: "    ", count: open.count))
    }
  }
}
