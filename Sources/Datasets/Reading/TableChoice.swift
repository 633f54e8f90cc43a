/// Which columns of a table are inputs, and which is to be learned.
public struct TableChoice {
  /// What is wanted of each row.
  public var target: String
  /// The target's cells are classes, even where they are numbers.
  public var isLabel: Bool
  /// The inputs; nil for all columns but the target.
  public var columns: [String]?
  /// Columns whose numbers are names.
  public var categories: [String]

  public init(target: String, isLabel: Bool, columns: [String]?, categories: [String]) {
    self.target = target
    self.isLabel = isLabel
    self.columns = columns
    self.categories = categories
  }

  /// The inputs of a table; columns `besides` the target are none.
  func inputs(of source: any TextSource, besides: [String] = []) throws -> [String] {
    let others = Set(besides + [target])
    let inputs = try columns ?? source.columnNames().filter { !others.contains($0) }
    guard !inputs.isEmpty else {
      throw DataError(.badOption, "`\(source.name)` has no column to learn from")
    }
    if let other = inputs.first(where: others.contains) {
      throw DataError(
        .badOption,
        "`\(other)` is \(other == target ? "the target" : "what names sequences"), and cannot be an input",
        help: "leave it out of  columns:")
    }
    return inputs
  }

  /// What reads the target.
  var targetReader: TableColumnReader {
    TableColumnReader(target, readsNames: isLabel || categories.contains(target))
  }
}
