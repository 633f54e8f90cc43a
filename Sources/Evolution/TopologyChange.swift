public import Tensors

/// A matrix after some of its connections went and others came.
///
/// What goes is given as positions among the stored connections, what comes as ranks among the places
/// that are then empty, counted row by row; both ascend. The new matrix is written in one walk over
/// the rows. `origins` says where each new connection was before, so that whatever else is kept a
/// connection (optimizer state) moves along. Cost: the number of connections and rows.
public struct TopologyChange: Sendable {
  public let matrix: SparseMatrix
  /// (connections): the position before, −1 for a connection that was grown.
  public let origins: [Int32]
  public let removed: Int
  public let grown: Int

  /// Changes each block of rows by itself. `removed` holds positions in the whole matrix, ascending;
  /// `grown` for each block ranks among the empty places of the block once those are removed.
  ///
  /// `newWeights` holds one weight a grown connection, in the order of the new matrix; a missing one
  /// is 0.
  public init(
    of old: SparseMatrix, blocks: Int, removing removed: [Int], growing grown: [[Int]],
    newWeights: [Float] = []
  ) {
    var builder = Builder(old: old, removed: removed, newWeights: newWeights)
    let blockRows = blocks > 0 ? old.rows / blocks : old.rows
    for block in 0..<max(blocks, 1) {
      builder.beginBlock(ranks: block < grown.count ? grown[block] : [])
      for row in block * blockRows..<(block + 1) * blockRows { builder.append(row: row) }
    }
    matrix = SparseMatrix(
      rows: old.rows, columns: old.columns, rowStarts: builder.rowStarts,
      columnIndices: builder.columnIndices, values: builder.values)
    origins = builder.origins
    self.removed = removed.count
    self.grown = grown.reduce(0) { $0 + $1.count }
  }

  /// Takes one value a connection along; a grown connection gets 0.
  public func move(_ values: [Float]) -> [Float] {
    origins.map { $0 >= 0 && Int($0) < values.count ? values[Int($0)] : 0 }
  }
}

/// Writes the new matrix row by row, merging what stays with what is grown.
private struct Builder {
  let old: SparseMatrix
  let removed: [Int]
  let newWeights: [Float]
  var rowStarts: [Int32] = [0]
  var columnIndices: [Int32] = []
  var values: [Float] = []
  var origins: [Int32] = []
  private var nextRemoved = 0
  private var ranks: [Int] = []
  private var nextRank = 0
  private var nextGrown = 0
  /// Empty places of the block that were passed.
  private var passed = 0

  init(old: SparseMatrix, removed: [Int], newWeights: [Float]) {
    self.old = old
    self.removed = removed
    self.newWeights = newWeights
    rowStarts.reserveCapacity(old.rows + 1)
    columnIndices.reserveCapacity(old.count)
    values.reserveCapacity(old.count)
    origins.reserveCapacity(old.count)
  }

  mutating func beginBlock(ranks: [Int]) {
    self.ranks = ranks
    nextRank = 0
    passed = 0
  }

  mutating func append(row: Int) {
    var column = 0
    for position in old.positions(ofRow: row) {
      if nextRemoved < removed.count, removed[nextRemoved] == position {
        nextRemoved += 1
        continue
      }
      let kept = Int(old.columnIndices[position])
      fill(from: column, to: kept)
      columnIndices.append(Int32(kept))
      values.append(old.values[position])
      origins.append(Int32(position))
      column = kept + 1
    }
    fill(from: column, to: old.columns)
    rowStarts.append(Int32(columnIndices.count))
  }

  /// Grows what is to be grown in the empty places `start..<end` of the row.
  private mutating func fill(from start: Int, to end: Int) {
    while nextRank < ranks.count, ranks[nextRank] < passed + end - start {
      columnIndices.append(Int32(start + ranks[nextRank] - passed))
      values.append(nextGrown < newWeights.count ? newWeights[nextGrown] : 0)
      origins.append(-1)
      nextRank += 1
      nextGrown += 1
    }
    passed += end - start
  }
}
