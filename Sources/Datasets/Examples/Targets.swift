/// What is wanted of each example: a class, or numbers.
public enum Targets: Sendable {
  /// A class each, by its place among the names.
  case classes([Int], names: [String])
  /// (count × outputs), an example's targets side by side.
  case values([Float], outputs: Int)

  public var count: Int {
    switch self {
    case .classes(let labels, _): labels.count
    case .values(let values, let outputs): outputs == 0 ? 0 : values.count / outputs
    }
  }

  /// The names of the classes; none where targets are numbers.
  public var classes: [String] {
    if case .classes(_, let names) = self { names } else { [] }
  }
}
