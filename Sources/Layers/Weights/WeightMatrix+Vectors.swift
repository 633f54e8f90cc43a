internal import Tensors

/// A matrix of words that begins with vectors that are there already.
extension WeightMatrix {
  /// The same matrix with `vectors` in their rows; the others stay as they were drawn.
  ///
  /// Of a sparse matrix the rows with a vector share `density` × their places: the numbers that are largest in
  /// magnitude exist, the earlier where equal. Cost: an order of all numbers of the vectors.
  func beginning(with vectors: WordVectors, density: Double) -> WeightMatrix {
    guard let drawn = sparseMatrix else {
      for (place, row) in vectors.rows.enumerated() {
        for column in 0..<columns {
          parameter.values.pointer[row * columns + column] =
            vectors.values[place * columns + column]
        }
      }
      return self
    }
    let wanted = Int((density * Double(vectors.values.count)).rounded())
    var strongest = StrongestNumbers(wanted, of: vectors.values)
    var rowStarts: [Int32] = [0]
    var columnIndices: [Int32] = []
    var values: [Float] = []
    var next = 0
    for row in 0..<rows {
      if next < vectors.rows.count, vectors.rows[next] == row {
        for column in 0..<columns {
          let value = vectors.values[next * columns + column]
          guard strongest.takes(value) else { continue }
          columnIndices.append(Int32(truncatingIfNeeded: column))
          values.append(value)
        }
        next += 1
      } else {
        let positions = drawn.positions(ofRow: row)
        columnIndices += drawn.columnIndices[positions]
        values += drawn.values[positions]
      }
      rowStarts.append(Int32(truncatingIfNeeded: values.count))
    }
    return WeightMatrix(
      name: parameter.name, blocks: blocks,
      sparse: SparseMatrix(
        rows: rows, columns: columns, rowStarts: rowStarts, columnIndices: columnIndices,
        values: values))
  }
}

/// The numbers that are largest in magnitude, asked for one after the other in their order.
private struct StrongestNumbers {
  /// The magnitude of the weakest that is taken, and how many of that magnitude are still to be.
  private let least: Float
  private var equal: Int

  init(_ count: Int, of values: [Float]) {
    guard count > 0, !values.isEmpty else {
      (least, equal) = (.infinity, 0)
      return
    }
    let ordered = values.map(\.magnitude).sorted(by: >)
    let taken = ordered[..<min(count, ordered.count)]
    let least = taken[taken.endIndex - 1]
    self.least = least
    equal = taken.count - (taken.firstIndex(of: least) ?? taken.endIndex)
  }

  mutating func takes(_ value: Float) -> Bool {
    guard value.magnitude == least else { return value.magnitude > least }
    guard equal > 0 else { return false }
    equal -= 1
    return true
  }
}
