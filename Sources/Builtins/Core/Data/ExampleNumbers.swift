internal import Datasets
internal import Evaluation
internal import Tensors

/// The inputs of examples: a row of numbers each, or a sequence of rows.
enum InputNumbers {
  /// (count, features)
  case rows(Tensor)
  /// The values of all sequences end to end, and where each begins.
  case sequences(values: [Float], features: Int, starts: [Int])

  var count: Int {
    switch self {
    case .rows(let tensor): tensor.shape[0]
    case .sequences(_, _, let starts): starts.count - 1
    }
  }

  func examples(_ targets: Targets) -> any PresentedExamples {
    switch self {
    case .rows(let tensor):
      FeatureExamples(features: tensor.shape[1], inputs: tensor.values, targets: targets)
    case .sequences(let values, let features, let starts):
      SequenceExamples(features: features, inputs: values, starts: starts, targets: targets)
    }
  }

  /// The same without targets, to be asked about.
  var withoutTargets: any PresentedExamples {
    examples(.values([Float](repeating: 0, count: count), outputs: 1))
  }
}

/// Inputs and targets of examples from the values that a program gives.
///
/// Nothing is left out and nothing guessed: what is no number, or none that 32 bits hold, is told with its
/// row and column, counted from 0 as in the program.
struct ExampleNumbers {
  let context: CallContext

  /// The numbers of all examples: a row each of a matrix, a matrix each of a list of them or of a tensor
  /// (count, steps, features).
  func inputs(_ value: Value, _ argument: String = "inputs") throws -> InputNumbers {
    let table = Table(argument: argument)
    if let tensor = (value.asObject as? TensorObject)?.tensor, tensor.rank == 3, tensor.count > 0 {
      let (count, steps) = (tensor.shape[0], tensor.shape[1])
      for number in 0..<count {
        let size = steps * tensor.shape[2]
        try check(
          Tensor(
            shape: Array(tensor.shape[1...]),
            values: Array(tensor.values[number * size..<(number + 1) * size])),
          Table(argument: argument, sequence: number))
      }
      return .sequences(
        values: tensor.values, features: tensor.shape[2], starts: (0...count).map { $0 * steps })
    }
    if let list = value.asList, Self.depth(of: value) > 2 {
      return try sequences(list, argument)
    }
    guard let matrix = try rows(value, table), matrix.rank == 2, matrix.count > 0 else {
      throw NativeError(
        "S0203", "`\(argument)` must be a matrix: a row of numbers for each example",
        label: "this is \(value.kindPhrase)",
        help: "of sequences, give a matrix each, or a tensor (count, steps, features)",
        argument: argument)
    }
    return .rows(matrix)
  }

  /// How many indices a number in `value` takes, as its first elements tell: 2 of a matrix.
  static func depth(of value: Value) -> Int {
    var depth = 0
    var value = value
    while let list = value.asList, depth < 4 {
      depth += 1
      guard let first = list.items.first else { break }
      value = first
    }
    return depth + ((value.asObject as? TensorObject)?.tensor.rank ?? 0)
  }

  private func sequences(_ list: ListObject, _ argument: String) throws -> InputNumbers {
    var values: [Float] = []
    var starts = [0]
    var features = 0
    for (number, item) in list.items.enumerated() {
      if number & 0xFF == 0 { try context.checkStop() }
      let table = Table(argument: argument, sequence: number)
      guard let matrix = try rows(item, table), matrix.rank == 2, matrix.count > 0 else {
        throw NativeError(
          "S0203", "\(table.shown) must be a matrix: a row of numbers for each step",
          label: "this is \(item.kindPhrase)", notes: ["sequences are counted from 0"],
          help: "leave sequences without a step out", argument: argument)
      }
      if number == 0 { features = matrix.shape[1] }
      guard matrix.shape[1] == features else {
        throw NativeError(
          "S0203", "\(table.shown) has \(matrix.shape[1]) numbers a step, not \(features)",
          notes: ["sequences are counted from 0"],
          help: "sequences may differ in how many steps they have, and in nothing else",
          argument: argument)
      }
      try checkSize([values.count + matrix.count])
      values += matrix.values
      starts.append(values.count / features)
    }
    return .sequences(values: values, features: features, starts: starts)
  }

  /// A class or numbers for each of the examples, or for each of their steps.
  func targets(_ value: Value, of inputs: InputNumbers) throws -> Targets {
    guard case .sequences(_, _, let starts) = inputs, let lists = value.asList,
      lists.count == inputs.count, lists.items.allSatisfy({ isOfSteps($0) })
    else { return try targets(value, count: inputs.count) }
    var all: [Value] = []
    for (number, list) in lists.items.enumerated() {
      if number & 0xFF == 0 { try context.checkStop() }
      let steps = starts[number + 1] - starts[number]
      guard let given = Self.steps(of: list), given.count == steps else {
        throw NativeError(
          "S0203",
          "sequence \(number) has \(steps) steps, but \(Self.steps(of: list)?.count ?? 0) targets",
          notes: ["sequences are counted from 0"],
          help: "give a target for each step, or one for the sequence", argument: "targets")
      }
      all += given
    }
    return .steps(try targets(.list(all), count: all.count), starts: starts)
  }

