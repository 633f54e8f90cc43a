internal import Tensors

/// How far the texts of a shard reach.
struct SequenceExtent {
  let steps: Int
  let width: Int
  let count: Int
  let lengths: [Int]
  let active: Storage<Int32>

  init(of activation: Activation) {
    switch activation {
    case .embedded(let words):
      steps = words.batch.steps
      width = words.batch.width
      count = words.batch.count
      lengths = words.batch.lengths
      active = words.batch.active
    case .sequence(let panels):
      steps = panels.steps
      width = panels.width
      count = panels.count
      lengths = panels.lengths
      active = panels.active
    case .words, .features:
      preconditionFailure("A sequence has an extent.")
    }
  }

  /// The columns whose last word is at `step`; lengths descend.
  func columnsEnding(at step: Int) -> Range<Int> {
    running(at: step + 1)..<running(at: step)
  }

  /// How many texts have a word at `step`.
  func running(at step: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if lengths[middle] > step { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
