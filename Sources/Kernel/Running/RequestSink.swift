internal import Evaluation
internal import Notebooks

/// The output of the session: to the front end of the cell that runs.
final class RequestSink {
  private let outlet: Outlet
  private let work: CellWork
  private let shown: ShownOutputs
  private var request: Request?
  private var isSilent = false
  /// What is put out meanwhile, where it is to go elsewhere.
  private var kept: CellOutputs?

  init(outlet: Outlet, work: CellWork, shown: ShownOutputs) {
    self.outlet = outlet
    self.work = work
    self.shown = shown
  }

  /// What the session writes to.
  func makePage() -> PageSink {
    let page = PageSink(
      asking: { [unowned self] in try ask($0, $1, $2) }, mayAsk: { [unowned self] in mayAsk }
    ) { [unowned self] in
      output($0)
    }
    page.onWork = { [unowned self] isOn in
      if let request, !isSilent { outlet.add(.work(isOn: isOn, request)) }
    }
    return page
  }

  func begin(_ request: Request, isSilent: Bool) {
    self.request = request
    self.isSilent = isSilent
    shown.begin()
  }

  func end() { request = nil }

  /// From here to `takeKept` nothing goes to the page.
  func keep() { kept = CellOutputs() }

  func takeKept() -> [CellOutput] {
    defer { kept = nil }
    return kept?.items ?? []
  }

  func output(_ output: CellOutput) {
    if kept != nil {
      kept?.add(output)
      return
    }
    guard let request, !isSilent else { return }
    shown.add(output)
    outlet.add(.output(output, request))
  }

  /// Puts out once more what the last cell did that put anything out; whether there was one.
  func replay() -> Bool {
    let last = shown.last
    for each in last { output(each) }
    return !last.isEmpty
  }

  /// Whether the front end of the cell that runs can ask a person.
  private var mayAsk: Bool { request?.flag("allow_stdin", orElse: false) ?? false }

  private func ask(
    _ question: String, _ isHidden: Bool, _ interrupt: Interrupt
  ) throws -> String? {
    guard let request, mayAsk else {
      throw NativeError(
        "S0336", "nobody can be asked here", notes: ["the question was: \(question)"],
        help: "run the cell in a front end that asks, such as JupyterLab")
    }
    work.forgetAnswer()
    outlet.add(.question(question, isHidden: isHidden, request))
    return try work.answer()
  }
}
