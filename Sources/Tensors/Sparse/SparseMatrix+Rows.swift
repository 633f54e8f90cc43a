extension SparseMatrix {
  /// A run of rows, which lies within the matrix, as a matrix of its own. Cost: its rows and connections.
  public func rows(_ range: Range<Int>) -> SparseMatrix {
    let positions = Int(rowStarts[range.lowerBound])..<Int(rowStarts[range.upperBound])
    let first = rowStarts[range.lowerBound]
    return SparseMatrix(
      rows: range.count, columns: columns,
      rowStarts: rowStarts[range.lowerBound...range.upperBound].map { $0 - first },
      columnIndices: Array(columnIndices[positions]), values: Array(values[positions]))
  }

  /// The same with `other`, which has as many columns, in the place of its rows from `start`; nil where that is
  /// more connections than indices can tell. Cost: the rows and connections.
  public func replacingRows(from start: Int, with other: SparseMatrix) -> SparseMatrix? {
    let end = start + other.rows
    let (first, last) = (Int(rowStarts[start]), Int(rowStarts[end]))
    let more = other.count - (last - first)
    guard count + more <= Self.largestCount else { return nil }
    let shift = Int32(truncatingIfNeeded: more)
    return SparseMatrix(
      rows: rows, columns: columns,
      rowStarts: rowStarts[..<start] + other.rowStarts.map { $0 + rowStarts[start] }
        + rowStarts[(end + 1)...].map { $0 + shift },
      columnIndices: columnIndices[..<first] + other.columnIndices + columnIndices[last...],
      values: values[..<first] + other.values + values[last...])
  }
}
