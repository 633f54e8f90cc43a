/// What stands between the brackets of `x[…]` at one place: an item, or what chooses by a shape of its own.
public enum Selection {
  case item(Subscript)
  /// Those elements for which it holds, over as many axes as its shape has.
  case mask(Mask)
  /// Whole numbers in more than one axis, each a place along one axis.
  case table(shape: [Int], [Int])
}

/// For each element of a shape whether it is chosen: what a comparison of tensors gives, or a list of bools.
public struct Mask {
  public let shape: [Int]
  /// The numbers of the chosen elements, in row-major order.
  public let places: [Int]

  /// `holds` has an element for each of the shape.
  public init(shape: [Int], holds: some Sequence<Bool>) {
    self.shape = shape
    places = holds.enumerated().filter(\.element).map(\.offset)
  }

  /// `places` in ascending order, each below the product of the shape.
  public init(shape: [Int], places: [Int]) {
    self.shape = shape
    self.places = places
  }

  /// The mask that lists of bools are, within each other as deep as it has axes; nil where they are none.
  init?(_ list: ListObject) {
    var shape: [Int] = []
    var holds: [Bool] = []
    guard Self.collect(list, 0, &shape, &holds) else { return nil }
    self.init(shape: shape, holds: holds)
  }

  private static let deepest = 32

  private static func collect(
    _ list: ListObject, _ axis: Int, _ shape: inout [Int], _ holds: inout [Bool]
  ) -> Bool {
    guard axis < deepest, list.count > 0 else { return false }
    if axis == shape.count { shape.append(list.count) }
    guard shape[axis] == list.count else { return false }
    for item in list.items {
      if case .bool(let bool) = item {
        guard axis == shape.count - 1 else { return false }
        holds.append(bool)
      } else {
        guard let inner = item.asList, collect(inner, axis + 1, &shape, &holds) else {
          return false
        }
      }
    }
    return true
  }

  /// The chosen places along an axis of `count`; throws where it is no mask of that.
  public func places(of count: Int, in container: String) throws -> [Int] {
    guard shape == [count] else {
      throw NativeError(
        "S0203", "the mask does not fit the \(container)",
        label: "the mask has shape \(shape), the \(container) has \(count)")
    }
    return places
  }
}

extension Selection {
  /// The places that are chosen among the `count` elements of what is called `container`, which has one
  /// axis.
  public func positions(of count: Int, in container: String) throws -> [Int] {
    switch self {
    case .item(let item): return try item.positions(of: count, in: container)
    case .mask(let mask): return try mask.places(of: count, in: container)
    case .table:
      throw NativeError(
        "S0204", "a \(container) has one axis", label: "these indices have several")
    }
  }
}

extension NativeObject {
  /// The items of a kind that knows neither masks nor tables: a mask of its length is a list of indices.
  func plainItems(_ selections: [Selection]) throws -> [Subscript] {
    try selections.map { selection in
      switch selection {
      case .item(let item): return item
      case .mask(let mask):
        guard selections.count == 1, let length else { break }
        return .indices(try mask.places(of: length, in: kind))
      case .table: break
      }
      throw NativeError("S0204", "\(kind) is not indexed by more than one axis")
    }
  }
}
