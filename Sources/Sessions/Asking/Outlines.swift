internal import Evaluation

/// The outlines of a session: the present one, and when a front end is given another.
final class Outlines {
  /// Is given one again and again.
  var onOutline: ((SessionOutline) -> Void)?

  /// What can be seen beside the variables of the session.
  var otherVariables: () -> [(name: String, value: Value)] = { [] }

  private let globals: Globals
  private let makeLibrary: () -> LibraryOutline
  private lazy var library = makeLibrary()
  private var kept: SessionOutline?
  private var costs: [Int: Duration] = [:]
  /// While a cell runs, before which nothing is published.
  private var next: ContinuousClock.Instant?

  init(_ globals: Globals, library makeLibrary: @escaping () -> LibraryOutline) {
    self.globals = globals
    self.makeLibrary = makeLibrary
  }

  /// The outline of now, which was kept where nothing has run since it was made.
  var present: SessionOutline {
    if let kept { return kept }
    let made = make(showing: .zero)
    kept = made
    return made
  }

  /// Something else than a cell is about to run.
  func forget() { kept = nil }

  func make(showing budget: Duration) -> SessionOutline {
    // Not in place: whoever describes a value may put something out.
    var learned = costs
    defer { costs = learned }
    return OutlineMaker.outline(
      globals, otherVariables(), library, costs: &learned, showing: budget)
  }

  // MARK: While a cell runs

  private static let firstWait = Duration.milliseconds(200)
  private static let wait = Duration.milliseconds(500)
  /// What may be spent on showing values while a cell runs, and after it, when somebody waits.
  private static let budget = Duration.milliseconds(5)
  private static let shortBudget = Duration.milliseconds(1)
  /// So many times what a publication took passes before the next.
  private static let patience = 40

  func cellBegins() {
    kept = nil
    next = .now + Self.firstWait
  }

  func cellEnds() {
    kept = nil
    next = nil
    onOutline?(make(showing: Self.shortBudget))
  }

  /// The cell has put something out.
  func cellGoesOn() {
    guard let next, let onOutline, case let start = ContinuousClock.now, start >= next else {
      return
    }
    self.next = nil
    onOutline(make(showing: Self.budget))
    let end = ContinuousClock.now
    self.next = end + max(Self.wait, (end - start) * Self.patience)
  }
}
