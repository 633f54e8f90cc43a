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
  /// Whether each example goes on where the one before it ends: their order is part of what they say.
  var isStream: Bool { get }
}

extension Examples {
  public var isStream: Bool { false }

  public var count: Int { places.count }

  /// The names of the classes; none where targets are numbers.
  public var classes: [String] { targets.classes }

  /// The class of example `index`; nil where targets are numbers.
  public func label(at index: Int) -> Int? {
    if case .classes(let labels, _) = targets { labels[places[index]] } else { nil }
  }

  /// The classes of all examples in their order; nil where targets are numbers.
  public var labels: [Int]? {
    guard case .classes(let labels, _) = targets else { return nil }
    return places.map { labels[$0] }
  }

  /// The target numbers of example `index`; none where targets are classes.
  public func values(at index: Int) -> ArraySlice<Float> {
    guard case .values(let values, let outputs) = targets else { return [] }
    return values[places[index] * outputs..<(places[index] + 1) * outputs]
  }

  /// Where something is wanted of each step of example `index`, what that is; nil elsewhere.
  public func stepTargets(at index: Int) -> (targets: Targets, range: Range<Int>)? {
    guard case .steps(let all, let starts) = targets else { return nil }
    return (all, starts[places[index]]..<starts[places[index] + 1])
  }

  /// How many examples each class has, or steps of them.
  public var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: classes.count)
    for label in labels ?? [] { counts[label] += 1 }
    guard case .steps(.classes(let labels, _), let starts) = targets else { return counts }
    for place in places {
      for label in labels[starts[place]..<starts[place + 1]] { counts[label] += 1 }
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
  /// numbers allow; both keep the order. A stream is cut in two.
  public func split(_ share: Double, using random: inout RandomSource) -> (Self, Self) {
    guard !isStream else {
      let first = Stratification.whole(share, of: count)
      return (piece(Array(places[..<first])), piece(Array(places[first...])))
    }
    let isFirst = Stratification.chosen(share, of: places, targets, using: &random)
    var pieces: ([Int], [Int]) = ([], [])
    for (position, place) in places.enumerated() {
      if isFirst[position] { pieces.0.append(place) } else { pieces.1.append(place) }
    }
    return (piece(pieces.0), piece(pieces.1))
  }
}
