internal import KernelTable
internal import Layers
internal import Tensors

/// What tells the gradients of a model's sparse matrices as if all connections existed: a shard's passes, or
/// the sums over several.
protocol DenseGradients {
  /// The rows, within `rows`, that can have a gradient.
  func rowsWithGradient(of place: Sequential.SparsePlace, in rows: Range<Int>) -> [Int]

  /// Adds the gradients of `rows` to `block` (rows, columns).
  func addDenseGradient(of place: Sequential.SparsePlace, rows: Range<Int>, to block: Floats)

  /// Lets go of what is kept of this matrix alone: it will not be asked of again.
  func forgetGradient(of place: Sequential.SparsePlace)
}

extension SequentialPass: DenseGradients {
  func rowsWithGradient(of place: Sequential.SparsePlace, in rows: Range<Int>) -> [Int] {
    passes[place.layer].rowsWithGradient(ofMatrix: place.number, in: rows)
  }

  func addDenseGradient(of place: Sequential.SparsePlace, rows: Range<Int>, to block: Floats) {
    passes[place.layer].addDenseGradient(ofMatrix: place.number, rows: rows, to: block)
  }

  func forgetGradient(of place: Sequential.SparsePlace) {
    // A matrix of words is the only one of its layer.
    if place.matrix.looksUpRows { passes[place.layer].forgetAbsentGradients() }
  }
}

extension WeightMatrix {
  /// Rows that are looked at together: at most 256, and about a million bytes.
  var rowBlocks: [Range<Int>] {
    let size = max(1, min(256, (1 << 18) / max(columns, 1)))
    return stride(from: 0, to: rows, by: size).map { $0..<min($0 + size, rows) }
  }
}
