internal import KernelTable
internal import Tensors

/// The input part of a recurrent layer's sums, W · embedding(word) + b, once for each different word of a shard.
///
/// Nothing stands between embedding and gates, so that part is the same wherever the word stands. Real
/// text repeats itself: a shard's places hold a third as many different words. Forward, each word's
/// row `(sums)` is computed once and placed by a blocked transpose; backward, the gradients of a
/// word's places are summed into one row, from which the gradients of W, b and the embedding follow.
///
/// Between sparse rows and sparse W a row is computed at the step of its first place, and used up there
/// on the way back, and words that are not needed at the same time share one: so that it is still in the
/// cache, and few are.
final class WordProjection {
  private let weights: WeightMatrix
  private let bias: Parameter
  /// (words or rows that they share + 1, sums), `rowStride` apart; the last row is that of padding.
  private let projected = Storage<Float>()
  private let gradient = Storage<Float>()
  /// The order in which words come, and where they have their rows.
  private var reading = WordReading()
  /// How many words' rows are computed.
  private var computed = 0
  private var sharesRows = false
  /// (words + 1): 1 where a row of `gradient` has been begun.
  private let isBegun = Storage<Int32>()
  /// (columns): 1 where a column begins its row.
  private let isFirst = Storage<Int32>()
  /// For sparse rows: W by columns, its gradient in that order.
  private let transposedGradient = Storage<Float>()
  private let transposedWeights = Storage<Float>()
  /// For dense rows and sparse W: both sides as panels.
  private let inputPanel = Storage<Float>()
  private let outputPanel = Storage<Float>()
  private let active = Storage<Int32>(count: 1)
  private let scratch = Storage<Float>()
  private var weightGradient = Storage<Float>()
  private var biasGradient = Storage<Float>()
  private var places: [Floats] = []

  private var outputs: Int { weights.rows }
  /// A gap, because the rows that are turned together would lie in the same places of the cache.
  private var rowStride: Int { weights.rows + 16 }

  init(weights: WeightMatrix, bias: Parameter) {
    self.weights = weights
    self.bias = bias
  }

  /// Where a word has its row; what is not shared stands in the order of the words.
  private func row(ofSlot slot: Int, _ words: EmbeddedWords) -> Int {
    sharesRows ? Int(reading.rows.pointer[slot]) : slot
  }

  private func rowCount(_ words: EmbeddedWords) -> Int {
    sharesRows ? reading.rowCount : words.batch.distinct.count + 1
  }

  private func isAllSparse(_ words: EmbeddedWords) -> Bool { words.isSparse && weights.isSparse }

  // MARK: Forward

  /// `keepsRows` where steps will be asked for a second time.
  func forward(_ words: EmbeddedWords, reading: WordReading, keepsRows: Bool) {
    self.reading = reading
    let rows = words.batch.distinct.count
    sharesRows = isAllSparse(words) && !keepsRows
    projected.resize(to: rowCount(words) * rowStride)
    (projected.pointer + (rowCount(words) - 1) * rowStride).update(repeating: 0, count: outputs)
    computed = 0
    guard !isAllSparse(words) else { return }
    for row in 0..<rows { beginRow(row) }
    switch (words.isSparse, weights.isSparse) {
    case (true, true): break
    case (true, false): addSparseRowsDenseWeights(words, rows)
    case (false, true): addDenseRowsSparseWeights(words, rows)
    case (false, false):
      DenseProducts.multiply(
        .init(words.values.pointer, stride: words.columns),
        .init(weights.parameter.values.pointer, stride: words.columns, isTransposed: true),
        into: projected.pointer, stride: rowStride, rows: rows, columns: outputs,
        inner: words.columns, keeping: 1)
    }
  }

  private func beginRow(_ row: Int) {
    (projected.pointer + row * rowStride).update(from: bias.values.pointer, count: outputs)
  }

