internal import Differentiation
internal import Evaluation
internal import Tensors

/// Elements of tensors: what indices, slices, lists and masks between brackets choose, read and assigned.
///
/// Each item chooses places along one axis, a mask along as many axes as it has: taken together these lie
/// as one axis, whose places are the mask's elements in row-major order. An index takes its axis away; the
/// result has the others in their order, as in NumPy. Where NumPy would put them in another order, or pair
/// a mask with a list of indices, the choice is refused.
extension TensorObject {
  /// What is chosen of one axis, or of those that a mask goes over.
  private struct Choice {
    var positions: [Int]
    /// The length of the axis, and how far apart its neighbours lie.
    var length: Int
    var stride: Int
    /// Its axes in the result.
    var shape: [Int]

    var isWhole: Bool { positions.elementsEqual(0..<length) }
  }

  private func choose(_ selections: [Selection]) throws -> [Choice] {
    let axes = selections.reduce(0) { sum, selection in
      if case .mask(let mask) = selection { sum + mask.shape.count } else { sum + 1 }
    }
    guard axes <= tensor.rank else {
      throw NativeError(
        "S0204", "too many indices",
        label: "\(tensor.name) has \(tensor.rank == 1 ? "1 axis" : "\(tensor.rank) axes")")
    }
    try Self.checkMix(selections)
    let (shape, strides) = (tensor.shape, tensor.strides)
    var choices: [Choice] = []
    var axis = 0
    func add(_ positions: [Int], _ shape: [Int], over length: Int) {
      choices.append(
        Choice(positions: positions, length: length, stride: strides[axis], shape: shape))
      axis += 1
    }
    for selection in selections {
      let length = shape[axis]
      switch selection {
      case .item(.index(let index)): add([try place(index, length, axis)], [], over: length)
      case .item(.indices(let indices)):
        add(try indices.map { try place($0, length, axis) }, [indices.count], over: length)
      case .item(.slice(let from, let to, let by)):
        let slice = Subscript.slice(from: from, to: to, by: by)
        let positions = try slice.positions(of: length, in: "tensor")
        add(positions, [positions.count], over: length)
      case .table(let table, let indices):
        add(try indices.map { try place($0, length, axis) }, table, over: length)
      case .mask(let mask):
        let covered = Array(shape[axis..<axis + mask.shape.count])
        guard covered == mask.shape else { throw mismatch(mask, covered) }
        axis += covered.count - 1
        add(mask.places, [mask.places.count], over: covered.reduce(1, *))
      }
    }
    while axis < shape.count { add(Array(0..<shape[axis]), [shape[axis]], over: shape[axis]) }
    return choices
  }

  private func mismatch(_ mask: Mask, _ covered: [Int]) -> NativeError {
    NativeError(
      "S0203", "the mask does not fit the tensor",
      label: "the mask has shape \(mask.shape), its place in \(tensor.name) has \(covered)",
      help: "a mask has the shape of the tensor, or of its first axes")
  }

  /// Throws where a mask stands with others that NumPy takes otherwise than one by one: those it would pair
  /// with the mask, or put before slices.
  private static func checkMix(_ selections: [Selection]) throws {
    guard let mask = selections.firstIndex(where: \.isMask) else { return }
    guard selections.count(where: \.choosesSeveral) == 1 else {
      throw NativeError(
        "S0204", "a mask stands with indices and slices, not with another mask or a list",
        help: "one after the other:  y = x[mask]  and  y[.., list]")
    }
    let chosen = selections.drop(while: \.isSlice)
    let last = chosen.lastIndex { !$0.isSlice } ?? mask
    let areApart = chosen[chosen.startIndex...last].contains(where: \.isSlice)
    guard !(areApart && selections[..<mask].contains(where: \.isSlice)) else {
      throw NativeError(
        "S0204", "a mask behind a slice stands beside the indices",
        help: "one after the other:  y = x[0]  and  y[.., mask]")
    }
  }

  private func place(_ index: Int, _ length: Int, _ axis: Int) throws -> Int {
    let place = Subscript.place(index, of: length)
    guard (0..<length).contains(place) else {
      throw NativeError(
        "S0204", "index \(index) is outside axis \(axis)", label: "\(tensor.name) has \(length)")
    }
    return place
  }

  func elements(_ selections: [Selection]) throws -> Value {
    let choices = try choose(selections)
    let shape = choices.flatMap(\.shape)
    guard shape.count <= mostAxes else {
      throw NativeError("S0204", "the result would have more than \(mostAxes) axes")
    }
    try checkSize(choices.map(\.positions.count))
    let blocks = try Self.blocks(of: choices)
    return Self.value(
      traced.blocks(at: blocks.starts, length: blocks.length, shape: shape), content)
  }

  func setElements(_ selections: [Selection], _ value: Value) throws {
    guard node == nil else {
      throw NativeError(
        "S0205", "a tensor that a gradient looks back on cannot be changed in place",
        help: "put it together anew:  concatenate, stack or where")
    }
    let choices = try choose(selections)
    let shape = choices.flatMap(\.shape)
    guard let source = Self.operand(value), source.node == nil else {
      throw NativeError(
        "S0302", "elements of a tensor are numbers", label: "this is \(value.kindPhrase)")
    }
    let target = try shaped { try Tensor.broadcast(shape, source.tensor.shape, in: "=") }
    guard target == shape else {
      throw NativeError(
        "S0203", "\(source.tensor.name) does not fit into a slice of shape \(shape)")
    }
    try checkSize(shape)
    let fitted = source.tensor.expanded(to: shape)
    // A mask stays one as long as it holds nothing else.
    if content == .mask, !fitted.values.allSatisfy({ $0 == 0 || $0 == 1 }) { content = .numbers }
    var next = 0
    let blocks = try Self.blocks(of: choices)
    for start in blocks.starts {
      for place in start..<start + blocks.length {
        tensor.values[place] = fitted.values[next]
        next += 1
      }
    }
  }

  /// Where the chosen elements lie, in row-major order: blocks of neighbours as long as the last axes that
  /// are chosen whole.
  private static func blocks(of choices: [Choice]) throws -> (starts: [Int], length: Int) {
    var split = choices.count
    var length = 1
    while split > 0, choices[split - 1].isWhole {
      split -= 1
      length *= choices[split].length
    }
    let count = choices[..<split].reduce(1.0) { $0 * Double($1.positions.count) }
    try MemoryBudget.check(16 * count, for: "the slice")
    var starts = [0]
    for choice in choices[..<split] {
      if choice.positions.count == 1 {
        let step = choice.positions[0] * choice.stride
        for number in starts.indices { starts[number] += step }
      } else {
        starts = starts.flatMap { base in choice.positions.map { base + $0 * choice.stride } }
      }
    }
    return (length == 0 ? [] : starts, length)
  }
}

extension Selection {
  fileprivate var isMask: Bool { if case .mask = self { true } else { false } }
  fileprivate var isSlice: Bool { if case .item(.slice) = self { true } else { false } }

  /// Places of its own choice, not those of a slice.
  fileprivate var choosesSeveral: Bool {
    switch self {
    case .mask, .table, .item(.indices): true
    case .item(.index), .item(.slice): false
    }
  }
}