  /// A list of classes, or of lists of numbers: what one step wants each. A list of numbers is what a whole example
  /// wants.
  private func isOfSteps(_ value: Value) -> Bool {
    Self.steps(of: value)?.first.map { $0.asNumber == nil } ?? false
  }

  private static func steps(of value: Value) -> [Value]? {
    if let list = value.asList { return list.values }
    guard let tensor = (value.asObject as? TensorObject)?.tensor, tensor.rank == 2 else {
      return nil
    }
    let width = tensor.shape[1]
    return (0..<tensor.shape[0]).map { row in
      .list(tensor.values[row * width..<(row + 1) * width].map { .number(Double($0)) })
    }
  }

  /// A class or numbers for each of `count` examples.
  private func targets(_ value: Value, count: Int) throws -> Targets {
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
    guard let numbers = try rows(value, Table(argument: "targets")), numbers.count > 0 else {
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

  /// What rows stand in: an argument, or one of its sequences.
  private struct Table {
    let argument: String
    var sequence: Int?

    var shown: String { (sequence.map { "sequence \($0) of " } ?? "") + "`\(argument)`" }
  }

  /// A tensor as it stands; of lists of numbers (count, width), of numbers (count). Nil where it is
  /// neither.
  private func rows(_ value: Value, _ table: Table) throws -> Tensor? {
    if let tensor = (value.asObject as? TensorObject)?.tensor {
      try check(tensor, table)
      return tensor
    }
    guard let list = value.asList, let first = list.items.first else { return nil }
    let width = Self.row(first)?.count ?? (first.asNumber == nil ? nil : 1)
    guard let width, width > 0 else {
      throw noNumber(first, 0, nil, table)
    }
    try checkSize([list.count, width])
    var values: [Float] = []
    values.reserveCapacity(list.count * width)
    for (row, item) in list.items.enumerated() {
      if row & 0xFF == 0 { try context.checkStop() }
      guard Self.row(first) != nil else {
        values.append(try number(item, row, nil, table))
        continue
      }
      guard let cells = Self.row(item) else {
        throw noNumber(item, row, nil, table, wanted: "list")
      }
      guard cells.count == width else {
        throw NativeError(
          "S0203", "row \(row) of \(table.shown) has length \(cells.count), not \(width)",
          notes: ["rows are counted from 0"], argument: table.argument)
      }
      for (column, cell) in cells.enumerated() {
        values.append(try number(cell, row, column, table))
      }
    }
    return Tensor(
      shape: Self.row(first) == nil ? [list.count] : [list.count, width], values: values)
  }

  /// The cells of a list, or of a tensor of rank 1.
  private static func row(_ value: Value) -> [Value]? {
    if let list = value.asList { return list.values }
    guard let tensor = (value.asObject as? TensorObject)?.tensor, tensor.rank == 1 else {
      return nil
    }
    return tensor.values.map { .number(Double($0)) }
  }

  private func number(_ value: Value, _ row: Int, _ column: Int?, _ table: Table) throws -> Float {
    guard let number = value.asNumber else { throw noNumber(value, row, column, table) }
    let float = Float(number)
    guard float.isFinite else { throw notFinite(number, row, column, table) }
    return float
  }

  /// A tensor holds numbers, but not all of them are any to learn from.
  private func check(_ tensor: Tensor, _ table: Table) throws {
    guard let place = tensor.values.firstIndex(where: { !$0.isFinite }) else { return }
    let width = max(tensor.count / max(tensor.shape.first ?? 1, 1), 1)
    throw notFinite(
      Double(tensor.values[place]), place / width, tensor.rank > 1 ? place % width : nil, table)
  }

  private func place(_ row: Int, _ column: Int?) -> String {
    "row \(row)" + (column.map { ", column \($0)" } ?? "")
  }

  private func noNumber(
    _ value: Value, _ row: Int, _ column: Int?, _ table: Table, wanted: String = "number"
  ) -> NativeError {
    NativeError(
      "S0302", "\(place(row, column)) of \(table.shown) is no \(wanted)",
      label: "this is \(value.kindPhrase)", notes: ["rows and columns are counted from 0"],
      help: table.argument == "targets"
        ? "targets are classes (strings), numbers, or lists of numbers"
        : "leave such rows out, or put a number in its place", argument: table.argument)
  }

  private func notFinite(
    _ number: Double, _ row: Int, _ column: Int?, _ table: Table
  ) -> NativeError {
    let what = number.isFinite ? "too large for 32 bits" : number.asValue.text
    return NativeError(
      "S0302", "\(place(row, column)) of \(table.shown) is \(what)",
      notes: ["rows and columns are counted from 0", "a model learns nothing from such a number"],
      help: "leave such rows out, or put a number in its place", argument: table.argument)
  }
}
