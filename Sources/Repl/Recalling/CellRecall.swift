/// A walk through earlier cells by the arrow keys: those that begin with what was typed.
struct CellRecall {
  private let cells: [String]
  private let draft: EditBuffer
  /// How many cells back; 0 is the draft.
  private var steps = 0

  /// `cells` are the earlier ones, the newest first.
  init(_ cells: [String], draft: EditBuffer) {
    let start = draft.isAtEnd && !draft.hasLines ? draft.string : ""
    var last: String?
    self.cells = cells.filter { cell in
      guard cell.hasPrefix(start), cell != last, cell != draft.string else { return false }
      last = cell
      return true
    }
    self.draft = draft
  }

  /// The same walk where it shows `text`, the newest such cell but for the first; nil where there is none.
  init?(_ cells: [String], showing text: String) {
    self.init(cells, draft: EditBuffer())
    guard let place = self.cells.dropFirst().firstIndex(of: text) else { return nil }
    steps = place + 1
  }

  var isAtDraft: Bool { steps == 0 }
  /// What stands there now: once it is changed, the walk is over.
  var shown: EditBuffer { steps == 0 ? draft : EditBuffer(cells[steps - 1]) }

  /// The cell that came after the one that is shown; nil where it is the newest.
  var next: String? { steps > 1 ? cells[steps - 2] : nil }

  /// The cell before; nil when there is none.
  mutating func earlier() -> EditBuffer? {
    guard steps < cells.count else { return nil }
    steps += 1
    return shown
  }

  /// The cell after, in the end the draft; nil when that stands there already.
  mutating func later() -> EditBuffer? {
    guard steps > 0 else { return nil }
    steps -= 1
    return shown
  }
}
