internal import Differentiation
internal import Evaluation
internal import Tensors

/// What lists have too: order, and what is there how often. Gradients go through all but `unique`.
extension TensorObject {
  /// Along each stretch of an axis in ascending or descending order; `nan` comes last.
  func sorted(along axis: Int, descending: Bool) throws -> Value {
    let place = try axisPlace(axis, of: tensor)
    try checkPlaces(of: tensor, along: place)
    // Places have eight bytes until they are numbers.
    try checkLarge(tensor.count, copies: 5)
    let order = tensor.sortedPlaces(along: place, descending: descending)
    return Self.value(traced.gathered(along: place, by: order), content)
  }

  /// With the places of an axis backwards.
  func reversed(along axis: Int) throws -> Value {
    let place = try axisPlace(axis, of: tensor)
    let whole = Selection.item(.slice(from: nil, to: nil, by: 1))
    let before = [Selection](repeating: whole, count: place)
    return try elements(before + [.item(.slice(from: nil, to: nil, by: -1))])
  }

  /// All elements along one axis.
  var flattened: Value { Self.value(traced.reshaped([tensor.count]), content) }

  /// The rows, or elements of one axis, at these places.
  func rows(_ places: [Int]) throws -> Value { try elements([.item(.indices(places))]) }

  /// The different elements along one axis, each where it came first; `nan` is one of them.
  var unique: Value {
    var seen: Set<UInt32> = []
    let values = tensor.values.filter { value in
      let bits = value == 0 ? 0 : value.isNaN ? Float.nan.bitPattern : value.bitPattern
      return seen.insert(bits).inserted
    }
    return .object(TensorObject(Tensor(shape: [values.count], values: values)))
  }

  /// Whether an element is this number.
  func holds(_ number: Double) -> Bool { tensor.values.contains(Float(number)) }
}
