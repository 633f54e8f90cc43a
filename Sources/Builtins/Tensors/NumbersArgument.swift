internal import Evaluation
internal import Tensors

/// Numbers out of a list, range or tensor, whatever its axes.
struct Numbers {
  /// What is blamed where they are none.
  let argument: String

  func of(_ value: Value) throws -> [Double] {
    if let tensor = (value.asObject as? TensorObject)?.tensor {
      try MemoryBudget.check(Double(tensor.count) * 8, for: "the numbers", argument: argument)
      return tensor.values.map { $0.nearestShort }
    }
    if let range = value.asObject as? RangeObject { return try range.numbers() }
    guard let list = value.asList else { throw wrong(value) }
    try MemoryBudget.check(Double(list.count) * 8, for: "the numbers", argument: argument)
    return try list.items.map { item in
      guard let number = item.asNumber else { throw wrong(item) }
      return number
    }
  }

  private func wrong(_ value: Value) -> NativeError {
    NativeError(
      "S0302", "`\(argument)` must be numbers", label: "found \(value.kindPhrase)",
      argument: argument)
  }
}
