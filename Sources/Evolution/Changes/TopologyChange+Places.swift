public import Tensors

/// Changes from explicit positions, of what no `Selection` tells.
extension TopologyChange {
  /// Why positions and places do not make a change.
  public enum Fault: Error, Sendable, Equatable {
    /// There is no connection of this number.
    case noConnection(Int)
    case removedTwice(Int)
    /// The place, row × columns + column, lies outside of the matrix.
    case noPlace(Int)
    case grownTwice(Int)
    /// There is a connection at this place, and it stays.
    case taken(Int)
    /// There would be more connections than a matrix can have.
    case tooMany(Int)
  }

  /// `old` without the connections at `positions` and with new ones at `places` (row × columns +
  /// column), those just emptied allowed, in any order.
  ///
  /// `weights` are those of `places`, one each; a missing one is 0. Cost: the number of connections and
  /// rows, and sorting the places.
  public init(
    of old: SparseMatrix, removing positions: [Int], growing places: [Int], weights: [Float] = []
  ) throws(Fault) {
    var goes = [Bool](repeating: false, count: old.count)
    for position in positions {
      guard goes.indices.contains(position) else { throw .noConnection(position) }
      guard !goes[position] else { throw .removedTwice(position) }
      goes[position] = true
    }
    guard old.count - positions.count <= SparseMatrix.largestCount - places.count else {
      throw .tooMany(old.count - positions.count + places.count)
    }
    let order = places.indices.sorted { (places[$0], $0) < (places[$1], $1) }
    var previous: Int?
    for index in order {
      let place = places[index]
      guard place >= 0, old.columns > 0, place / old.columns < old.rows else {
        throw .noPlace(place)
      }
      guard place != previous else { throw .grownTwice(place) }
      if let position = old.position(ofPlace: place), !goes[position] { throw .taken(place) }
      previous = place
    }
    self.init(
      of: old, removing: goes, growing: order.map { places[$0] },
      weights: order.map { $0 < weights.count ? weights[$0] : 0 })
  }

  /// The same of a choice that is known to be right: whether each connection goes, and the empty places
  /// that are grown, ascending, with their weights; a missing one is 0.
  init(of old: SparseMatrix, removing goes: [Bool], growing places: [Int], weights: [Float] = []) {
    let removed = goes.reduce(0) { $0 + ($1 ? 1 : 0) }
    let count = old.count - removed + places.count
    var rowStarts: [Int32] = [0]
    var columnIndices: [Int32] = []
    var values: [Float] = []
    var origins: [Int32] = []
    rowStarts.reserveCapacity(old.rows + 1)
    columnIndices.reserveCapacity(count)
    values.reserveCapacity(count)
    origins.reserveCapacity(count)
    var next = 0
    for row in 0..<old.rows {
      let first = row * old.columns
      /// Grows what comes before `column` in this row.
      func grow(before column: Int) {
        while next < places.count, places[next] < first + column {
          columnIndices.append(Int32(truncatingIfNeeded: places[next] - first))
          values.append(next < weights.count ? weights[next] : 0)
          origins.append(-1)
          next += 1
        }
      }
      for position in old.positions(ofRow: row) where !goes[position] {
        grow(before: Int(old.columnIndices[position]))
        columnIndices.append(old.columnIndices[position])
        values.append(old.values[position])
        origins.append(Int32(truncatingIfNeeded: position))
      }
      grow(before: old.columns)
      rowStarts.append(Int32(truncatingIfNeeded: columnIndices.count))
    }
    self.init(
      matrix: SparseMatrix(
        rows: old.rows, columns: old.columns, rowStarts: rowStarts, columnIndices: columnIndices,
        values: values),
      origins: origins, removed: removed, grown: places.count)
  }
}

extension SparseMatrix {
  /// The connection at a place of the matrix, by bisection of its row.
  func position(ofPlace place: Int) -> Int? {
    let (row, column) = place.quotientAndRemainder(dividingBy: columns)
    var (low, high) = (Int(rowStarts[row]), Int(rowStarts[row + 1]))
    while low < high {
      let middle = (low + high) / 2
      if Int(columnIndices[middle]) < column { low = middle + 1 } else { high = middle }
    }
    return low < Int(rowStarts[row + 1]) && Int(columnIndices[low]) == column ? low : nil
  }
}
