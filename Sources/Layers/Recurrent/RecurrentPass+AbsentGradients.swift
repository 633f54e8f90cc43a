internal import KernelTable
internal import Tensors

/// The gradients of a recurrent layer's matrices as if all connections existed, some rows at a time.
///
/// After backward the sums' gradients and the states of all steps are there, and a block of rows is their
/// product. With checkpoints they are never there at once: the whole matrices are summed as steps come.
extension RecurrentPass {
  /// Rows that are computed together while whole matrices are summed: those of a block.
  private static var denseRows: Int { 256 }

  func prepareDenseSums(keeps: Bool, _ given: Activation) {
    forgetAbsentGradients()
    for (number, matrix) in matrices.enumerated() where keeps {
      // Of words the input part is not by steps.
      if number == 0, case .embedded = given { continue }
      denseSums[number] = Storage(briefly: matrix.rows * matrix.columns)
    }
  }

  func forgetAbsentGradients() {
    for number in denseSums.indices where denseSums[number].count > 0 {
      denseSums[number] = Storage()
    }
  }

  func addToDenseSums(at step: Int, of sequence: SequenceExtent) {
    for (number, matrix) in matrices.enumerated() where denseSums[number].count > 0 {
      for start in Swift.stride(from: 0, to: matrix.rows, by: Self.denseRows) {
        addDenseGradient(
          ofMatrix: number, rows: start..<min(start + Self.denseRows, matrix.rows), at: step,
          of: sequence, to: denseSums[number].pointer + start * matrix.columns)
      }
    }
  }

  func addDenseGradient(ofMatrix number: Int, rows: Range<Int>, to block: Floats) {
    guard let given else { return }
    let columns = matrices[number].columns
    if number == 0, case .embedded(let words) = given {
      if projection.hasAllRows {
        projection.addDenseGradient(words, rows: rows, to: block)
      } else {
        addWordGradient(words, rows: rows, to: block)
      }
    } else if denseSums[number].count > 0 {
      Kernels.best.addScaled(
        denseSums[number].pointer + rows.lowerBound * columns, 1, block, rows.count * columns)
    } else {
      let sequence = SequenceExtent(of: given)
      // From the last to the first, as with checkpoints: the sums are then the same to the bit.
      for step in (0..<sequence.steps).reversed() {
        addDenseGradient(ofMatrix: number, rows: rows, at: step, of: sequence, to: block)
      }
    }
  }

  /// The input part of words, whose rows of gradients were given on from word to word: some rows of them are
  /// summed once more from the steps.
  private func addWordGradient(_ words: EmbeddedWords, rows: Range<Int>, to block: Floats) {
    let sequence = SequenceExtent(of: .embedded(words))
    let width = sequence.width
    let reading = words.batch.reading(backwards: readsBackwards)
    // The last row is that of padding.
    let count = words.batch.distinct.count + 1
    for start in Swift.stride(from: rows.lowerBound, to: rows.upperBound, by: 64) {
      let part = start..<min(start + 64, rows.upperBound)
      let sums = Storage<Float>(count: count * part.count)
      for step in (0..<sequence.steps).reversed() {
        let d = place(step, sequence).gradients
        let slots = reading.slots.pointer + step * width
        for row in part {
          for column in 0..<sequence.running(at: step) {
            sums.pointer[Int(slots[column]) * part.count + row - start] += d[row * width + column]
          }
        }
      }
      projection.addDenseGradient(
        words, rows: part, of: sums.pointer, stride: part.count,
        to: block + (start - rows.lowerBound) * words.columns)
    }
  }

  /// The same of one step, whose sums' gradients are there; of words the input part is not by steps.
  private func addDenseGradient(
    ofMatrix number: Int, rows: Range<Int>, at step: Int, of sequence: SequenceExtent,
    to block: Floats
  ) {
    let width = sequence.width
    let place = place(step, sequence)
    var (d, x, columns) = (place.gradients, place.state, units)
    if number == 0 {
      guard case .sequence(let panels)? = given else { return }
      (x, columns) = (panels.panel(step), panels.features)
    } else {
      (d, x) = cell.sides(ofMatrix: number - 1, place)
    }
    DenseProducts.multiply(
      .init(d + rows.lowerBound * width, stride: width),
      .init(x, stride: width, isTransposed: true), into: block, stride: columns, rows: rows.count,
      columns: columns, inner: sequence.running(at: step), keeping: 1)
  }
}
