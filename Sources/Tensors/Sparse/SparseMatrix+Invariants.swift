extension SparseMatrix {
  /// What is wrong with the three arrays, or nil when they hold a matrix.
  ///
  /// Whatever changes the structure of a matrix calls this in its tests, and whatever reads one
  /// from a file calls it always. Cost: the number of rows and connections.
  public func invariantViolation() -> String? {
    guard rows >= 0, columns >= 0, rows <= Self.largestCount, columns <= Self.largestCount else {
      return "\(rows) by \(columns) is no size of a matrix"
    }
    guard rowStarts.count == rows + 1 else {
      return "\(rows) rows need \(rows + 1) row starts, there are \(rowStarts.count)"
    }
    guard values.count == columnIndices.count else {
      return "\(columnIndices.count) column indices, but \(values.count) values"
    }
    guard rowStarts[0] == 0, Int(rowStarts[rows]) == columnIndices.count else {
      return "the row starts do not cover the \(columnIndices.count) connections"
    }
    for row in 0..<rows {
      guard rowStarts[row] <= rowStarts[row + 1], Int(rowStarts[row + 1]) <= columnIndices.count
      else { return "row \(row) ends before it begins, or past the connections" }
      var previous: Int32 = -1
      for position in positions(ofRow: row) {
        let column = columnIndices[position]
        guard column > previous, Int(column) < columns else {
          return "row \(row) has column \(column) after column \(previous), of \(columns)"
        }
        previous = column
      }
    }
    return nil
  }
}
