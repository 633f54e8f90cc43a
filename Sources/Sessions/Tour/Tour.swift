internal import Evaluation

/// A lesson of ten minutes that a person types: the session shows a step, looks at each cell whether it
/// did what the step asks, and then shows the next.
///
/// Nothing here runs a program. A native moves the tour, and what it has to say is said when the cell is
/// over, below all that the cell itself gave.
struct Tour {
  private let steps: [LessonStep]
  private var step: Int
  private var task = 0
  /// The cell that runs moved the tour: it is not judged, and the step is shown after it.
  private var isMoved = true
  private(set) var isOver = false

  /// Begins at a step, counted from 0; nil where there is none.
  init?(_ steps: [LessonStep], at step: Int = 0) {
    guard steps.indices.contains(step) else { return nil }
    self.steps = steps
    self.step = step
  }

  /// Goes to a step, or to the one that is nearest to where there is none.
  mutating func move(to step: Int) {
    self.step = min(max(step, 0), steps.count - 1)
    (task, isMoved, isOver) = (0, true, false)
  }

  mutating func next() { move(to: step + 1) }
  mutating func back() { move(to: step - 1) }

  /// The step is shown again.
  mutating func repeatStep() { isMoved = true }

  /// What is said after a cell.
  mutating func remark(on cell: TourCell) -> String {
    if isMoved {
      isMoved = false
      return shown()
    }
    let tasks = steps[step].tasks
    guard tasks.indices.contains(task) else { return "" }
    guard cell.reaches(tasks[task].goal) else { return reminder(tasks[task], cell) }
    task += 1
    if task < tasks.count { return "\nGood. Now type:\n\n" + Self.indented(tasks[task].line) }
    let praise = steps[step].praise
    next()
    isMoved = false
    return "\n✓ \(praise)\n" + shown()
  }

  /// The step with its first line to type; the last one ends the tour.
  private mutating func shown() -> String {
    let now = steps[step]
    let heading = "── \(step + 1) of \(steps.count): \(now.title) "
    var text = "\n\(heading)" + String(repeating: "─", count: max(76 - heading.count, 0)) + "\n"
    text += now.text
    if let task = now.tasks.first {
      text += "\n\nType:\n\n" + Self.indented(task.line)
    } else {
      isOver = true
    }
    return text
  }

  /// After a cell that did something else, which is welcome.
  private func reminder(_ task: LessonStep.Task, _ cell: TourCell) -> String {
    cell.hasFinished
      ? "(tour: to go on, type the line below, or tour(\"next\"), or tour(\"stop\"))\n"
        + Self.indented(task.line)
      : "\nNot yet. \(task.hint)\n\n" + Self.indented(task.line)
  }

  private static func indented(_ lines: String) -> String {
    lines.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
  }
}
