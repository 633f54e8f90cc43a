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
    let blocks = try blocks(of: chosen)
    let shape = chosen.filter(\.isKept).map(\.positions.count)
    let whole = tensor.shape
    var values: [Float] = []
    if blocks.length == 1 {
      values = blocks.starts.map { tensor.values[$0] }
    } else {
      values.reserveCapacity(blocks.starts.count * blocks.length)
      for start in blocks.starts { values += tensor.values[start..<start + blocks.length] }
    }
    return Self.value(
      Tensor(shape: shape, values: values),
      from: node.source { gradient in
        var pulled = Tensor(shape: whole, repeating: 0)
        var next = 0
        for start in blocks.starts {
          for place in start..<start + blocks.length {
            pulled.values[place] += gradient.values[next]
            next += 1
          }
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
    var next = 0
    let blocks = try blocks(of: chosen)
    for start in blocks.starts {
      for place in start..<start + blocks.length {
        tensor.values[place] = fitted.values[next]
        next += 1
      }
    }
  }

  /// Where the chosen elements lie, in row-major order: blocks of neighbours as long as the last axes that
  /// are chosen whole.
  private func blocks(
    of chosen: [(positions: [Int], isKept: Bool)]
  ) throws -> (starts: [Int], length: Int) {
    let shape = tensor.shape
    let strides = tensor.strides
    var split = chosen.count
    var length = 1
    while split > 0, chosen[split - 1].positions.elementsEqual(0..<shape[split - 1]) {
      split -= 1
      length *= shape[split]
    }
    let count = chosen[..<split].reduce(1.0) { $0 * Double($1.positions.count) }
    try MemoryBudget.check(16 * count, for: "the slice")
    var starts = [0]
    for (axis, choice) in chosen[..<split].enumerated() {
      if choice.positions.count == 1 {
        let step = choice.positions[0] * strides[axis]
        for number in starts.indices { starts[number] += step }
      } else {
        starts = starts.flatMap { base in choice.positions.map { base + $0 * strides[axis] } }
      }
    }
    return (length == 0 ? [] : starts, length)
  }
}