  /// Computes the rows of the words up to `end` that are not there yet.
  private func addSparseRowsSparseWeights(_ words: EmbeddedWords, to end: Int) {
    guard computed < end, let matrix = weights.byColumns else { return }
    let add = Kernels.best.addSparse
    let columns = words.columnIndices.pointer
    let values = words.values.pointer
    for number in computed..<end {
      let slot = Int(reading.order.pointer[number])
      let row = row(ofSlot: slot, words)
      beginRow(row)
      let target = projected.pointer + row * rowStride
      for entry in words.entries(ofRow: slot) {
        let column = Int(columns[entry])
        let start = Int(matrix.rowStarts[column])
        add(
          matrix.columnIndices + start, matrix.values + start,
          Int(matrix.rowStarts[column + 1]) - start, values[entry], target)
      }
    }
    computed = end
  }

  private func addSparseRowsDenseWeights(_ words: EmbeddedWords, _ rows: Int) {
    let columns = words.columns
    transposedWeights.resize(to: outputs * columns)
    let transposed = transposedWeights.pointer
    let source = weights.parameter.values.pointer
    for output in 0..<outputs {
      for column in 0..<columns {
        transposed[column * outputs + output] = source[output * columns + column]
      }
    }
    for row in 0..<rows {
      for entry in words.entries(ofRow: row) {
        let column = Int(words.columnIndices.pointer[entry])
        Kernels.best.addScaled(
          transposed + column * outputs, words.values.pointer[entry],
          projected.pointer + row * rowStride, outputs)
      }
    }
  }

  private func addDenseRowsSparseWeights(_ words: EmbeddedWords, _ rows: Int) {
    let width = Panel.width(for: rows)
    inputPanel.resize(to: words.columns * width)
    outputPanel.resize(to: outputs * width)
    setPlaces(words.values.pointer, stride: words.columns, rows: rows, width: width)
    Kernels.best.gatherRows(places, words.columns, inputPanel.pointer, width, width)
    weights.multiply(
      inputPanel.pointer, into: outputPanel.pointer, width: width, active: width, from: .zero)
    setPlaces(projected.pointer, stride: rowStride, rows: rows, width: width)
    isFirst.resize(to: width)
    isFirst.fill(with: 0)
    Kernels.best.scatterRows(outputPanel.pointer, places, isFirst.pointer, outputs, width, width)
    // The transposes work on whole vectors; what they added to the padding row goes again.
    (projected.pointer + rows * rowStride).update(repeating: 0, count: outputs)
  }

  /// sums = the projected rows of this step's words.
  func gather(_ words: EmbeddedWords, step: Int, into sums: Floats, active: Int) {
    if isAllSparse(words) {
      addSparseRowsSparseWeights(words, to: Int(reading.distinctBefore.pointer[step + 1]))
    }
    setPlaces(projected.pointer, words, step: step, active: active)
    Kernels.best.gatherRows(places, outputs, sums, words.batch.width, active)
  }

  // MARK: Backward

  /// Adds the gradients of W and b to the two given arrays, as steps come in.
  func beginBackward(
    _ words: EmbeddedWords, weightGradient: Storage<Float>, biasGradient: Storage<Float>
  ) {
    self.weightGradient = weightGradient
    self.biasGradient = biasGradient
    let rows = words.batch.distinct.count
    gradient.resize(to: rowCount(words) * rowStride)
    isBegun.resize(to: rows + 1)
    isBegun.fill(with: 0)
    if isAllSparse(words) {
      transposedGradient.resize(to: weights.count)
      transposedGradient.fill(with: 0)
    }
  }

  /// Adds a step's gradients of the sums to the rows of its words.
  func scatter(_ d: Floats, _ words: EmbeddedWords, step: Int, active: Int) {
    let slots = reading.slots.pointer + step * words.batch.width
    let begun = isBegun.pointer
    isFirst.resize(to: words.batch.width)
    for column in 0..<active {
      isFirst.pointer[column] = 1 - begun[Int(slots[column])]
      begun[Int(slots[column])] = 1
    }
    setPlaces(gradient.pointer, words, step: step, active: active)
    Kernels.best.scatterRows(d, places, isFirst.pointer, outputs, words.batch.width, active)
    // Steps come from the last to the first: the words that first stand here have all they will get.
    let before = reading.distinctBefore.pointer
    let finished = (Int(before[step])..<Int(before[step + 1])).map {
      Int(reading.order.pointer[$0])
    }
    for slot in finished {
      Kernels.best.addScaled(
        gradient.pointer + row(ofSlot: slot, words) * rowStride, 1, biasGradient.pointer, outputs)
    }
    if isAllSparse(words) { finishSparseRowsSparseWeights(words, finished) }
  }

