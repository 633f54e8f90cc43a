internal import KernelTable
internal import Tensors

/// The input part of an LSTM's sums, W · embedding(word) + b, once for each different word of a shard.
///
/// Nothing stands between embedding and gates, so that part is the same wherever the word stands. Real
/// text repeats itself: a shard's places hold a third as many different words. Forward, each word's
/// row `(4 units)` is computed once and placed by a blocked transpose; backward, the gradients of a
/// word's places are summed into one row, from which the gradients of W, b and the embedding follow.
final class WordProjection {
  private let weights: WeightMatrix
  private let bias: Parameter
  /// (words + 1, 4 units); the last row is that of padding.
  private let projected = Storage<Float>()
  private let gradient = Storage<Float>()
  /// For sparse rows: W by columns, its gradient in that order.
  private let transposedGradient = Storage<Float>()
  private let transposedWeights = Storage<Float>()
  /// For dense rows and sparse W: both sides as panels.
  private let inputPanel = Storage<Float>()
  private let outputPanel = Storage<Float>()
  private let active = Storage<Int32>(count: 1)
  private let scratch = Storage<Float>()
  private var places: [Floats] = []

  private var outputs: Int { weights.rows }

  init(weights: WeightMatrix, bias: Parameter) {
    self.weights = weights
    self.bias = bias
  }

  // MARK: Forward

  func forward(_ words: EmbeddedWords) {
    let rows = words.batch.distinct.count
    projected.resize(to: (rows + 1) * outputs)
    for row in 0..<rows {
      (projected.pointer + row * outputs).update(from: bias.values.pointer, count: outputs)
    }
    (projected.pointer + rows * outputs).update(repeating: 0, count: outputs)
    switch (words.isSparse, weights.isSparse) {
    case (true, true): addSparseRowsSparseWeights(words, rows)
    case (true, false): addSparseRowsDenseWeights(words, rows)
    case (false, true): addDenseRowsSparseWeights(words, rows)
    case (false, false):
      DenseProducts.multiply(
        .init(words.values.pointer, stride: words.columns),
        .init(weights.parameter.values.pointer, stride: words.columns, isTransposed: true),
        into: projected.pointer, stride: outputs, rows: rows, columns: outputs,
        inner: words.columns, keeping: 1)
    }
  }

  private func addSparseRowsSparseWeights(_ words: EmbeddedWords, _ rows: Int) {
    guard let matrix = weights.byColumns else { return }
    let add = Kernels.best.addSparse
    for row in 0..<rows {
      let target = projected.pointer + row * outputs
      for entry in words.entries(ofRow: row) {
        let column = Int(words.columnIndices.pointer[entry])
        let start = Int(matrix.rowStarts[column])
        add(
          matrix.columnIndices + start, matrix.values + start,
          Int(matrix.rowStarts[column + 1]) - start, words.values.pointer[entry], target)
      }
    }
  }

  private func addSparseRowsDenseWeights(_ words: EmbeddedWords, _ rows: Int) {
    let columns = words.columns
    transposedWeights.resize(to: outputs * columns)
    for output in 0..<outputs {
      for column in 0..<columns {
        transposedWeights.pointer[column * outputs + output] =
          weights.parameter.values.pointer[output * columns + column]
      }
    }
    for row in 0..<rows {
      for entry in words.entries(ofRow: row) {
        let column = Int(words.columnIndices.pointer[entry])
        Kernels.best.addScaled(
          transposedWeights.pointer + column * outputs, words.values.pointer[entry],
          projected.pointer + row * outputs, outputs)
      }
    }
  }

  private func addDenseRowsSparseWeights(_ words: EmbeddedWords, _ rows: Int) {
    let width = Panel.width(for: rows)
    inputPanel.resize(to: words.columns * width)
    outputPanel.resize(to: outputs * width)
    gather(words.values.pointer, length: words.columns, rows: rows, into: inputPanel.pointer)
    weights.multiply(
      inputPanel.pointer, into: outputPanel.pointer, width: width, active: width,
      accumulating: false)
    setPlaces(projected.pointer, length: outputs, rows: rows, width: width)
    Kernels.best.scatterRows(outputPanel.pointer, places, outputs, width, width)
    // The transposes work on whole vectors; what they added to the padding row goes again.
    (projected.pointer + rows * outputs).update(repeating: 0, count: outputs)
  }

  /// sums = the projected rows of this step's words.
  func gather(_ words: EmbeddedWords, step: Int, into sums: Floats, active: Int) {
    setPlaces(projected.pointer, words, step: step, active: active)
    Kernels.best.gatherRows(places, outputs, sums, words.batch.width, active)
  }

  // MARK: Backward

  func beginBackward(_ words: EmbeddedWords) {
    gradient.resize(to: (words.batch.distinct.count + 1) * outputs)
    gradient.fill(with: 0)
  }

  /// Adds a step's gradients of the sums to the rows of its words.
  func scatter(_ d: Floats, _ words: EmbeddedWords, step: Int, active: Int) {
    setPlaces(gradient.pointer, words, step: step, active: active)
    Kernels.best.scatterRows(d, places, outputs, words.batch.width, active)
  }

