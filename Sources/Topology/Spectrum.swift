internal import Tensors

/// The largest singular values of a sparse matrix, and how near its connections come to the best expander.
///
/// Rows and columns without connections are left out. With μ₁ ≥ μ₂ the largest singular values of the 0/1
/// matrix and d_L, d_R the mean degrees of rows and columns (Hoang et al. 2023, "Revisiting Pruning at
/// Initialization through the Lens of Ramanujan Graph"; from 3 upwards):
///
///     Δ_R = √(d_L − 1) + √(d_R − 1) − μ₂      Δ_S = 2 √(μ₁ − 1) − μ₂      gap = μ₁ − μ₂
///
/// A graph with Δ_R ≥ 0 is a Ramanujan graph: few connections join it as well as any can.
/// Cost: see `SparseMatrix.singularValues`.
public struct Spectrum: Sendable, Equatable {
  /// From the largest down.
  public let values: [Double]
  /// Connections of a row, and of a column, that has any; the means.
  public let rowDegree: Double
  public let columnDegree: Double
  public let isWeighted: Bool

  /// Of `count` values, of the weights or of the 0/1 matrix. Throws `TopologyError.notFinite` for weights that
  /// are no numbers, and what `checkStop` throws to end the work.
  public init(
    of part: TopologyPart, count: Int = 2, isWeighted: Bool = false,
    checkStop: () throws -> Void = {}
  ) throws {
    var matrix = part.connections
    if isWeighted {
      guard matrix.values.allSatisfy(\.isFinite) else {
        throw TopologyError.notFinite(name: part.name)
      }
    } else {
      for position in matrix.values.indices { matrix.values[position] = 1 }
    }
    let degrees = Degrees(of: part)
    rowDegree = degrees.inputs.meanOfSome
    columnDegree = degrees.outputs.meanOfSome
    values = try matrix.singularValues(count, checkStop: checkStop)
    self.isWeighted = isWeighted
  }

  /// μ₁ − μ₂; nil where one of them is not asked for.
  public var gap: Double? { values.count > 1 ? values[0] - values[1] : nil }

  /// Δ_R; nil below a mean degree of 3, and of weights.
  public var ramanujan: Double? {
    guard !isWeighted, values.count > 1, rowDegree >= 3, columnDegree >= 3 else { return nil }
    return (rowDegree - 1).squareRoot() + (columnDegree - 1).squareRoot() - values[1]
  }

  /// Δ_S, under the same conditions.
  public var spread: Double? {
    guard ramanujan != nil, values[0] >= 1 else { return nil }
    return 2 * (values[0] - 1).squareRoot() - values[1]
  }
}
