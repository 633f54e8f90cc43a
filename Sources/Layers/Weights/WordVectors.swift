/// Vectors that some rows of an embedding begin with, such as pretrained ones.
public struct WordVectors: Sendable {
  /// The rows that have one, ascending.
  public let rows: [Int]
  /// (rows × units), row by row.
  public let values: [Float]

  public init(rows: [Int], values: [Float]) {
    self.rows = rows
    self.values = values
  }
}
