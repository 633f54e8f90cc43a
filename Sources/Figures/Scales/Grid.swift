/// A matrix of numbers with the names of its rows and columns, row 0 on top.
public struct Grid: Sendable {
  public let rows: Int
  public let columns: Int
  /// (rows, columns)
  let values: [Double]
  /// The places of cells that hold nothing, as those of a sparse matrix do where no connection is. Their
  /// value is not a number, and nobody reads that.
  let gaps: Set<Int>
  /// Empty, or a name each.
  var rowNames: [String] = []
  var columnNames: [String] = []

  /// What is missing of `values` is not a number; names that are not as many as there are rows or columns
  /// are left out.
  public init(
    rows: Int, columns: Int, values: [Double], gaps: Set<Int> = [], rowNames: [String] = [],
    columnNames: [String] = []
  ) {
    self.rows = max(rows, 0)
    self.columns = max(columns, 0)
    let count = self.rows * self.columns
    self.values =
      values.prefix(count) + [Double](repeating: .nan, count: max(count - values.count, 0))
    self.gaps = gaps
    if rowNames.count == self.rows { self.rowNames = rowNames }
    if columnNames.count == self.columns { self.columnNames = columnNames }
  }

  /// The same with names; none where there are not as many as rows or columns.
  public func named(rows names: [String], columns columnNames: [String]) -> Grid {
    Grid(
      rows: rows, columns: columns, values: values, gaps: gaps, rowNames: names,
      columnNames: columnNames)
  }

  subscript(_ row: Int, _ column: Int) -> Double { values[row * columns + column] }

  /// The number in a cell as figures write it, or a dot where there is none.
  func label(_ row: Int, _ column: Int) -> String {
    gaps.contains(row * columns + column) ? "·" : Number.short(self[row, column])
  }

  /// At most so many rows and columns: each cell is the mean of a block of those that are finite.
  func reduced(rows most: Int, columns mostColumns: Int) -> Grid {
    guard rows > most || columns > mostColumns else { return self }
    let (height, width) = (min(rows, max(most, 1)), min(columns, max(mostColumns, 1)))
    var sums = [Double](repeating: 0, count: height * width)
    var counts = sums
    for row in 0..<rows {
      for column in 0..<columns where self[row, column].isFinite {
        let place = row * height / rows * width + column * width / columns
        // The mean moves towards each value: a sum could grow beyond all numbers.
        counts[place] += 1
        sums[place] += (self[row, column] / counts[place] - sums[place] / counts[place])
      }
    }
    return Grid(
      rows: height, columns: width,
      values: zip(sums, counts).map { $1 == 0 ? .nan : $0 })
  }

  /// The colours' ends: of numbers of both signs 0 lies in the middle.
  var colourRange: (low: Double, high: Double, isDiverging: Bool) {
    guard let extent = Extent(values) else { return (0, 1, false) }
    let isDiverging = extent.low < 0 && extent.high > 0
    if isDiverging {
      let most = max(-extent.low, extent.high)
      return (-most, most, true)
    }
    if extent.low == extent.high { return (extent.widened.low, extent.widened.high, false) }
    // Counts are seen against nothing.
    return (extent.low > 0 && extent.low < extent.high / 2 ? 0 : extent.low, extent.high, false)
  }
}
