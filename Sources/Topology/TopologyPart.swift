public import Tensors

/// The connections of one matrix of a network, with what its rows and columns stand for.
public struct TopologyPart: Sendable {
  /// What rows and columns are.
  public enum Role: Sendable {
    /// Rows are words, columns the units that a word is given to.
    case embedding
    /// Rows are units, columns what comes from below.
    case input
    /// Rows are units, columns the same units a step before.
    case recurrent
  }

  public let name: String
  public let role: Role
  public let rows: Int
  public let columns: Int
  /// Of rows, equal ones: the gates, in each of which a unit has a row.
  public let blocks: Int
  /// The name of each block; empty where there are no gates.
  public let blockNames: [String]
  /// Where its units stand among those of its layer: of two that stand side by side the second begins after
  /// the first.
  public let firstUnit: Int
  /// Nil where all connections exist.
  public let matrix: SparseMatrix?

  public init(
    name: String, role: Role, blocks: Int = 1, blockNames: [String] = [], firstUnit: Int = 0,
    sparse matrix: SparseMatrix
  ) {
    self.firstUnit = firstUnit
    self.name = name
    self.role = role
    rows = matrix.rows
    columns = matrix.columns
    self.blocks = max(blocks, 1)
    self.blockNames = blockNames.count == blocks ? blockNames : []
    self.matrix = matrix
  }

  /// A part with all connections.
  public init(
    name: String, role: Role, blocks: Int = 1, blockNames: [String] = [], firstUnit: Int = 0,
    rows: Int, columns: Int
  ) {
    self.firstUnit = firstUnit
    self.name = name
    self.role = role
    self.rows = rows
    self.columns = columns
    self.blocks = max(blocks, 1)
    self.blockNames = blockNames.count == blocks ? blockNames : []
    matrix = nil
  }

  /// How many units it gives to: of an embedding its columns.
  public var units: Int { role == .embedding ? columns : rows / blocks }

  /// How many connections there are.
  public var count: Int { matrix?.count ?? rows * columns }

  /// How many there could be.
  public var places: Double { Double(rows) * Double(columns) }

  /// The connections as a sparse matrix, also where all exist.
  var connections: SparseMatrix { matrix ?? .full(rows: rows, columns: columns) }
}

extension SparseMatrix {
  /// A matrix of all connections, of value 0.
  static func full(rows: Int, columns: Int) -> SparseMatrix {
    SparseMatrix(
      rows: rows, columns: columns,
      rowStarts: (0...rows).map { Int32(truncatingIfNeeded: $0 * columns) },
      columnIndices: (0..<rows * columns).map { Int32(truncatingIfNeeded: $0 % columns) },
      values: [Float](repeating: 0, count: rows * columns))
  }
}

/// Why topologies cannot be measured; worded for people by the bridge.
public enum TopologyError: Error, Equatable {
  /// They have not as many matrices.
  case countsDiffer(Int, Int)
  /// The matrices of this name have not the same size.
  case sizesDiffer(name: String, first: [Int], second: [Int])
  /// Units are matched at a cost of their number cubed.
  case tooManyUnits(name: String, units: Int, most: Int)
  /// Weights that are no numbers have no singular values.
  case notFinite(name: String)
}

extension [TopologyPart] {
  /// Throws unless `other` has the same parts of the same sizes.
  public func check(against other: [TopologyPart]) throws {
    guard count == other.count else { throw TopologyError.countsDiffer(count, other.count) }
    for (a, b) in zip(self, other) where a.rows != b.rows || a.columns != b.columns {
      throw TopologyError.sizesDiffer(
        name: a.name, first: [a.rows, a.columns], second: [b.rows, b.columns])
    }
  }
}
