internal import Tensors

/// How many connections each row and each column of a part has. Cost: rows, columns and connections.
public struct Degrees: Sendable {
  /// Of the rows: inputs of each.
  public let inputs: DegreeStatistics
  /// Of the columns: outputs of each.
  public let outputs: DegreeStatistics

  public init(of part: TopologyPart) {
    guard let matrix = part.matrix else {
      inputs = DegreeStatistics([Int](repeating: part.columns, count: part.rows))
      outputs = DegreeStatistics([Int](repeating: part.rows, count: part.columns))
      return
    }
    inputs = DegreeStatistics((0..<matrix.rows).map { matrix.positions(ofRow: $0).count })
    var outputs = [Int](repeating: 0, count: matrix.columns)
    for column in matrix.columnIndices { outputs[Int(column)] += 1 }
    self.outputs = DegreeStatistics(outputs)
  }
}

/// The least, the mean and the most of some counts, and how many of them are 0.
public struct DegreeStatistics: Sendable, Equatable {
  public let minimum: Int
  public let mean: Double
  public let maximum: Int
  public let without: Int
  /// The mean of those that are not 0; 0 where all are.
  public let meanOfSome: Double

  public init(_ counts: [Int]) {
    let total = Double(counts.reduce(0, +))
    minimum = counts.min() ?? 0
    maximum = counts.max() ?? 0
    without = counts.count { $0 == 0 }
    mean = total / Double(max(counts.count, 1))
    meanOfSome = total / Double(max(counts.count - without, 1))
  }
}

extension TopologyPart {
  /// The share of the connections that each block of rows has: of an LSTM's gates. Cost: the blocks.
  public var blockShares: [Double] {
    let total = Double(max(count, 1))
    return (0..<blocks).map { block in
      guard let matrix else { return 1 / Double(blocks) }
      return Double(matrix.rowStarts[(block + 1) * units] - matrix.rowStarts[block * units]) / total
    }
  }
}
