extension SparseMatrix {
  public static func random(
    rows: Int, columns: Int, density: Double, blocks: Int = 1, using random: inout RandomSource
  ) -> SparseMatrix {
    let br = rows / blocks
    var rs: [Int32] = [0], ci: [Int32] = []
    for _ in 0..<blocks {
      let total = br * columns; let n = Int((density * Double(total)).rounded())
      var left = n
      for r in 0..<br {
        for c in 0..<columns {
          let remaining = total - (r * columns + c);
          if random.below(remaining) < left { ci.append(Int32(c)); left -= 1 }
        }; rs.append(Int32(ci.count))
      }
    }
    return SparseMatrix(
      rows: rows, columns: columns, rowStarts: rs, columnIndices: ci,
      values: [Float](repeating: 0, count: ci.count))
  }
}
