internal import KernelTable
internal import Tensors

/// A matrix made ready for products with single vectors.
protocol PackedMatrix: AnyObject {
  /// The memory that it takes.
  var bytes: Int { get }
  /// As long as the matrix is there.
  var product: PackedProduct { get }
}

/// The product with a matrix that somebody else keeps: pointers alone, whose users are not counted.
enum PackedProduct {
  case rows(PackedRows)
  case blocks(PackedBlocks)

  /// y += W x, both with `packedRoom(for:)` their numbers.
  func add(of x: Floats, to y: Floats, by kernels: KernelTable) {
    switch self {
    case .rows(let matrix): kernels.packedProduct(matrix, x, y)
    case .blocks(let matrix): kernels.blockProduct(matrix, x, y)
    }
  }
}

/// How many floats a vector takes that packed matrices are multiplied with, or give: whole blocks, and at
/// least one place for sums that mean nothing.
func packedRoom(for count: Int) -> Int {
  (count / PackedBlocks.width + 1) * PackedBlocks.width
}

/// A connection of a row.
typealias PackedEntry = (column: Int, value: Float)

extension WeightMatrix {
  /// Packed in the form that takes less time here. Its sums are `places` numbers, and that of a row goes to
  /// its `target`; what a column is multiplied with lies where `sources` says.
  func packed(
    as form: PackedWeights, places: Int, target: (_ row: Int) -> Int, sources: [Int]
  ) -> any PackedMatrix {
    let form = isSparse ? form : .floats
    var rows = [[PackedEntry]](repeating: [], count: places)
    for row in 0..<self.rows {
      rows[target(row)] = entries(ofRow: row).map { (sources[$0.column], $0.value) }
        .sorted { $0.column < $1.column }
    }
    if Kernels.best.picks {
      let byBlocks = PackedByBlocks(rows, columns: columns, as: form)
      if byBlocks.steps < 6 * PackedByRows.steps(for: rows) { return byBlocks }
    }
    return PackedByRows(rows, as: form)
  }
}
