internal import Evaluation
internal import Notebooks

/// What the last cells have put out, for `replay()`: a page that was loaded anew has missed what a cell put out
/// since. Bounded: of a flood the beginning is kept.
final class ShownOutputs {
  private var earlier = CellOutputs()
  private var current = CellOutputs()
  private var room = ShownOutputs.mostBytes

  private static let mostBytes = 4 << 20

  /// Another cell begins; one that put nothing out leaves what was before it.
  func begin() {
    if !current.items.isEmpty { earlier = current }
    current = CellOutputs()
    room = Self.mostBytes
  }

  func add(_ output: CellOutput) {
    guard room > 0 else { return }
    switch output {
    case .stream(_, let text): room -= text.utf8.count
    // What is replaced takes no room again.
    case .update: break
    case .clear: room = Self.mostBytes
    case .display(let bundle, _), .result(let bundle, _):
      room -= 64 + bundle.forms.reduce(0) { $0 + $1.value.utf8.count }
    case .error(_, _, let traceback): room -= traceback.reduce(0) { $0 + $1.utf8.count }
    }
    current.add(room > 0 ? output : .stream(.stdout, "… more was put out than is kept\n"))
  }

  /// What the last cell put out before the one that runs.
  var last: [CellOutput] { earlier.items }
}
