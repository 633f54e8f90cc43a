public import Tensors

/// A matrix after some of its connections went and others came.
///
/// `origins` says where each new connection was before, so that whatever else is kept a connection
/// (optimizer state) moves along.
public struct TopologyChange: Sendable {
  public let matrix: SparseMatrix
  /// (connections): the position before, −1 for a connection that was grown.
  public let origins: [Int32]
  public let removed: Int
  public let grown: Int
  /// (connections) what the rule keeps of each from now on; nil: what was kept moves along, 0 for what
  /// was grown.
  public var marks: [Float]?

  init(matrix: SparseMatrix, origins: [Int32], removed: Int, grown: Int) {
    self.matrix = matrix
    self.origins = origins
    self.removed = removed
    self.grown = grown
  }
}

extension TopologyChange {
  /// What goes is told by a `Selection`, what comes as ranks among the places that are then empty,
  /// counted row by row, ascending. The new matrix is written in one walk over the rows. Cost: the
  /// number of connections and rows.
  ///
  /// Changes each of `gone.count` equal blocks of rows by itself. `ranks` holds for each block
  /// different ranks among its empty places once those selected are gone.
  ///
  /// `newWeights` holds one weight a grown connection, in the order of the new matrix; a missing one
  /// is 0.
  init(
    of old: SparseMatrix, removing gone: [Selection], growing ranks: [[Int]], newWeights: [Float]
  ) {
    let removed = gone.reduce(0) { $0 + $1.count }
    let grown = ranks.reduce(0) { $0 + $1.count }
    let count = old.count - removed + grown
    let blockRows = old.rows / gone.count
    var rowStarts: [Int32] = []
    var values: [Float] = []
    var origins: [Int32] = []
    let columnIndices = [Int32](unsafeUninitializedCapacity: count) { columns, columnCount in
      values = [Float](unsafeUninitializedCapacity: count) { values, valueCount in
        origins = [Int32](unsafeUninitializedCapacity: count) { origins, originCount in
          var writer = Writer(
            old: old, newWeights: newWeights, columnIndices: columns, values: values,
            origins: origins)
          for (block, (gone, ranks)) in zip(gone, ranks).enumerated() {
            writer.write(
              rows: block * blockRows..<(block + 1) * blockRows, removing: gone, growing: ranks)
          }
          rowStarts = writer.rowStarts
          (columnCount, valueCount, originCount) = (writer.count, writer.count, writer.count)
        }
      }
    }
    let matrix = SparseMatrix(
      rows: old.rows, columns: old.columns, rowStarts: rowStarts, columnIndices: columnIndices,
      values: values)
    self.init(matrix: matrix, origins: origins, removed: removed, grown: grown)
  }
}

/// Writes the new matrix row by row, merging what stays with what is grown.
///
/// The buffers have room for every connection that stays and every one that is grown.
private struct Writer {
  let old: SparseMatrix
  let newWeights: [Float]
  let columnIndices: UnsafeMutableBufferPointer<Int32>
  let values: UnsafeMutableBufferPointer<Float>
  let origins: UnsafeMutableBufferPointer<Int32>
  private(set) var rowStarts: [Int32] = [0]
  /// How many connections are written, and how many of them were grown.
  private(set) var count = 0
  private var grown = 0

  init(
    old: SparseMatrix, newWeights: [Float], columnIndices: UnsafeMutableBufferPointer<Int32>,
    values: UnsafeMutableBufferPointer<Float>, origins: UnsafeMutableBufferPointer<Int32>
  ) {
    self.old = old
    self.newWeights = newWeights
    self.columnIndices = columnIndices
    self.values = values
    self.origins = origins
    rowStarts.reserveCapacity(old.rows + 1)
  }

  /// Writes the rows of a block.
  ///
  /// A connection that stays has a rank too: its column without the connections that stay before it
  /// in the row. What is grown comes after those whose rank is not above its own.
  mutating func write(rows: Range<Int>, removing gone: Selection, growing ranks: [Int]) {
    let old = old
    let (starts, columns, weights) = (old.rowStarts.span, old.columnIndices.span, old.values.span)
    let longest = rows.reduce(0) { max($0, old.positions(ofRow: $1).count) }
    var stay = [Int32](repeating: 0, count: longest + 1)
    var next = 0
    // Empty places of the block before the row.
    var passed = 0
    for row in rows {
      var staying = 0
      // Whether one stays is hard to foresee, so each is written and only the place advances.
      for position in Int(starts[row])..<Int(starts[row + 1]) {
        stay[staying] = Int32(truncatingIfNeeded: position)
        staying += gone.takes(weights[position], at: position) ? 0 : 1
      }
      let empty = old.columns - staying
      var kept = 0
      while true {
        let isGrowing = next < ranks.count && ranks[next] < passed + empty
        // At the end of the row, above the rank of any connection.
        let rank = isGrowing ? ranks[next] - passed : empty
        while kept < staying, Int(columns[Int(stay[kept])]) - kept <= rank {
          let position = Int(stay[kept])
          append(column: columns[position], weights[position], from: stay[kept])
          kept += 1
        }
        guard isGrowing else { break }
        append(
          column: Int32(truncatingIfNeeded: rank + kept),
          grown < newWeights.count ? newWeights[grown] : 0, from: -1)
        grown += 1
        next += 1
      }
      passed += empty
      rowStarts.append(Int32(truncatingIfNeeded: count))
    }
  }

  @inline(__always)
  private mutating func append(column: Int32, _ value: Float, from origin: Int32) {
    columnIndices[count] = column
    values[count] = value
    origins[count] = origin
    count += 1
  }
}
