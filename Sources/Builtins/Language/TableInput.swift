internal import Datasets
internal import Evaluation

/// Reads a table of separated values: once to see what its columns hold, once to make the rows.
struct TableInput {
  private let text: [UInt8]
  private let separator: UInt8
  private let path: String
  private let hasHeader: Bool
  private let context: CallContext

  init(_ file: DataFile, hasHeader: Bool, _ context: CallContext) throws {
    (text, separator) = try file.table()
    path = file.path
    self.hasHeader = hasHeader
    self.context = context
  }

  /// Maps with the names of the first line as keys, or lists where there are no names. Throws `DataError`.
  func rows() throws -> Value {
    var names: [Value]?
    var columns = TableColumns(separator: separator)
    try forEachRecord { record, isFirst in
      if isFirst, hasHeader { names = try Self.names(record, path) }
      columns.note(record, isHeader: isFirst && hasHeader)
    }
    // A text takes some forty bytes beside its own, a value in a map as much with its key.
    try MemoryBudget.check(
      Double(columns.cells) * 80 + Double(text.count), for: "the table", argument: "path")
    let contents = columns.contents
    var rows: [Value] = []
    try forEachRecord { record, isFirst in
      if isFirst, hasHeader { return }
      let values = (0..<record.count).map { value(record, $0, contents[$0]) }
      guard let names else { return rows.append(.list(values)) }
      rows.append(.object(MapObject(pairs: zip(names, values).map { (key: $0, value: $1) })))
    }
    return .list(rows)
  }

  private func value(
    _ record: DelimitedRecord, _ field: Int, _ content: TableColumn.Content
  ) -> Value {
    let cell = record[field]
    if cell.isEmpty, !record.isQuoted(field) || content != .texts { return .none }
    switch content {
    case .numbers: return Cell.number(cell).map { .number($0) } ?? .none
    case .bools: return Cell.bool(cell).map { .bool($0) } ?? .none
    case .texts: return .string(record.text(field))
    }
  }

  /// Calls `body` with each record of the file's width, and whether it is the first.
  private func forEachRecord(
    _ body: (DelimitedRecord, _ isFirst: Bool) throws -> Void
  ) throws {
    var reader = DelimitedReader(separator: separator, name: path)
    var (count, width) = (0, 0)
    func take(_ record: DelimitedRecord) throws {
      // In a table of one column an empty line is an empty cell.
      if record.isBlank, count == 0 || width != 1 { return }
      if count == 0 { width = record.count }
      guard record.count == width || !hasHeader else { throw wrongWidth(record, width) }
      try body(record, count == 0)
      count += 1
    }
    for start in stride(from: 0, to: text.count, by: 1 << 16) {
      try context.checkStop()
      try reader.take(Array(text[start..<min(start + 1 << 16, text.count)]), take)
    }
    try reader.finish(take)
  }

  private static func names(_ record: DelimitedRecord, _ path: String) throws -> [Value] {
    var places: [[UInt8]: Int] = [:]
    return try (0..<record.count).map { field in
      let name = record.text(field)
      if let first = places.updateValue(field, forKey: Array(record[field])) {
        throw DataError(
          .badRecord, "`\(path)` has two columns `\(name.prefix(80))`",
          notes: ["they are the columns \(first + 1) and \(field + 1)"],
          help: "give one of them another name, or read lists:  read_csv(path, header: false)")
      }
      return .string(name)
    }
  }

  private func wrongWidth(_ record: DelimitedRecord, _ width: Int) -> DataError {
    DataError(
      .badRecord,
      "line \(record.line) of `\(path)` has \(record.count) field"
        + "\(record.count == 1 ? "" : "s"), not \(width)",
      help: "a field that holds the separator or a quote stands in quotes")
  }
}
