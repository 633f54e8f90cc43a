internal import Evaluation
internal import Notebooks
internal import Sessions

/// How far the jobs are, each below the cell that started it, in a display that is replaced and goes with the
/// job.
struct JobDisplays {
  /// What stands below a cell.
  private var shown: [Int: String] = [:]
  private var next = ContinuousClock.now

  private static let wait = Duration.milliseconds(500)

  /// What is to be shown now, below which cell, where `lines` are those of the jobs that run.
  mutating func changes(_ lines: () -> [Notice]) -> [(output: CellOutput, cell: Int)] {
    let now = ContinuousClock.now
    guard now >= next else { return [] }
    next = now + Self.wait
    var texts: [Int: [String]] = [:]
    for notice in lines() {
      if let cell = notice.cell { texts[cell, default: []].append(notice.line) }
    }
    var changes: [(CellOutput, Int)] = []
    for cell in Set(texts.keys).union(shown.keys).sorted() {
      let text = texts[cell]?.joined(separator: "\n") ?? ""
      guard let before = shown[cell] else {
        changes.append((.display(DisplayBundle(text: text), id: Self.id(cell)), cell))
        shown[cell] = text
        continue
      }
      guard before != text else { continue }
      changes.append((.update(DisplayBundle(text: text), id: Self.id(cell)), cell))
      shown[cell] = text
    }
    return changes
  }

  private static func id(_ cell: Int) -> String { "jobs-of-\(cell)" }
}
