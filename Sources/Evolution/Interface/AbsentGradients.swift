/// Places without a connection and the gradients they would have, by falling magnitude; the earlier
/// place first where magnitudes are equal.
///
/// Of a matrix that looks up rows these are, of each row whose word occurred, at most as many as the
/// row has connections.
public struct AbsentGradients: Sendable, Equatable {
  /// row × columns + column
  public var places: [Int]
  public var values: [Float]

  public init(places: [Int] = [], values: [Float] = []) {
    self.places = places
    self.values = values
  }
}
