internal import Tensors

/// CH3-L3p scores of the empty places of a block: how many paths of three connections lead from the
/// row to the column, each counting the less the more its two inner ends connect to elsewhere.
///
/// A path from row u to column v goes over a column a of row u and a row b of column v that are
/// connected. It adds 1/√(xᵃ xᵇ), where xᵃ is the number of rows of column a that do not have v, and xᵇ
/// that of columns of row b that u does not have. Paths are added by ascending a, then b. Memory: a few
/// numbers a row and column. Time: twice the number of paths.
struct PathScores {
  private let rows: Range<Int>
  private let columns: Int
  /// (rows) the columns of each row that stays connected.
  private var columnsOfRow: [[Int]]
  /// (columns) the rows of each column, counted from the block's first.
  private var rowsOfColumn: [[Int]]

  init(of matrix: SparseMatrix, rows: Range<Int>, without goes: [Bool]) {
    self.rows = rows
    columns = matrix.columns
    columnsOfRow = rows.map { row in
      matrix.positions(ofRow: row).filter { !goes[$0] }.map { Int(matrix.columnIndices[$0]) }
    }
    rowsOfColumn = [[Int]](repeating: [], count: columns)
    for (row, members) in columnsOfRow.enumerated() {
      for column in members { rowsOfColumn[column].append(row) }
    }
  }

  /// The `count` places of highest score, ascending; fewer where there are not as many with a path.
  func strongest(_ count: Int) -> [Int] {
    var places = StrongestPlaces(most: count)
    guard count > 0 else { return [] }
    var scores = [Double](repeating: 0, count: columns)
    // Of the row in question and each other the common columns; of a column and each other the common
    // rows.
    var commonColumns = [Int](repeating: 0, count: columnsOfRow.count)
    var commonRows = [Int](repeating: 0, count: columns)
    var isOwn = [Bool](repeating: false, count: columns)
    for (row, own) in columnsOfRow.enumerated() {
      for column in own {
        isOwn[column] = true
        for other in rowsOfColumn[column] { commonColumns[other] += 1 }
      }
      for column in own {
        let others = rowsOfColumn[column]
        for other in others { for end in columnsOfRow[other] { commonRows[end] += 1 } }
        for other in others {
          let outside = columnsOfRow[other].count - commonColumns[other]
          guard outside > 0 else { continue }
          for end in columnsOfRow[other] where !isOwn[end] {
            scores[end] += 1 / Double((others.count - commonRows[end]) * outside).squareRoot()
          }
        }
        for other in others { for end in columnsOfRow[other] { commonRows[end] = 0 } }
      }
      for column in 0..<columns where scores[column] > 0 {
        places.offer((rows.lowerBound + row) * columns + column, scores[column])
        scores[column] = 0
      }
      for column in own {
        isOwn[column] = false
        for other in rowsOfColumn[column] { commonColumns[other] = 0 }
      }
    }
    return places.places
  }
}
