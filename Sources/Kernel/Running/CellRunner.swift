internal import Evaluation
internal import JSON
internal import Notebooks
internal import Sessions

/// Runs cells, on the thread that the session belongs to.
final class CellRunner {
  private let session: Session
  private let work: CellWork
  private let outlet: Outlet
  private let sink: RequestSink

  init(session: Session, work: CellWork, outlet: Outlet, sink: RequestSink) {
    self.session = session
    self.work = work
    self.outlet = outlet
    self.sink = sink
  }

  /// Runs the cells that come, until no more does; then the conversation is over.
  func run() {
    while let request = work.next() { run(request) }
    _ = session.stopJobs(within: 500)
    session.end()
  }

  private func run(_ request: Request) {
    let started = Messenger.now
    let text = request.text("code") ?? ""
    let isSilent = request.flag("silent", orElse: false)
    let isStored = !isSilent && request.flag("store_history", orElse: true)
    let number = session.cellCount + (isStored ? 1 : 0)
    outlet.add(.began(request, number: isSilent ? nil : number))
    sink.begin(request, isSilent: isSilent)
    // As in IPython, `??name` opens beside the page, where the front end has a place for it.
    let isBeside = !isSilent && text.drop { $0.isWhitespace }.hasPrefix("??")
    if isBeside { sink.keep() }
    let result = session.runCell(text, isSilent: isSilent, isStored: isStored, settles: false)
    let outputs = session.outputs(of: result, number: number)
    let error = outputs.lazy.compactMap(ErrorReport.init).first
    let beside = isBeside ? sink.takeKept() : []
    let isShownBeside = isBeside && error == nil
    for output in (isShownBeside ? [] : beside + outputs) { sink.output(output) }
    sink.end()
    var members: [JSONValue.Member] = [
      .init("execution_count", .number(Double(number))),
      .init(
        "payload", .array(isShownBeside ? [Self.page(beside + outputs)] : [])),
    ]
    if let error {
      members += error.members
    } else {
      members.append(.init("status", .string("ok")))
      members.append(.init("user_expressions", values(of: request)))
    }
    let wasInterrupted = work.finish()
    outlet.add(
      .ended(
        request, reply: .object(members), metadata: .object([.init("started", .string(started))]),
        stopsOthers: wasInterrupted
          || error != nil && request.flag("stop_on_error", orElse: true)))
    session.settle()
  }

  /// What front ends show beside the page, or below the cell.
  private static func page(_ outputs: [CellOutput]) -> JSONValue {
    let text = outputs.map { output in
      switch output {
      case .stream(_, let text): text
      case .display(let bundle, _), .result(let bundle, _): bundle.text + "\n"
      case .update, .error, .clear: ""
      }
    }.joined()
    return .object([
      .init("source", .string("page")), .init("start", .number(0)),
      .init("data", DisplayBundle(text: text).data),
    ])
  }

  /// The values of the expressions that the front end asks for beside the cell.
  private func values(of request: Request) -> JSONValue {
    guard case .object(let asked) = request.content["user_expressions"] else { return .object([]) }
    return .object(
      asked.map { member in
        let result = session.runCell(member.value.string ?? "", isStored: false)
        if let error = session.outputs(of: result, number: 0).lazy.compactMap(ErrorReport.init)
          .first
        {
          return .init(member.name, .object(error.members))
        }
        return .init(
          member.name,
          .object([
            .init("status", .string("ok")), .init("metadata", .object([])),
            .init("data", (result.echo ?? DisplayBundle(text: "")).data),
          ]))
      })
  }
}
