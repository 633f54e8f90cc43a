/// What is wanted of each example: a class, or numbers; or such of each of its steps.
public indirect enum Targets: Sendable {
  /// A class each, by its place among the names.
  case classes([Int], names: [String])
  /// (count × outputs), an example's targets side by side.
  case values([Float], outputs: Int)
  /// Of so many examples, each of which is one token of a running text: the token after it.
  case following(Int)

  /// Of the steps of all examples side by side, with the place where each example's begin, and last how many there
  /// are.
  case steps(Targets, starts: [Int])

  public var count: Int {
    switch self {
    case .classes(let labels, _): labels.count
    case .values(let values, let outputs): outputs == 0 ? 0 : values.count / outputs
    case .following(let count): count
    case .steps(_, let starts): starts.count - 1
    }
  }

  /// The names of the classes; none where targets are numbers.
  public var classes: [String] {
    switch self {
    case .classes(_, let names): names
    case .steps(let targets, _): targets.classes
    case .values, .following: []
    }
  }

  /// How many numbers are wanted at once; 0 where they are none.
  public var outputs: Int {
    switch self {
    case .values(_, let outputs): outputs
    case .steps(let targets, _): targets.outputs
    case .classes, .following: 0
    }
  }
}
