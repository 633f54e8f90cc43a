/// A matrix some of whose cells belong to one of a few kinds, row 0 on top: what a legend names.
public struct KindMap: Sendable {
  public let rows: Int
  public let columns: Int
  /// What each kind is called.
  public let names: [String]
  private var cells: [Cell] = []
  /// How many cells each kind has.
  private var counts: [Int]

  private struct Cell {
    let row: Int
    let column: Int
    let kind: Int
  }

  public init(rows: Int, columns: Int, names: [String]) {
    self.rows = max(rows, 0)
    self.columns = max(columns, 0)
    self.names = names
    counts = [Int](repeating: 0, count: names.count)
  }

  /// Gives a cell its kind; what lies outside is left out.
  public mutating func add(row: Int, column: Int, kind: Int) {
    guard (0..<rows).contains(row), (0..<columns).contains(column), counts.indices.contains(kind)
    else { return }
    cells.append(Cell(row: row, column: column, kind: kind))
    counts[kind] += 1
  }

  /// Seen from farther away: at most so many rows and columns, and the kind of each, row by row, −1 where a
  /// block has no cell of any.
  ///
  /// A block that has several shows the kind that is there most; of those that are there as often, the one of
  /// which there are fewest in all. Cost: the cells, and the blocks.
  func reduced(rows most: Int, columns mostColumns: Int) -> (rows: Int, columns: Int, kinds: [Int])
  {
    let (height, width) = (min(rows, max(most, 1)), min(columns, max(mostColumns, 1)))
    let places = height * width
    var found = [Int](repeating: 0, count: places * names.count)
    for cell in cells {
      let place = cell.row * height / rows * width + cell.column * width / columns
      found[place * names.count + cell.kind] += 1
    }
    let kinds = (0..<places).map { place in
      var best = -1
      var most = 0
      for kind in names.indices {
        let here = found[place * names.count + kind]
        guard here > most || (here == most && here > 0 && counts[kind] < counts[best]) else {
          continue
        }
        (best, most) = (kind, here)
      }
      return best
    }
    return (height, width, kinds)
  }
}
