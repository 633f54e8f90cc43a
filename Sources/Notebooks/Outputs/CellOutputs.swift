internal import Evaluation

/// What a cell has put out, as a page shows it: neighbouring pieces of a stream are one, what was replaced is
/// gone.
public struct CellOutputs: Sendable, Equatable {
  public private(set) var items: [CellOutput] = []
  private var isToBeCleared = false

  public init() {}

  public mutating func add(_ output: CellOutput) {
    switch output {
    case .clear(waits: true):
      isToBeCleared = true
      return
    case .clear(waits: false):
      items = []
      isToBeCleared = false
      return
    case .update(let bundle, let id):
      for (place, item) in items.enumerated() {
        if case .display(_, id: id) = item { items[place] = .display(bundle, id: id) }
      }
      return
    case .stream, .display, .result, .error: break
    }
    if isToBeCleared { items = [] }
    isToBeCleared = false
    if case .stream(let stream, let text) = output, case .stream(stream, var gathered) = items.last
    {
      // Taken out, so that the text grows where it is: a cell may print a hundred thousand times.
      items.removeLast()
      gathered += text
      items.append(.stream(stream, gathered))
    } else {
      items.append(output)
    }
  }
}
