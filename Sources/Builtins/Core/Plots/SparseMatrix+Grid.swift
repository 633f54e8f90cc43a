internal import Figures
internal import Tensors

extension SparseMatrix {
  /// The weights, with gaps where no connection is; of a large matrix the density of blocks.
  func grid(atMost most: Int = 96) -> Grid {
    // Blocks of some connections each: of fewer, chance alone would show.
    let isSmall = rows <= most && columns <= most
    let fitting = isSmall ? most : Int(Double(count / 8).squareRoot())
    let most = min(max(fitting, 12), most)
    let (down, across) = (min(rows, most), min(columns, most))
    let isWhole = down == rows && across == columns
    var values = [Double](repeating: isWhole ? .nan : 0, count: down * across)
    var gaps = isWhole ? Set(values.indices) : []
    // How many places a block has, by where it begins in each direction.
    func share(_ place: Int, _ count: Int, _ blocks: Int) -> Double {
      Double((place + 1) * count / blocks - place * count / blocks)
    }
    for row in 0..<rows {
      let line = row * down / rows
      for position in positions(ofRow: row) {
        let column = Int(columnIndices[position]) * across / columns
        if isWhole {
          values[line * across + column] = Double(self.values[position])
          gaps.remove(line * across + column)
        } else {
          values[line * across + column] +=
            1 / share(line, rows, down) / share(column, columns, across)
        }
      }
    }
    // A block is known by its first row and column.
    func names(_ count: Int, _ blocks: Int) -> [String] {
      isWhole ? [] : (0..<blocks).map { "\($0 * count / blocks)" }
    }
    return Grid(
      rows: down, columns: across, values: values, gaps: gaps, rowNames: names(rows, down),
      columnNames: names(columns, across))
  }
}
