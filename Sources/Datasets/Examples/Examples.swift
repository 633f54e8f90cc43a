public import Tensors

/// What all examples have in common, whatever their inputs are: each has a target, and pieces can be
/// taken of them.
///
/// A piece shares inputs and targets with the whole that it was taken of; it is a list of places in it.
/// So everything that chooses examples is written here, once.
public protocol Examples: Sendable {
  /// Of all examples of the whole.
  var targets: Targets { get }
  /// The place of each example in the whole.
  var places: [Int] { get }
  /// The examples of the whole at `places`, which are there.
  func piece(_ places: [Int]) -> Self
}

extension Examples {
  public var count: Int { places.count }

  /// The names of the classes; none where targets are numbers.
  public var classes: [String] { targets.classes }

  /// The class of example `index`; nil where it has not one each.
  public func label(at index: Int) -> Int? {
    if case .classes(let labels, _) = targets { labels[places[index]] } else { nil }
  }

  /// The classes of all examples in their order; nil where they have not one each.
  public var labels: [Int]? {
    guard case .classes(let labels, _) = targets else { return nil }
    return places.map { labels[$0] }
  }

  /// The classes of example `index` where it can have several, ascending; nil where it can not.
  public func labelSet(at index: Int) -> [Int]? {
    guard case .sets(let rows, let names) = targets else { return nil }
    let start = places[index] * names.count
    return names.indices.filter { rows[start + $0] == 1 }
  }

  /// The target numbers of example `index`; none where targets are classes.
  public func values(at index: Int) -> ArraySlice<Float> {
    guard case .values(let values, let outputs) = targets else { return [] }
    return values[places[index] * outputs..<(places[index] + 1) * outputs]
  }

  /// How many examples each class has.
  public var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: classes.count)
    for label in labels ?? [] { counts[label] += 1 }
    if case .sets = targets {
      for index in 0..<count {
        for label in labelSet(at: index) ?? [] { counts[label] += 1 }
      }
    }
    return counts
  }

  /// The examples at `positions`, which are below `count`, in that order.
  public func subset(_ positions: some Sequence<Int>) -> Self {
    piece(positions.map { places[$0] })
  }

  public func shuffled(using random: inout RandomSource) -> Self {
    var places = places
    random.shuffle(&places)
    return piece(places)
  }

  /// Two pieces, the first with `share` of the examples, each class as near to that share as whole
  /// numbers allow; both keep the order.
  public func split(_ share: Double, using random: inout RandomSource) -> (Self, Self) {
    let isFirst = Stratification.chosen(share, of: places, targets, using: &random)
    var pieces: ([Int], [Int]) = ([], [])
    for (position, place) in places.enumerated() {
      if isFirst[position] { pieces.0.append(place) } else { pieces.1.append(place) }
    }
    return (piece(pieces.0), piece(pieces.1))
  }
}
