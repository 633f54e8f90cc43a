public import Evaluation

/// The output of a session whose cells stand on a page: everything becomes a `CellOutput`.
///
/// How far a long work is stands in one display, which is replaced at most ten times a second and in the end
/// tells how the work went.
public final class PageSink: OutputSink {
  /// Asks the person at the page.
  public typealias Asking = (_ question: String, _ isHidden: Bool, Interrupt) throws -> String?

  private let emit: (CellOutput) -> Void
  private let asking: Asking?
  /// The work that is told of, under which name, and when it may be told of next.
  private var work: (progress: Progress, id: String)?
  private var nextShown = ContinuousClock.now
  private var works = 0

  /// Whether a display of this name tells how far a work is.
  static func isWork(_ id: String) -> Bool { id.hasPrefix("work-") }

  /// Without `asking` nobody can be asked.
  public init(asking: Asking? = nil, emit: @escaping (CellOutput) -> Void) {
    self.emit = emit
    self.asking = asking
  }

  public func write(_ text: String) { emit(.stream(.stdout, text)) }

  public func display(_ bundle: DisplayBundle) { emit(.display(bundle, id: nil)) }

  public func progress(_ progress: Progress?) {
    guard let progress else { return endWork() }
    let now = ContinuousClock.now
    if let id = work?.id {
      work?.progress = progress
      guard now >= nextShown else { return }
      emit(.update(Self.page(progress, isOver: false), id: id))
    } else {
      works += 1
      let id = "work-\(works)"
      work = (progress, id)
      emit(.display(Self.page(progress, isOver: false), id: id))
    }
    nextShown = now + .milliseconds(100)
  }

  private func endWork() {
    guard let work else { return }
    self.work = nil
    emit(.update(Self.page(work.progress, isOver: true), id: work.id))
  }

  private static func page(_ progress: Progress, isOver: Bool) -> DisplayBundle {
    progress.page?(isOver) ?? DisplayBundle(text: isOver ? "" : progress.line)
  }

  public func milestone(_ line: String, details: [String]) {
    write(([line] + details).joined(separator: "  ") + "\n")
  }

  public func clear(waits: Bool) { emit(.clear(waits: waits)) }

  public func ask(_ question: String, isHidden: Bool, until interrupt: Interrupt) throws -> String?
  {
    guard let asking else {
      throw NativeError(
        "S0336", "nobody can be asked here", notes: ["the question was: \(question)"])
    }
    return try asking(question, isHidden, interrupt)
  }
}
