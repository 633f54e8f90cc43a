import Evolution
import Tensors

/// A place of a matrix, ordered row by row.
struct Place: Hashable, Comparable {
  var row: Int
  var column: Int

  static func < (a: Place, b: Place) -> Bool { (a.row, a.column) < (b.row, b.column) }
}

/// A connection and all that is told of it.
struct Cell {
  var weight: Float
  var momentum: Float = 0
  var age = 0
  var mark: Float?
}

/// A matrix as a plain table, for the replays: a dictionary of connections, and the gradient of every
/// place.
struct Table {
  var rows: Int
  var columns: Int
  var blocks = 1
  var looksUpRows = false
  var cells: [Place: Cell] = [:]
  var slopes: [Place: Float] = [:]
  /// The words of the batch, where rows are words.
  var occurred: Set<Int> = []

  var places: [Place] {
    (0..<rows).flatMap { row in (0..<columns).map { Place(row: row, column: $0) } }
  }

  var connections: [Place] { cells.keys.sorted() }

  func slope(_ place: Place) -> Float { slopes[place] ?? 0 }

  /// Empty places once `gone` are gone, in order.
  func empty(without gone: Set<Place> = []) -> [Place] {
    places.filter { cells[$0] == nil || gone.contains($0) }
  }

  /// What a training would tell a rule of it at `step`; `absent` is how many empty places the rule wants.
  func evolving(_ rule: any EvolutionRule, absent: Int? = nil, step: Int = 0) -> EvolvingMatrix {
    let connections = connections
    var rowStarts: [Int32] = [0]
    for row in 0..<rows {
      rowStarts.append(Int32(connections.filter { $0.row <= row }.count))
    }
    var evolving = EvolvingMatrix(
      SparseMatrix(
        rows: rows, columns: columns, rowStarts: rowStarts,
        columnIndices: connections.map { Int32($0.column) },
        values: connections.map { cells[$0]?.weight ?? 0 }),
      blocks: blocks, looksUpRows: looksUpRows)
    if rule.evidence.contains(.gradients) {
      evolving.gradients = StorageView(connections.map(slope))
    }
    if rule.evidence.contains(.momenta) {
      evolving.momenta = connections.map { cells[$0]?.momentum ?? 0 }
    }
    if rule.evidence.contains(.births) {
      evolving.births = StorageView(connections.map { Int32(step - (cells[$0]?.age ?? 0)) })
    }
    let marks = connections.compactMap { cells[$0]?.mark }
    if marks.count == connections.count { evolving.marks = marks }
    if let absent, rule.evidence.contains(.absentGradients) {
      evolving.absent = strongestAbsent(absent)
    }
    return evolving
  }

  private func strongestAbsent(_ count: Int) -> AbsentGradients {
    var chosen = empty().sorted {
      (-slope($0).magnitude, $0) < (-slope($1).magnitude, $1)
    }
    if looksUpRows {
      var left = [Int: Int]()
      for place in connections where occurred.contains(place.row) {
        left[place.row, default: 0] += 1
      }
      chosen = chosen.filter { place in
        left[place.row, default: 0] -= 1
        return left[place.row, default: 0] >= 0
      }
    } else {
      chosen = Array(chosen.prefix(count))
    }
    return AbsentGradients(
      places: chosen.map { $0.row * columns + $0.column }, values: chosen.map(slope))
  }
}

/// What an update makes of a table.
struct Outcome: Equatable {
  struct Cell: Equatable {
    var weight: UInt32
    /// Where it was; nil of a connection that was grown.
    var from: Place?
    var mark: Float?
  }

  var cells: [Place: Cell] = [:]

  /// Without those that are gone, with those that are grown.
  init(_ table: Table, gone: Set<Place>, grown: [Place], weight: Float = 0) {
    for (place, cell) in table.cells where !gone.contains(place) {
      cells[place] = Cell(weight: cell.weight.bitPattern, from: place, mark: cell.mark)
    }
    for place in grown { cells[place] = Cell(weight: weight.bitPattern, from: nil, mark: nil) }
  }

  /// What a change says; nil leaves all as it is.
  init(_ table: Table, _ change: TopologyChange?) {
    self.init(table, gone: [], grown: [])
    guard let change else { return }
    let before = table.connections
    cells = [:]
    for row in 0..<change.matrix.rows {
      for position in change.matrix.positions(ofRow: row) {
        let origin = Int(change.origins[position])
        let from = origin < 0 ? nil : before[origin]
        cells[Place(row: row, column: Int(change.matrix.columnIndices[position]))] = Cell(
          weight: change.matrix.values[position].bitPattern, from: from,
          mark: change.marks?[position] ?? from.flatMap { table.cells[$0]?.mark })
      }
    }
  }
}
