internal import Datasets
internal import Evaluation
internal import Tensors

/// Inputs and targets of examples from the values that a program gives.
///
/// Nothing is left out and nothing guessed: what is no number, or none that 32 bits hold, is told with its
/// row and column, counted from 0 as in the program.
struct ExampleNumbers {
  let context: CallContext

  /// (count, features): the numbers of all examples, a row each.
  func inputs(_ value: Value, _ argument: String = "inputs") throws -> Tensor {
    let matrix = try rows(value, argument)
    guard let matrix, matrix.rank == 2, matrix.count > 0 else {
      throw NativeError(
        "S0203", "`\(argument)` must be a matrix: a row of numbers for each example",
        label: "this is \(value.kindPhrase)", argument: argument)
    }
    return matrix
  }

  /// A class or numbers for each of `count` examples.
  func targets(_ value: Value, count: Int) throws -> Targets {
    let given = (value.asObject as? TensorObject)?.tensor.shape.first ?? value.asList?.count
    guard let given else {
      throw NativeError(
        "S0302", "targets are classes (strings), or numbers", label: "this is \(value.kindPhrase)",
        argument: "targets")
    }
    guard given == count else {
      throw NativeError(
        "S0203", "there are \(count) inputs, but \(given) targets", argument: "targets")
    }
    if let list = value.asList, list.items.first?.asString != nil {
      return try classes(list)
    }
    guard let numbers = try rows(value, "targets"), numbers.count > 0 else {
      throw NativeError("S0302", "targets are classes (strings), or numbers", argument: "targets")
    }
    return .values(numbers.values, outputs: numbers.count / count)
  }

  private func classes(_ list: ListObject) throws -> Targets {
    try bridged {
      var reader = try LabelReader()
      for (row, item) in list.items.enumerated() {
        if row & 0xFF == 0 { try context.checkStop() }
        guard let label = item.asString else {
          throw NativeError(
            "S0302", "target \(row) is no class", label: "this is \(item.kindPhrase)",
            notes: ["the first target is a string"],
            help: "classes are strings:  map(targets, string)", argument: "targets")
        }
        try reader.read(Array(label.utf8), place: "row \(row) of `targets`")
      }
      return try reader.targets()
    }
  }

  /// A tensor as it stands; of lists of numbers (count, width), of numbers (count). Nil where it is
  /// neither.
  private func rows(_ value: Value, _ name: String) throws -> Tensor? {
    if let tensor = (value.asObject as? TensorObject)?.tensor {
      try check(tensor, name)
      return tensor
    }
    guard let list = value.asList, let first = list.items.first else { return nil }
    let width = first.asList?.count ?? (first.asNumber == nil ? nil : 1)
    guard let width, width > 0 else {
      throw noNumber(first, 0, nil, name)
    }
    try checkSize([list.count, width])
    var values: [Float] = []
    values.reserveCapacity(list.count * width)
    for (row, item) in list.items.enumerated() {
      if row & 0xFF == 0 { try context.checkStop() }
      guard first.asList != nil else {
        values.append(try number(item, row, nil, name))
        continue
      }
      guard let cells = item.asList else { throw noNumber(item, row, nil, name, wanted: "list") }
      guard cells.count == width else {
        throw NativeError(
          "S0203", "row \(row) of `\(name)` has length \(cells.count), not \(width)",
          notes: ["rows are counted from 0"], argument: name)
      }
      for (column, cell) in cells.items.enumerated() {
        values.append(try number(cell, row, column, name))
      }
    }
    return Tensor(shape: first.asList == nil ? [list.count] : [list.count, width], values: values)
  }

  private func number(_ value: Value, _ row: Int, _ column: Int?, _ name: String) throws -> Float {
    guard let number = value.asNumber else { throw noNumber(value, row, column, name) }
    let float = Float(number)
    guard float.isFinite else { throw notFinite(number, row, column, name) }
    return float
  }

  /// A tensor holds numbers, but not all of them are any to learn from.
  private func check(_ tensor: Tensor, _ name: String) throws {
    guard let place = tensor.values.firstIndex(where: { !$0.isFinite }) else { return }
    let width = max(tensor.count / max(tensor.shape.first ?? 1, 1), 1)
    throw notFinite(
      Double(tensor.values[place]), place / width, tensor.rank > 1 ? place % width : nil, name)
  }

  private func place(_ row: Int, _ column: Int?) -> String {
    "row \(row)" + (column.map { ", column \($0)" } ?? "")
  }

  private func noNumber(
    _ value: Value, _ row: Int, _ column: Int?, _ name: String, wanted: String = "number"
  ) -> NativeError {
    NativeError(
      "S0302", "\(place(row, column)) of `\(name)` is no \(wanted)",
      label: "this is \(value.kindPhrase)", notes: ["rows and columns are counted from 0"],
      help: name == "targets"
        ? "targets are classes (strings), numbers, or lists of numbers"
        : "leave such rows out, or put a number in its place", argument: name)
  }

  private func notFinite(
    _ number: Double, _ row: Int, _ column: Int?, _ name: String
  ) -> NativeError {
    let what = number.isFinite ? "too large for 32 bits" : number.asValue.text
    return NativeError(
      "S0302", "\(place(row, column)) of `\(name)` is \(what)",
      notes: ["rows and columns are counted from 0", "a model learns nothing from such a number"],
      help: "leave such rows out, or put a number in its place", argument: name)
  }
}
