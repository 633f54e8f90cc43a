internal import Evaluation
internal import Tensors

/// Whole numbers, or pairs of them, out of tensors and lists.
struct PlaceNumbers {
  /// What is blamed where they are none.
  let argument: String

  /// Of a tensor with one axis or a list; none of `none`.
  func numbers(_ value: Value) throws -> [Int] {
    if case .none = value { return [] }
    if let tensor = (value.asObject as? TensorObject)?.tensor, tensor.rank == 1 {
      return try tensor.values.map { try whole(Double($0)) }
    }
    guard let list = value.asList else { throw wrong("a list or tensor of whole numbers", value) }
    try MemoryBudget.check(Double(list.count) * 8, for: "the numbers", argument: argument)
    return try list.items.map { item in
      guard let number = item.asNumber else { throw wrong("whole numbers", item) }
      return try whole(number)
    }
  }

  /// Of a tensor (count, 2) or a list of pairs; none of `none`.
  func pairs(_ value: Value) throws -> [(Int, Int)] {
    if case .none = value { return [] }
    if let tensor = (value.asObject as? TensorObject)?.tensor {
      guard tensor.rank == 2, tensor.shape[1] == 2 || tensor.count == 0 else {
        throw NativeError(
          "S0203", "`\(argument)` must be pairs of a row and a column",
          label: "this is \(tensor.name)", argument: argument)
      }
      return try (0..<tensor.count / 2).map {
        (try whole(Double(tensor.values[2 * $0])), try whole(Double(tensor.values[2 * $0 + 1])))
      }
    }
    guard let list = value.asList else { throw wrong("pairs [row, column]", value) }
    try MemoryBudget.check(Double(list.count) * 16, for: "the places", argument: argument)
    return try list.items.map { item in
      let pair = try numbers(item)
      guard pair.count == 2 else { throw wrong("pairs [row, column]", item) }
      return (pair[0], pair[1])
    }
  }

  private func whole(_ number: Double) throws -> Int {
    guard let whole = Value.number(number).asWhole else {
      throw NativeError(
        "S0302", "`\(argument)` holds \(Value.number(number).text), which is no whole number",
        argument: argument)
    }
    return whole
  }

  private func wrong(_ wanted: String, _ value: Value) -> NativeError {
    NativeError(
      "S0302", "`\(argument)` must be \(wanted)", label: "this is \(value.kindPhrase)",
      argument: argument)
  }
}
