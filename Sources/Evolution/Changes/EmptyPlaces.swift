internal import Tensors

extension SparseMatrix {
  /// The connections of several rows.
  func positions(ofRows rows: Range<Int>) -> Range<Int> {
    Int(rowStarts[rows.lowerBound])..<Int(rowStarts[rows.upperBound])
  }

  /// How many places of a row are empty once the connections that go are gone.
  func room(ofRow row: Int, without goes: [Bool]) -> Int {
    positions(ofRow: row).reduce(columns) { $0 - (goes[$1] ? 0 : 1) }
  }

  /// `count` different places of `rows` that are empty once the connections that go are gone and those
  /// at `taken` (ascending) are there, each set of such places as likely; ascending. Fewer where there
  /// are not as many. Cost: the rows, their connections and the count.
  func emptyPlaces(
    _ count: Int, rows: Range<Int>, without goes: [Bool], taken: [Int] = [],
    using random: inout RandomSource
  ) -> [Int] {
    let staying = positions(ofRows: rows).reduce(0) { $0 + (goes[$1] ? 0 : 1) }
    let ranks = random.distinct(count, below: rows.count * columns - staying - taken.count)
    var places: [Int] = []
    places.reserveCapacity(ranks.count)
    // Empty places before the row, and the next of `taken`.
    var (passed, used) = (0, 0)
    for row in rows {
      guard places.count < ranks.count else { break }
      let first = row * columns
      // What is occupied before the place in question, in this row.
      var occupied = 0
      func append(before column: Int) {
        while places.count < ranks.count, ranks[places.count] - passed + occupied < column {
          places.append(first + ranks[places.count] - passed + occupied)
        }
      }
      for position in positions(ofRow: row) where !goes[position] {
        let column = Int(columnIndices[position])
        while used < taken.count, taken[used] < first + column {
          append(before: taken[used] - first)
          occupied += 1
          used += 1
        }
        append(before: column)
        occupied += 1
      }
      while used < taken.count, taken[used] < first + columns {
        append(before: taken[used] - first)
        occupied += 1
        used += 1
      }
      append(before: columns)
      passed += columns - occupied
    }
    return places
  }
}
