internal import Evaluation
internal import Syntax

/// What `run` and `rerun` are made of: natives give functions, which the standard library calls.
extension Session {
  /// `_script`
  static func scriptNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "_script", in: .session, "Gives the cells of a script, one after the other, as functions.",
      .required("path", "the script"), .required("arguments", "those of the script"),
      example: "try { _script(\"missing.setl\", []) } catch e { print(e.code) }  # prints: S0309"
    ) { (context, path: FilePath, arguments: [Value]) in
      let session = try link.session(for: "run")
      let file = try session.script(path.place, context)
      if !arguments.isEmpty || session.globals.value(of: "arguments") == nil {
        session.setArguments(arguments.map(\.text))
      }
      switch session.machine.library.read(file.source) {
      case .failed(let diagnostics): throw RunFailure(diagnostics: diagnostics)
      case .incomplete: throw RunFailure(diagnostics: [incompleteText(file.source)])
      case .program(let program):
        return Value.object(ScriptCells(file, program, session))
      }
    }
  }

  /// `_show_cell`
  static func showCellNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "_show_cell", in: .session,
      "Shows what a cell of a script gave; gives what a script without cells did.",
      .required("value", "what it gave"), example: "_show_cell(none)"
    ) { (_, value: Value) in link.session?.end(cell: value) ?? Value.none }
  }

  /// `_cell`
  static func cellNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "_cell", in: .session,
      "Gives a cell of this conversation as a function, in a list that lasts as long as the cell runs.",
      .required("number", "of the cell; none is the one before this"),
      example: "try { _cell(100_000) } catch e { print(e.code) }  # prints: S0340"
    ) { (_, number: Int?) in
      let session = try link.session(for: "rerun")
      let (number, text) = try session.earlierCell(number, for: "rerun")
      let source = SourceText(name: "In [\(number)]", text: session.withoutShortForm(text))
      switch session.machine.library.read(source) {
      case .failed(let diagnostics): throw RunFailure(diagnostics: diagnostics)
      case .incomplete: throw RunFailure(diagnostics: [incompleteText(source)])
      case .program(let program):
        return Value.object(
          RepeatedCell(
            number, try session.machine.function(of: program, in: session.globals),
            isCommand: Session.shellLine(text) != nil, session))
      }
    }
  }

  /// The number and the text of an earlier cell; without a number, of the one before.
  func earlierCell(_ number: Int?, for name: String) throws -> (Int, String) {
    // Within a cell that is run again it is the one before that.
    let number = number ?? (rerunning.last ?? runningNumber ?? cellCount + 1) - 1
    guard number != runningNumber, !rerunning.contains(number) else {
      throw NativeError(
        "S0340", "cell \(number) is the one that runs",
        help: number > 1 ? "name another:  \(name)(\(number - 1))" : "no cell came before it",
        argument: "number")
    }
    guard let text = inputs.value(.number(Double(number)))?.asString else {
      throw NativeError(
        "S0340", "there is no cell \(number) in this conversation",
        help: "session.history() lists all", argument: "number")
    }
    return (number, text)
  }

  /// The file that is to be run.
  private func script(_ path: String, _ context: CallContext) throws -> ImportedText {
    guard !path.hasSuffix(".ipynb") else {
      throw NativeError(
        "S0309", "`run` takes scripts, and `\(path)` is a notebook",
        help: "make a script of it:  setl convert \(path) script.setl", argument: "path")
    }
    var file: ImportedText
    do {
      // From the working folder, as all paths that natives take.
      file = try machine.loadFile(path, SourceText(name: "", text: ""))
    } catch var error as NativeError {
      error.argument = "path"
      throw error
    }
    guard !runningScripts.contains(file.identity) else {
      throw NativeError(
        "S0309", "`\(path)` runs itself",
        help: "put what is to be repeated into a loop, or into a function", argument: "path")
    }
    return file
  }

  // MARK: Cells

  /// A cell of a script begins.
  func begin(_ cell: ScriptCells.Cell) {
    scriptCell = cell
    guard cell.isMarked else { return }
    cellCount += 1
    inputs.set(.number(Double(cellCount)), to: .string(cell.text))
  }

  /// It is over: what it gave is shown and kept, as at a prompt. Gives what a script without cells has given.
  func end(cell value: Value) -> Value {
    guard let cell = scriptCell else { return .none }
    scriptCell = nil
    guard cell.isMarked else { return isEcho(of: cell.program) ? value : .none }
    if case .none = value { return .none }
    keep(value, of: cell.program, as: cellCount)
    guard isEcho(of: cell.program) else { return .none }
    let echo = value.display
    let isTall = echo.picture != nil || echo.text.contains("\n")
    output.write(Prompt(cellCount).out + (isTall ? "\n" : " "))
    output.display(echo)
    return .none
  }

  /// Whether a prompt shows what the program gives.
  private func isEcho(of program: Program) -> Bool {
    !program.endsSilently && !machine.endsShown(program)
  }

  /// The script has come to its end, or failed.
  func endScript(_ identity: String) {
    if let place = runningScripts.lastIndex(of: identity) { runningScripts.remove(at: place) }
  }
}
