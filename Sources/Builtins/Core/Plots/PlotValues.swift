internal import Evaluation
internal import Figures
internal import Layers
internal import Tensors

/// Values of the language as numbers of a figure.
enum PlotValues {
  /// The most numbers of a range that are drawn.
  private static let mostOfRange = 10_000_000

  /// A list, a range or a tensor of one axis; `none` in a list is a gap.
  static func numbers(_ value: Value) throws -> [Double]? {
    switch value.asObject {
    case let list as ListObject:
      try checkMemory(list.count)
      var numbers: [Double] = []
      numbers.reserveCapacity(list.count)
      for item in list.items {
        switch item {
        case .number(let number): numbers.append(number)
        case .none: numbers.append(.nan)
        case .undefined, .bool, .object: return nil
        }
      }
      return numbers
    case let range as RangeObject where range.count <= mostOfRange:
      return (0..<range.count).map { range[$0] }
    case let object as TensorObject where object.tensor.rank == 1:
      try checkMemory(object.tensor.count)
      return object.tensor.values.map(Double.init)
    default: return nil
    }
  }

  /// Lists of numbers, or a tensor of two axes by its rows.
  static func rows(_ value: Value, argument: String) throws -> [[Double]] {
    if let tensor = (value.asObject as? TensorObject)?.tensor, tensor.rank == 2 {
      let width = tensor.shape[1]
      try checkMemory(tensor.count)
      return (0..<tensor.shape[0]).map { row in
        tensor.values[row * width..<(row + 1) * width].map(Double.init)
      }
    }
    guard let list = value.asList else { throw wrong(value, argument) }
    return try list.values.map { item in
      guard let numbers = try numbers(item) else { throw wrong(item, argument) }
      return numbers
    }
  }

  /// One list of numbers, or several with their names.
  static func several(
    _ value: Value, _ labels: [String], argument: String
  ) throws -> [(name: String, values: [Double])] {
    if let map = value.asMap {
      return try map.pairs.map { pair in
        guard let numbers = try numbers(pair.value) else { throw wrong(pair.value, argument) }
        return (pair.key.text, numbers)
      }
    }
    let lists: [[Double]]
    if let one = try numbers(value) {
      lists = [one]
    } else {
      lists = try rows(value, argument: argument)
    }
    if labels.isEmpty {
      return lists.enumerated().map { (lists.count > 1 ? "\($0 + 1)" : "", $1) }
    }
    try checkCount(labels.count, of: "labels", lists.count, argument: "labels")
    return Array(zip(labels, lists)).map { (name: $0.0, values: $0.1) }
  }

  /// The names of the groups, and the bars.
  static func bars(_ value: Value, labels: [String]) throws -> ([String], [Bars]) {
    if let map = value.asMap, let numbers = try numbers(.list(map.pairs.map(\.value))) {
      return (labels.count == numbers.count ? labels : map.keys.map(\.text), [Bars("", numbers)])
    }
    let bars = try several(value, [], argument: "values")
    let count = bars.map(\.values.count).max() ?? 0
    let names = labels.isEmpty ? (0..<count).map(String.init) : labels
    try checkCount(names.count, of: "labels", count, argument: "labels")
    return (names, bars.map { Bars($0.name, $0.values) })
  }

  /// All numbers of what has some.
  static func weights(_ value: Value) throws -> [Double] {
    switch value.asObject {
    case let object as TensorObject:
      try checkMemory(object.tensor.count)
      return object.tensor.values.map(Double.init)
    case let object as SparseObject:
      try checkMemory(object.matrix.count)
      return object.matrix.values.map(Double.init)
    case let object as LayerObject:
      return object.layer.matrices.flatMap { matrix in
        matrix.parameter.values.array.map(Double.init)
      }
    default:
      guard let numbers = try numbers(value) else { throw wrong(value, "values") }
      return numbers
    }
  }

  /// A matrix. Of a large sparse one, the share of connections in each of its blocks.
  static func grid(_ value: Value, rows: [String], columns: [String]) throws -> Grid {
    let grid: Grid
    if let matrix = (value.asObject as? SparseObject)?.matrix {
      grid = matrix.grid()
    } else {
      let lists = try PlotValues.rows(value, argument: "matrix")
      let width = lists.map(\.count).max() ?? 0
      guard lists.allSatisfy({ $0.count == width }) else {
        throw NativeError(
          "S0203", "the rows of a matrix are of one length",
          label: "they are \(lists.map(\.count).min() ?? 0) to \(width) long", argument: "matrix")
      }
      grid = Grid(rows: lists.count, columns: width, values: Array(lists.joined()))
    }
    if !rows.isEmpty { try checkCount(rows.count, of: "rows", grid.rows, argument: "rows") }
    if !columns.isEmpty {
      try checkCount(columns.count, of: "columns", grid.columns, argument: "columns")
    }
    return grid.named(rows: rows, columns: columns)
  }

  /// A figure has the numbers twice while it is made, and once more what of them is finite.
  private static func checkMemory(_ count: Int) throws {
    try MemoryBudget.check(32 * Double(count), for: "the figure's numbers")
  }

  static func wrong(_ value: Value, _ argument: String) -> NativeError {
    NativeError(
      "S0302", "only numbers can be drawn", label: "this is \(value.kindPhrase)",
      notes: ["a list of numbers, a tensor, a range, or lists of those"], argument: argument)
  }

  /// What names its own rows and columns is given no others.
  static func checkNoNames(_ rows: [String], _ columns: [String]) throws {
    guard rows.isEmpty, columns.isEmpty else {
      throw NativeError(
        "S0302", "this names its rows and columns itself",
        argument: rows.isEmpty ? "columns" : "rows")
    }
  }

  static func checkCount(
    _ count: Int, of name: String, _ expected: Int, argument: String
  ) throws {
    guard count != expected else { return }
    throw NativeError(
      "S0203", "`\(name)` must be as many as there are to draw",
      label: "here are \(count), not \(expected)", argument: argument)
  }
}
