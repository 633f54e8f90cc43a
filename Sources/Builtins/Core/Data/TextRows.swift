internal import Datasets
internal import Evaluation

/// Rows that a program holds as a source of texts: maps by the names of their columns, or lists of cells,
/// as `read_csv` gives them.
struct TextRows: TextSource {
  let rows: ListObject
  /// The parameter that they were given to.
  let argument: String

  var name: String { "texts" }

  func columnNames() throws -> [String] {
    guard let first = rows.items.first?.asMap else {
      throw NativeError(
        "S0302", "`\(argument)` must be a list of maps, one a row",
        label: rows.items.isEmpty ? "this is empty" : "it holds \(rows.items[0].kindPhrase)",
        argument: argument)
    }
    return first.pairs.compactMap { $0.key.asString }
  }

  func forEachRow(
    of columns: [ColumnKey],
    _ body: (_ cells: [[UInt8]], _ place: () -> String) throws -> Void
  ) throws {
    for (number, row) in rows.items.enumerated() {
      let place = { "row \(number) of `\(argument)`" }
      try body(try columns.map { try cell(of: row, in: $0, place) }, place)
    }
  }

  /// What stands in a column, as a file would hold it.
  private func cell(
    of row: Value, in column: ColumnKey, _ place: () -> String
  ) throws -> [UInt8] {
    let value = try value(of: row, in: column, place)
    switch value {
    case .number(let number):
      guard number.isFinite else {
        throw NativeError(
          "S0302", "\(place()) has no number under \(column)",
          label: "there is \(Value.number(number).text)",
          notes: ["rows are counted from 0"], help: "leave such rows out:  filter(rows, row => …)",
          argument: argument)
      }
      let text = Int(exactly: number).map { "\($0)" } ?? Value.number(number).text
      return Array(text.utf8)
    case .bool(let bool): return Array("\(bool)".utf8)
    default: break
    }
    guard let text = value?.asStringObject?.text else {
      let found = value.map { $0.kindPhrase } ?? "no such key"
      throw NativeError(
        "S0302", "\(place()) has no text under \(column)", label: "there is \(found)",
        notes: ["rows are counted from 0"], help: "leave such rows out:  filter(rows, row => …)",
        argument: argument)
    }
    return Array(text.utf8)
  }

  private func value(
    of row: Value, in column: ColumnKey, _ place: () -> String
  ) throws -> Value? {
    switch (row.asObject, column) {
    case (let map as MapObject, .name(let name)): return map.value(.string(name))
    case (let map as MapObject, .number(let number)): return map.value(.number(Double(number)))
    case (let list as ListObject, .number(let number)):
      return list.items.indices.contains(number) ? list.items[number] : nil
    case (is ListObject, .name(let name)):
      throw NativeError(
        "S0302", "\(place()) is a list, whose columns have no names",
        help: "number them from 0, in place of \"\(name)\"", argument: argument)
    default:
      throw NativeError(
        "S0302", "\(place()) is no map", label: "this is \(row.kindPhrase)",
        notes: ["a list of texts holds a map each:  {text: \"…\", label: \"…\"}"],
        argument: argument)
    }
  }
}

extension TextRows {
  /// The source that a program names: the path of a file, or rows.
  static func source(
    _ value: Value, _ argument: String, _ options: FileOptions
  ) throws -> any TextSource {
    if let path = FilePath.convert(value) { return TextFile(path.place, options: options) }
    let table = try (value.asObject as? TableObject)?.plain?.asList
    if let rows = value.asList ?? table { return TextRows(rows: rows, argument: argument) }
    throw NativeError(
      "S0302", "`\(argument)` must be the path of a file, or a list of maps",
      label: "this is \(value.kindPhrase)", argument: argument)
  }

  /// The column that a program names, or counts.
  static func column(_ value: Value, _ argument: String) throws -> ColumnKey {
    if let name = value.asString { return .name(name) }
    if let number = value.asWhole, number >= 0 { return .number(number) }
    throw NativeError(
      "S0302", "`\(argument)` must be the name of a column, or its number from 0",
      label: "this is \(value.asNumber.map { _ in value.text } ?? value.kindPhrase)",
      argument: argument)
  }
}
