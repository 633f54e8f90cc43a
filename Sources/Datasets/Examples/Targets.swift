/// What is wanted of each example: a class, several classes, or numbers.
public enum Targets: Sendable {
  /// A class each, by its place among the names.
  case classes([Int], names: [String])
  /// Any number of classes each: (count × names), 1 of a class that the example has and 0 of others.
  case sets([Float], names: [String])
  /// (count × outputs), an example's targets side by side.
  case values([Float], outputs: Int)

  public var count: Int {
    switch self {
    case .classes(let labels, _): labels.count
    case .sets(let rows, let names): names.isEmpty ? 0 : rows.count / names.count
    case .values(let values, let outputs): outputs == 0 ? 0 : values.count / outputs
    }
  }

  /// The names of the classes; none where targets are numbers.
  public var classes: [String] {
    switch self {
    case .classes(_, let names), .sets(_, let names): names
    case .values: []
    }
  }
}
