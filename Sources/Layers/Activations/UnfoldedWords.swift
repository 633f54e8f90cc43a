internal import KernelTable
internal import Tensors

/// The vectors of words written out place by place, for passes without a way of their own to words that
/// stand several times; and the way back, which sums the gradients of a word's places.
///
/// Cost: the features of all places forward; back, for each place the entries of its word.
final class UnfoldedWords {
  private let storage = Storage<Float>()
  private let isFirst = Storage<Int32>()
  private var places: [Floats] = []
  private var words: EmbeddedWords?

  /// What is given; words as a sequence of panels.
  func forward(_ activation: Activation) -> Activation {
    words = nil
    guard case .embedded(let words) = activation else { return activation }
    self.words = words
    let batch = words.batch
    let stride = SequencePanels.stride(features: words.columns, width: batch.width)
    storage.resize(to: batch.steps * stride)
    for step in 0..<batch.steps {
      let active = Int(batch.active.pointer[step])
      let panel = storage.pointer + step * stride
      if words.isSparse {
        putEntries(of: words, step: step, active: active, into: panel)
      } else {
        setPlaces(words.values.pointer, words, step: step, active: active)
        Kernels.best.gatherRows(places, words.columns, panel, batch.width, active)
      }
    }
    return .sequence(
      SequencePanels(
        pointer: storage.pointer, features: words.columns, width: batch.width,
        count: batch.count, lengths: batch.lengths, active: batch.active))
  }

  private func putEntries(of words: EmbeddedWords, step: Int, active: Int, into panel: Floats) {
    let width = words.batch.width
    for feature in 0..<words.columns {
      (panel + feature * width).update(repeating: 0, count: active)
    }
    let slots = words.batch.slots.pointer + step * width
    let (columns, values) = (words.columnIndices.pointer, words.values.pointer)
    for column in 0..<active {
      for entry in words.entries(ofRow: Int(slots[column])) {
        panel[Int(columns[entry]) * width + column] = values[entry]
      }
    }
  }

  /// The gradient of what was given, from that of what `forward` gave.
  func backward(_ gradient: Activation?) -> Activation? {
    guard let words, case .sequence(let panels) = gradient else { return gradient }
    if !words.hasGradient { words.gradient.fill(with: 0) }
    words.hasGradient = true
    let extent = SequenceExtent(of: .embedded(words))
    for step in 0..<words.batch.steps {
      let running = extent.running(at: step)
      if words.isSparse {
        takeEntries(of: words, step: step, running: running, from: panels.panel(step))
      } else {
        let active = Int(words.batch.active.pointer[step])
        setPlaces(words.gradient.pointer, words, step: step, active: active)
        isFirst.resize(to: words.batch.width)
        isFirst.fill(with: 0)
        Kernels.best.scatterRows(
          panels.panel(step), places, isFirst.pointer, words.columns, words.batch.width, active)
      }
    }
    return .embedded(words)
  }

  private func takeEntries(
    of words: EmbeddedWords, step: Int, running: Int, from panel: Floats
  ) {
    let width = words.batch.width
    let slots = words.batch.slots.pointer + step * width
    let (columns, gradient) = (words.columnIndices.pointer, words.gradient.pointer)
    for column in 0..<running {
      let slot = Int(slots[column])
      for entry in words.entries(ofRow: slot) {
        gradient[entry] += panel[Int(columns[entry]) * width + column]
      }
      guard words.denseGradient.count > 0 else { continue }
      let row = words.denseGradient.pointer + slot * words.columns
      for feature in 0..<words.columns { row[feature] += panel[feature * width + column] }
    }
  }

  /// `places` = where the words of a step have their row of `rows`.
  private func setPlaces(_ rows: Floats, _ words: EmbeddedWords, step: Int, active: Int) {
    let slots = words.batch.slots.pointer + step * words.batch.width
    places.removeAll(keepingCapacity: true)
    for column in 0..<active { places.append(rows + Int(slots[column]) * words.columns) }
  }
}
