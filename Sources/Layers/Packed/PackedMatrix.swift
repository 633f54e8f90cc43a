internal import KernelTable
internal import Tensors

/// A matrix made ready for products with single vectors.
protocol PackedMatrix: AnyObject {
  /// The memory that it takes.
  var bytes: Int { get }

  /// y += W x, both with `packedRoom(for:)` their numbers.
  func multiply(_ x: Floats, into y: Floats)
}

/// How many floats a vector takes that packed matrices are multiplied with, or give: whole blocks, and at
/// least one place for sums that mean nothing.
func packedRoom(for count: Int) -> Int {
  (count / PackedBlocks.width + 1) * PackedBlocks.width
}

/// A connection of a row.
typealias PackedEntry = (column: Int, value: Float)

extension WeightMatrix {
  /// Packed in the form that takes less time here: its sums are `places` numbers, and that of a row goes to
  /// its `target`.
  func packed(
    as form: PackedWeights, places: Int, target: (_ row: Int) -> Int
  ) -> any PackedMatrix {
    var rows = [[PackedEntry]](repeating: [], count: places)
    for row in 0..<self.rows { rows[target(row)] = entries(ofRow: row) }
    let byRows = PackedByRows(rows, as: form)
    guard Kernels.best.picks else { return byRows }
    let byBlocks = PackedByBlocks(rows, columns: columns, as: form)
    return byBlocks.steps < 6 * byRows.steps ? byBlocks : byRows
  }
}
