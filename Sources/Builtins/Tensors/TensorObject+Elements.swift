internal import Evaluation
internal import Tensors

/// Elements and slices of tensors.
extension TensorObject {
  /// The positions that each axis's item chooses, and whether the axis stays.
  private func choose(_ items: [Subscript]) throws -> [(positions: [Int], isKept: Bool)] {
    guard items.count <= tensor.rank else {
      throw NativeError(
        "S0204", "too many indices",
        label: "\(tensor.name) has \(tensor.rank == 1 ? "1 axis" : "\(tensor.rank) axes")")
    }
    return try tensor.shape.enumerated().map { axis, length in
      guard axis < items.count else { return (Array(0..<length), true) }
      switch items[axis] {
      case .index(let index): return ([try place(index, length, axis)], false)
      case .indices(let indices): return (try indices.map { try place($0, length, axis) }, true)
      case .slice(let from, let to, let by):
        guard by > 0 else {
          throw NativeError(
            "S0206", "a slice of a tensor goes forwards", help: "backwards:  reverse(x, axis: 0)")
        }
        func clamp(_ index: Int) -> Int { min(max(index < 0 ? index + length : index, 0), length) }
        let positions = stride(from: from.map(clamp) ?? 0, to: to.map(clamp) ?? length, by: by)
        return (Array(positions), true)
      }
    }
  }

  private func place(_ index: Int, _ length: Int, _ axis: Int) throws -> Int {
    let place = index < 0 ? index + length : index
    guard (0..<length).contains(place) else {
      throw NativeError(
        "S0204", "index \(index) is outside axis \(axis)", label: "\(tensor.name) has \(length)")
    }
    return place
  }

  func elements(_ items: [Subscript]) throws -> Value {
    let chosen = try choose(items)
    try checkSize(chosen.map(\.positions.count))
    let places = Self.places(chosen, tensor.strides)
    let shape = chosen.filter(\.isKept).map(\.positions.count)
    let whole = tensor.shape
    return Self.value(
      Tensor(shape: shape, values: places.map { tensor.values[$0] }),
      from: node.source { gradient in
        var pulled = Tensor(shape: whole, repeating: 0)
        for (number, place) in places.enumerated() {
          pulled.values[place] += gradient.values[number]
        }
        return pulled
      })
  }

  func setElements(_ items: [Subscript], _ value: Value) throws {
    guard node == nil else {
      throw NativeError(
        "S0205", "a tensor that a gradient looks back on cannot be changed in place",
        help: "put it together anew:  concatenate, stack or where")
    }
    let chosen = try choose(items)
    let shape = chosen.filter(\.isKept).map(\.positions.count)
    guard let source = Self.operand(value), source.node == nil else {
      throw NativeError(
        "S0302", "elements of a tensor are numbers", label: "this is \(value.kindPhrase)")
    }
    let target = try shaped { try Tensor.broadcast(shape, source.tensor.shape, in: "=") }
    guard target == shape else {
      throw NativeError(
        "S0203", "\(source.tensor.name) does not fit into a slice of shape \(shape)")
    }
    let fitted = source.tensor.expanded(to: shape)
    for (number, place) in Self.places(chosen, tensor.strides).enumerated() {
      tensor.values[place] = fitted.values[number]
    }
  }

  /// Where the chosen elements lie, in row-major order.
  private static func places(
    _ chosen: [(positions: [Int], isKept: Bool)], _ strides: [Int]
  ) -> [Int] {
    var places = [0]
    for (axis, choice) in chosen.enumerated() {
      if choice.positions.count == 1 {
        let step = choice.positions[0] * strides[axis]
        for number in places.indices { places[number] += step }
      } else {
        places = places.flatMap { base in choice.positions.map { base + $0 * strides[axis] } }
      }
    }
    return places
  }
}
