public import Tensors

/// Which places of a matrix ever held a connection: R_s of Liu et al. 2021 ("Do We Actually Need Dense
/// Over-Parameterization?", arXiv 2102.02887) is their share.
///
/// The places are kept as numbers in order, so that memory (8 bytes each) and the cost of a record follow the
/// connections that there were, never the size of the matrix.
public struct PlacesSeen: Sendable {
  public let rows: Int
  public let columns: Int
  /// row · columns + column of each, ascending.
  private var places: [Int] = []

  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  public var count: Int { places.count }

  /// The places as the connections of a matrix, of weight 0: another record takes them in again.
  public var matrix: SparseMatrix {
    var starts = [Int32](repeating: 0, count: rows + 1)
    for place in places { starts[place / columns + 1] += 1 }
    for row in 0..<rows { starts[row + 1] += starts[row] }
    return SparseMatrix(
      rows: rows, columns: columns, rowStarts: starts,
      columnIndices: places.map { Int32(truncatingIfNeeded: $0 % columns) },
      values: [Float](repeating: 0, count: places.count))
  }

  /// R_s; 0 for a matrix without places.
  public var share: Double {
    let all = Double(rows) * Double(columns)
    return all == 0 ? 0 : Double(places.count) / all
  }

  /// Takes in the connections of `matrix`, which has the same size.
  public mutating func record(_ matrix: SparseMatrix) {
    guard matrix.rows == rows, matrix.columns == columns else { return }
    var merged: [Int] = []
    merged.reserveCapacity(places.count + matrix.count / 4)
    var known = 0
    for row in 0..<rows {
      for position in matrix.positions(ofRow: row) {
        let place = row * columns + Int(matrix.columnIndices[position])
        while known < places.count, places[known] < place {
          merged.append(places[known])
          known += 1
        }
        if known < places.count, places[known] == place { known += 1 }
        merged.append(place)
      }
    }
    merged.append(contentsOf: places[known...])
    places = merged
  }
}