  /// The gradients of W, b and the words' vectors from the summed rows.
  func finishBackward(
    _ words: EmbeddedWords, weightGradient: Storage<Float>, biasGradient: Storage<Float>
  ) {
    let rows = words.batch.distinct.count
    for row in 0..<rows {
      Kernels.best.addScaled(
        gradient.pointer + row * outputs, 1, biasGradient.pointer, outputs)
    }
    switch (words.isSparse, weights.isSparse) {
    case (true, true): finishSparseRowsSparseWeights(words, rows, weightGradient)
    case (true, false): finishSparseRowsDenseWeights(words, rows, weightGradient)
    case (false, true): finishDenseRowsSparseWeights(words, rows, weightGradient)
    case (false, false):
      let columns = words.columns
      DenseProducts.multiply(
        .init(gradient.pointer, stride: outputs, isTransposed: true),
        .init(words.values.pointer, stride: columns), into: weightGradient.pointer, stride: columns,
        rows: outputs,
        columns: columns, inner: rows, keeping: 1)
      DenseProducts.multiply(
        .init(gradient.pointer, stride: outputs),
        .init(weights.parameter.values.pointer, stride: columns), into: words.gradient.pointer,
        stride: columns, rows: rows, columns: columns,
        inner: outputs, keeping: 0)
    }
  }

  private func finishSparseRowsSparseWeights(
    _ words: EmbeddedWords, _ rows: Int, _ weightGradient: Storage<Float>
  ) {
    guard let matrix = weights.byColumns, let structure = weights.structure else { return }
    transposedGradient.resize(to: weights.count)
    transposedGradient.fill(with: 0)
    let dotAndAdd = Kernels.best.dotAndAddSparse
    for row in 0..<rows {
      let d = gradient.pointer + row * outputs
      for entry in words.entries(ofRow: row) {
        let column = Int(words.columnIndices.pointer[entry])
        let start = Int(matrix.rowStarts[column])
        words.gradient.pointer[entry] = dotAndAdd(
          matrix.columnIndices + start, matrix.values + start,
          Int(matrix.rowStarts[column + 1]) - start, words.values.pointer[entry], d,
          transposedGradient.pointer + start)
      }
    }
    for k in 0..<weights.count {
      weightGradient.pointer[Int(structure.positions.pointer[k])] = transposedGradient.pointer[k]
    }
  }

  private func finishSparseRowsDenseWeights(
    _ words: EmbeddedWords, _ rows: Int, _ weightGradient: Storage<Float>
  ) {
    let columns = words.columns
    transposedGradient.resize(to: outputs * columns)
    transposedGradient.fill(with: 0)
    for row in 0..<rows {
      let d = gradient.pointer + row * outputs
      for entry in words.entries(ofRow: row) {
        let column = Int(words.columnIndices.pointer[entry])
        Kernels.best.addScaled(
          d, words.values.pointer[entry], transposedGradient.pointer + column * outputs, outputs)
        let w = transposedWeights.pointer + column * outputs
        var sum: Float = 0
        for output in 0..<outputs { sum += d[output] * w[output] }
        words.gradient.pointer[entry] = sum
      }
    }
    for output in 0..<outputs {
      for column in 0..<columns {
        weightGradient.pointer[output * columns + column] +=
          transposedGradient.pointer[column * outputs + output]
      }
    }
  }

  private func finishDenseRowsSparseWeights(
    _ words: EmbeddedWords, _ rows: Int, _ weightGradient: Storage<Float>
  ) {
    let width = Panel.width(for: rows)
    gather(gradient.pointer, length: outputs, rows: rows, into: outputPanel.pointer)
    active.pointer[0] = Int32(width)
    weights.addGradient(
      d: outputPanel.pointer, dStep: 0, x: inputPanel.pointer, xStep: 0, width: width, steps: 1,
      active: active.pointer, to: weightGradient.pointer, scratch: scratch)
    weights.multiplyTransposed(
      outputPanel.pointer, into: inputPanel.pointer, width: width, active: width,
      accumulating: false)
    words.gradient.fill(with: 0)
    setPlaces(words.gradient.pointer, length: words.columns, rows: rows, width: width)
    Kernels.best.scatterRows(inputPanel.pointer, places, words.columns, width, width)
  }

  // MARK: Places

  /// `places` = where the words of a step have their row of `rows`.
  private func setPlaces(_ rows: Floats, _ words: EmbeddedWords, step: Int, active: Int) {
    let slots = words.batch.slots.pointer + step * words.batch.width
    places.removeAll(keepingCapacity: true)
    for column in 0..<active { places.append(rows + Int(slots[column]) * outputs) }
  }

  /// `places` = the rows one after the other; padding refers to the row after the last.
  private func setPlaces(_ first: Floats, length: Int, rows: Int, width: Int) {
    places.removeAll(keepingCapacity: true)
    for column in 0..<width { places.append(first + min(column, rows) * length) }
  }

  /// panel (length, width) = the rows, turned; padding columns are the row after the last.
  private func gather(_ first: Floats, length: Int, rows: Int, into panel: Floats) {
    let width = Panel.width(for: rows)
    setPlaces(first, length: length, rows: rows, width: width)
    Kernels.best.gatherRows(places, length, panel, width, width)
  }
}
