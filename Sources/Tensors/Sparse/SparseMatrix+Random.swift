extension SparseMatrix {
  /// A matrix whose connections are uniformly random places, without repetition; all values 0.
  ///
  /// Each of the `blocks` equal blocks of rows has exactly round(density × its places) connections.
  /// Cost: the number of connections and rows, never of places.
  public static func random(
    rows: Int, columns: Int, density: Double, blocks: Int = 1, using random: inout RandomSource
  ) -> SparseMatrix {
    let blocks = max(blocks, 1)
    let blockRows = rows / blocks
    let places = blockRows * columns
    let share = min(max(density, 0), 1)
    let count = min(places, Int((share * Double(places)).rounded()))
    var rowStarts: [Int32] = [0]
    rowStarts.reserveCapacity(rows + 1)
    let columnIndices = [Int32](unsafeUninitializedCapacity: count * blocks) { indices, written in
      for _ in 0..<blocks {
        let ranks = random.distinct(count, below: places)
        var next = 0
        for row in 0..<blockRows {
          let first = row * columns
          while next < count, ranks[next] < first + columns {
            indices[written] = Int32(truncatingIfNeeded: ranks[next] - first)
            written += 1
            next += 1
          }
          rowStarts.append(Int32(truncatingIfNeeded: written))
        }
      }
    }
    return SparseMatrix(
      rows: rows, columns: columns, rowStarts: rowStarts, columnIndices: columnIndices,
      values: [Float](repeating: 0, count: columnIndices.count))
  }
}
