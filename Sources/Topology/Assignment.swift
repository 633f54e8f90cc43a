/// The cheapest way to give each of *n* rows a column of its own.
///
/// Shortest augmenting paths with dual prices (Jonker and Volgenant 1987, doi:10.1007/BF02278710), exact: first
/// each column takes the row that is cheapest there, as far as that is free; then each row that is left
/// finds the cheapest chain of exchanges that ends at a free column, as Dijkstra would, in prices that make
/// no exchange negative. Cost: n³ at most, and often far less; memory that of the costs.
public struct Assignment: Sendable {
  /// The column of each row.
  public let columns: [Int]
  /// The sum of what is chosen.
  public let cost: Double

  /// `costs` is (size, size), row by row, of finite numbers. `checkStop` throws to end the work.
  public init(size: Int, costs: [Float], checkStop: () throws -> Void = {}) throws {
    precondition(costs.count == size * size, "There is a cost for each pair.")
    var search = AssignmentSearch(size: size, costs: costs)
    search.assignCheapest()
    for row in 0..<size where search.columnOfRow[row] < 0 {
      try checkStop()
      search.augment(from: row)
    }
    columns = search.columnOfRow
    cost = columns.enumerated().reduce(0) { $0 + Double(costs[$1.offset * size + $1.element]) }
  }
}

private struct AssignmentSearch {
  let size: Int
  let costs: [Float]
  private(set) var columnOfRow: [Int]
  private var rowOfColumn: [Int]
  /// No pair costs less than the prices of its row and column together; one that is chosen costs as much.
  private var rowPrices: [Double]
  private var columnPrices: [Double]
  // Of the search from one row: how dear it is to reach each column, from which row, and the columns that
  // are not settled.
  private var distances: [Double]
  private var sources: [Int]
  private var open: [Int]

  init(size: Int, costs: [Float]) {
    self.size = size
    self.costs = costs
    columnOfRow = [Int](repeating: -1, count: size)
    rowOfColumn = columnOfRow
    rowPrices = [Double](repeating: 0, count: size)
    columnPrices = rowPrices
    distances = rowPrices
    sources = columnOfRow
    open = columnOfRow
  }

  mutating func assignCheapest() {
    var cheapest = [Int](repeating: 0, count: size)
    for row in 1..<max(size, 1) {
      for column in 0..<size
      where costs[row * size + column] < costs[cheapest[column] * size + column] {
        cheapest[column] = row
      }
    }
    for column in 0..<size {
      let row = cheapest[column]
      columnPrices[column] = Double(costs[row * size + column])
      guard columnOfRow[row] < 0 else { continue }
      columnOfRow[row] = column
      rowOfColumn[column] = row
    }
  }

  mutating func augment(from start: Int) {
    open = Array(0..<size)
    distances = [Double](repeating: .infinity, count: size)
    var settled: [Int] = []
    var row = start
    var reached = 0.0
    var end = -1
    while end < 0 {
      // The nearest of the open columns, once what leads on from `row` is looked at.
      var nearest = 0
      let base = row * size
      let shift = reached - rowPrices[row]
      for (place, column) in open.enumerated() {
        let distance = shift + Double(costs[base + column]) - columnPrices[column]
        if distance < distances[column] {
          distances[column] = distance
          sources[column] = row
        }
        if distances[column] < distances[open[nearest]] { nearest = place }
      }
      let column = open[nearest]
      open.swapAt(nearest, open.count - 1)
      open.removeLast()
      settled.append(column)
      reached = distances[column]
      if rowOfColumn[column] < 0 { end = column } else { row = rowOfColumn[column] }
    }
    rowPrices[start] += reached
    for column in settled where column != end {
      rowPrices[rowOfColumn[column]] += reached - distances[column]
      columnPrices[column] -= reached - distances[column]
    }
    exchange(upTo: end, from: start)
  }

  private mutating func exchange(upTo end: Int, from start: Int) {
    var column = end
    while true {
      let row = sources[column]
      let given = columnOfRow[row]
      columnOfRow[row] = column
      rowOfColumn[column] = row
      if row == start { return }
      column = given
    }
  }
}
