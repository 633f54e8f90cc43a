internal import Tensors

/// Units that nothing reaches, or that reach nothing.
///
/// A unit is dead when it has no input in any gate, or no output: none to its own layer a step later, and
/// none to the layer above. An embedding's words are dead when their row is empty.
/// Cost: rows, columns and connections.
public struct DeadUnits: Sendable, Equatable {
  public let units: Int
  /// Their numbers, ascending.
  public let withoutInput: [Int]
  public let withoutOutput: [Int]
  /// Of an embedding.
  public let emptyWords: [Int]

  /// `parts` are those of a layer, `above` those of the next layer that has any; without it the units are
  /// what the network gives, and no output is missed.
  public init(_ parts: [TopologyPart], above: [TopologyPart]) {
    let units = parts.reduce(0) { max($0, $1.firstUnit + $1.units) }
    var takes = [Bool](repeating: false, count: units)
    var gives = [Bool](repeating: above.isEmpty, count: units)
    var emptyWords: [Int] = []
    for part in parts {
      switch part.role {
      case .embedding:
        part.markColumns(in: &takes)
        emptyWords = part.rowsWithout
      case .input: part.markUnits(in: &takes)
      case .recurrent:
        part.markUnits(in: &takes)
        part.markColumns(in: &gives, from: part.firstUnit)
      }
    }
    for part in above where part.role == .input { part.markColumns(in: &gives) }
    self.units = units
    withoutInput = takes.indices.filter { !takes[$0] }
    withoutOutput = gives.indices.filter { !gives[$0] }
    self.emptyWords = emptyWords
  }
}

extension TopologyPart {
  /// `first` is the unit that the first column stands for.
  fileprivate func markColumns(in marks: inout [Bool], from first: Int = 0) {
    guard let matrix else {
      for unit in marks.indices where rows > 0 && unit >= first && unit < first + columns {
        marks[unit] = true
      }
      return
    }
    for column in matrix.columnIndices where first + Int(column) < marks.count {
      marks[first + Int(column)] = true
    }
  }

  /// Those with a connection in one of their rows.
  fileprivate func markUnits(in marks: inout [Bool]) {
    for row in 0..<rows where units > 0 && firstUnit + row % units < marks.count {
      if matrix?.positions(ofRow: row).isEmpty ?? (columns == 0) { continue }
      marks[firstUnit + row % units] = true
    }
  }

  fileprivate var rowsWithout: [Int] {
    guard let matrix else { return [] }
    return (0..<rows).filter { matrix.positions(ofRow: $0).isEmpty }
  }
}