  private func finishSparseRowsSparseWeights(_ words: EmbeddedWords, _ slots: [Int]) {
    guard let matrix = weights.byColumns else { return }
    let dotAndAdd = Kernels.best.dotAndAddSparse
    let columns = words.columnIndices.pointer
    let values = words.values.pointer
    let entryGradient = words.gradient.pointer
    let isAdded = words.hasGradient
    let weightGradient = transposedGradient.pointer
    for slot in slots {
      let d = gradient.pointer + row(ofSlot: slot, words) * rowStride
      for entry in words.entries(ofRow: slot) {
        let column = Int(columns[entry])
        let start = Int(matrix.rowStarts[column])
        let sum = dotAndAdd(
          matrix.columnIndices + start, matrix.values + start,
          Int(matrix.rowStarts[column + 1]) - start, values[entry], d, weightGradient + start)
        entryGradient[entry] = isAdded ? entryGradient[entry] + sum : sum
      }
      if words.denseGradient.count > 0 { addDenseRow(words, slot, d, matrix) }
    }
  }

  /// What is left once all steps are in.
  func finishBackward(_ words: EmbeddedWords) {
    let rows = words.batch.distinct.count
    defer { words.hasGradient = true }
    if words.denseGradient.count > 0, !isAllSparse(words) { addDenseRows(words) }
    switch (words.isSparse, weights.isSparse) {
    case (true, true):
      weights.add(byColumns: transposedGradient.pointer, to: weightGradient.pointer)
    case (true, false): finishSparseRowsDenseWeights(words, rows)
    case (false, true): finishDenseRowsSparseWeights(words, rows)
    case (false, false):
      let columns = words.columns
      DenseProducts.multiply(
        .init(gradient.pointer, stride: rowStride, isTransposed: true),
        .init(words.values.pointer, stride: columns), into: weightGradient.pointer, stride: columns,
        rows: outputs, columns: columns, inner: rows, keeping: 1)
      DenseProducts.multiply(
        .init(gradient.pointer, stride: rowStride),
        .init(weights.parameter.values.pointer, stride: columns), into: words.gradient.pointer,
        stride: columns, rows: rows, columns: columns, inner: outputs,
        keeping: words.hasGradient ? 1 : 0)
    }
  }

  private func finishSparseRowsDenseWeights(_ words: EmbeddedWords, _ rows: Int) {
    let columns = words.columns
    transposedGradient.resize(to: outputs * columns)
    transposedGradient.fill(with: 0)
    let target = weightGradient.pointer
    for row in 0..<rows {
      let d = gradient.pointer + row * rowStride
      for entry in words.entries(ofRow: row) {
        let column = Int(words.columnIndices.pointer[entry])
        Kernels.best.addScaled(
          d, words.values.pointer[entry], transposedGradient.pointer + column * outputs, outputs)
        let w = transposedWeights.pointer + column * outputs
        var sum: Float = 0
        for output in 0..<outputs { sum += d[output] * w[output] }
        words.gradient.pointer[entry] =
          words.hasGradient ? words.gradient.pointer[entry] + sum : sum
      }
    }
    for output in 0..<outputs {
      for column in 0..<columns {
        target[output * columns + column] += transposedGradient.pointer[column * outputs + output]
      }
    }
  }

