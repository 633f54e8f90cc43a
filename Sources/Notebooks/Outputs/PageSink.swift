public import Evaluation

/// The output of a session whose cells stand on a page: everything becomes a `CellOutput`.
///
/// How far a long work is stands in one display, which is replaced at most ten times a second and in the end
/// tells how the work went. Works may go on within each other; each has its display.
public final class PageSink: OutputSink {
  /// Asks the person at the page.
  public typealias Asking = (_ question: String, _ isHidden: Bool, Interrupt) throws -> String?

  /// Called with true before something is shown of a work that an interrupt ends gracefully, and with false
  /// when it is over: for a button that says so.
  public var onWork: ((_ isGoingOn: Bool) -> Void)?

  private let emit: (CellOutput) -> Void
  private let asking: Asking?
  private let mayAsk: () -> Bool
  /// The works that are told of, the innermost last.
  private var works: [Work] = []
  private var count = 0

  private struct Work {
    var progress: Progress
    let id: String
    /// Whether the page has its display.
    var isShown = false
    /// When it may be told of next.
    var next = ContinuousClock.now

    func bundle(isOver: Bool) -> DisplayBundle {
      progress.page?(isOver) ?? DisplayBundle(text: isOver ? "" : progress.line)
    }
  }

  /// Whether a display of this name tells how far a work is.
  static func isWork(_ id: String) -> Bool { id.hasPrefix("work-") }

  /// Without `asking` nobody can be asked.
  public init(
    asking: Asking? = nil, mayAsk: @escaping () -> Bool = { false },
    emit: @escaping (CellOutput) -> Void
  ) {
    self.mayAsk = mayAsk
    self.emit = emit
    self.asking = asking
  }

  public func write(_ text: String) { emit(.stream(.stdout, text)) }
  public func writeError(_ text: String) { emit(.stream(.stderr, text)) }

  public func display(_ bundle: DisplayBundle) { emit(.display(bundle, id: nil)) }

  // MARK: Works

  public func progress(_ progress: Progress?) {
    guard let progress else { return endWork() }
    guard let place = works.lastIndex(where: { $0.progress.work == progress.work }) else {
      count += 1
      let isFirst = progress.page != nil && !isStoppable
      works.append(Work(progress: progress, id: "work-\(count)"))
      if isFirst { onWork?(true) }
      return show(works.count - 1)
    }
    works[place].progress = progress
    if ContinuousClock.now >= works[place].next { show(place) }
  }

  private var isStoppable: Bool { works.contains { $0.progress.page != nil } }

  private func show(_ place: Int, isOver: Bool = false) {
    let work = works[place]
    let bundle = work.bundle(isOver: isOver)
    emit(work.isShown ? .update(bundle, id: work.id) : .display(bundle, id: work.id))
    works[place].isShown = true
    works[place].next = ContinuousClock.now + .milliseconds(100)
  }

  private func endWork() {
    guard !works.isEmpty else { return }
    let wasStoppable = isStoppable
    // Of what says all in passing lines nothing is left.
    if works[works.count - 1].isShown || wasStoppable { show(works.count - 1, isOver: true) }
    works.removeLast()
    if wasStoppable, !isStoppable { onWork?(false) }
  }

  public func milestone(_ line: String, details: [String]) {
    write(([line] + details).joined(separator: "  ") + "\n")
  }

  public func step(_ line: String, details: [String]) {
    guard let work = works.last, work.progress.page != nil else {
      return milestone(line, details: details)
    }
    if ContinuousClock.now >= work.next { show(works.count - 1) }
  }

  // MARK: Taking back, asking

  public func clear(waits: Bool) {
    emit(.clear(waits: waits))
    // What goes on is shown again.
    for place in works.indices { works[place].isShown = false }
  }

  public var canAsk: Bool { mayAsk() }

  public func ask(_ question: String, isHidden: Bool, until interrupt: Interrupt) throws -> String?
  {
    guard let asking else {
      throw NativeError(
        "S0336", "nobody can be asked here", notes: ["the question was: \(question)"])
    }
    return try asking(question, isHidden, interrupt)
  }
}