  private func finishDenseRowsSparseWeights(_ words: EmbeddedWords, _ rows: Int) {
    let width = Panel.width(for: rows)
    // The padding row may not have been begun.
    (gradient.pointer + rows * rowStride).update(repeating: 0, count: outputs)
    setPlaces(gradient.pointer, stride: rowStride, rows: rows, width: width)
    Kernels.best.gatherRows(places, outputs, outputPanel.pointer, width, width)
    active.pointer[0] = Int32(width)
    weights.addGradient(
      d: outputPanel.pointer, dStep: 0, x: inputPanel.pointer, xStep: 0, width: width, steps: 1,
      active: active.pointer, to: weightGradient.pointer, scratch: scratch)
    weights.multiplyTransposed(
      outputPanel.pointer, into: inputPanel.pointer, width: width, active: width,
      accumulating: false)
    setPlaces(words.gradient.pointer, stride: words.columns, rows: rows, width: width)
    isFirst.resize(to: width)
    isFirst.fill(with: words.hasGradient ? 0 : 1)
    Kernels.best.scatterRows(
      inputPanel.pointer, places, isFirst.pointer, words.columns, width, width)
  }

  // MARK: Absent connections

  /// Whether each word has kept its row of gradients to the end.
  var hasAllRows: Bool { !sharesRows }

  /// Adds the gradient of `rows` of W, as if all connections existed, to `block` (rows, columns). Each word
  /// has a row of gradients.
  func addDenseGradient(_ words: EmbeddedWords, rows: Range<Int>, to block: Floats) {
    let columns = words.columns
    guard words.isSparse else {
      DenseProducts.multiply(
        .init(gradient.pointer + rows.lowerBound, stride: rowStride, isTransposed: true),
        .init(words.values.pointer, stride: columns), into: block, stride: columns,
        rows: rows.count, columns: columns, inner: words.batch.distinct.count, keeping: 1)
      return
    }
    addDenseGradient(
      words, rows: rows, of: gradient.pointer + rows.lowerBound, stride: rowStride, to: block)
  }

  /// The same of sparse rows of words, `d` being the gradients of `rows` of each word, `stride` apart.
  func addDenseGradient(
    _ words: EmbeddedWords, rows: Range<Int>, of d: Floats, stride: Int, to block: Floats
  ) {
    let columns = words.columns
    let (indices, values) = (words.columnIndices.pointer, words.values.pointer)
    for slot in words.batch.distinct.indices {
      let entries = words.entries(ofRow: slot)
      let d = d + slot * stride
      for row in 0..<rows.count where d[row] != 0 {
        let target = block + row * columns
        for entry in entries { target[Int(indices[entry])] += d[row] * values[entry] }
      }
    }
  }

  /// Adds the gradient of the words' rows, as if all of their connections existed; W is dense.
  private func addDenseRows(_ words: EmbeddedWords) {
    let columns = words.columns
    let target = words.denseGradient.pointer
    DenseProducts.multiply(
      .init(gradient.pointer, stride: rowStride),
      .init(weights.parameter.values.pointer, stride: columns), into: target, stride: columns,
      rows: words.batch.distinct.count, columns: columns, inner: outputs, keeping: 1)
  }

  /// The same of one word, whose row of gradients `d` is whole, and a sparse W, by columns.
  private func addDenseRow(
    _ words: EmbeddedWords, _ slot: Int, _ d: Floats, _ matrix: SparseRows
  ) {
    let target = words.denseGradient.pointer + slot * words.columns
    for column in 0..<words.columns {
      var sum: Float = 0
      for position in Int(matrix.rowStarts[column])..<Int(matrix.rowStarts[column + 1]) {
        sum += matrix.values[position] * d[Int(matrix.columnIndices[position])]
      }
      target[column] += sum
    }
  }

  // MARK: Places

  /// `places` = where the words of a step have their row of `rows`.
  private func setPlaces(_ rows: Floats, _ words: EmbeddedWords, step: Int, active: Int) {
    let slots = reading.slots.pointer + step * words.batch.width
    let stride = rowStride
    places.removeAll(keepingCapacity: true)
    for column in 0..<active {
      places.append(rows + row(ofSlot: Int(slots[column]), words) * stride)
    }
  }

  /// `places` = the rows one after the other; padding refers to the row after the last.
  private func setPlaces(_ first: Floats, stride: Int, rows: Int, width: Int) {
    places.removeAll(keepingCapacity: true)
    for column in 0..<width { places.append(first + min(column, rows) * stride) }
  }
}
