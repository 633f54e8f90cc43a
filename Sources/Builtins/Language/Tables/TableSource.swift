internal import Characters
internal import Evaluation
internal import Syntax
internal import Tensors

/// What a table is made of: maps or lists as rows, or a map of columns.
struct TableSource: ValueConvertible {
  static var kindName: String { "table, list or map" }
  static var kinds: KindSet { ["table", "list", "map", "history", "evaluation"] }
  let value: Value

  static func convert(_ value: Value) -> TableSource? { TableSource(value: value) }

  /// The table; `names` are the columns of rows that are lists, and choose among those that have names.
  func table(_ context: CallContext, columns names: [String]? = nil) throws -> TableObject {
    switch value.asObject {
    case let table as TableObject:
      return try names.map { try table.selecting($0) }
        ?? TableObject(table.names, table.columns, count: table.count)
    case let map as MapObject: return try Self.table(of: map).selecting(names)
    case let list as ListObject: return try Self.table(of: list, names, context)
    case let native as NativeObject:
      if let list = try native.plain?.asList { return try Self.table(of: list, names, context) }
    default: break
    }
    throw NativeError(
      "S0302", "a table is made of rows", label: "this is \(value.kindPhrase)", argument: "rows")
  }

  /// The values of a list, range or tensor with one axis; nil of what is no column.
  static func column(_ value: Value) throws -> [Value]? {
    switch value.asObject {
    case let list as ListObject: return try list.copied()
    case let range as RangeObject: return try range.values()
    case let tensor as TensorObject where tensor.tensor.rank == 1:
      return tensor.tensor.values.map { .number($0.nearestShort) }
    default: return nil
    }
  }

  private static func table(of map: MapObject) throws -> TableObject {
    var names: [String] = []
    var columns: [[Value]] = []
    for (key, value) in map.pairs {
      guard let column = try column(value) else {
        throw NativeError(
          "S0302", "the columns of a table are lists",
          label: "`\(key.text.clipped)` is \(value.kindPhrase)",
          help: "for a row an entry:  table(entries(m), columns: [\"key\", \"value\"])",
          argument: "rows")
      }
      guard column.count == columns.first?.count ?? column.count else {
        throw NativeError(
          "S0203", "the columns of a table are equally long",
          label:
            "`\(names[0].clipped)` has \(columns[0].count), `\(key.text.clipped)` \(column.count)",
          argument: "rows")
      }
      names.append(key.text)
      columns.append(column)
    }
    return TableObject(names, columns, count: columns.first?.count ?? 0)
  }

  private static func table(
    of list: ListObject, _ names: [String]?, _ context: CallContext
  ) throws -> TableObject {
    if let names { try checkDifferent(names) }
    guard list.count > 0 else {
      return TableObject(names ?? [], (names ?? []).map { _ in [] }, count: 0)
    }
    let rows = list.values
    if rows.allSatisfy({ $0.asMap != nil }) { return try table(ofMaps: rows, names, context) }
    return try table(ofLists: rows, names, context)
  }

  private static func table(
    ofMaps rows: [Value], _ names: [String]?, _ context: CallContext
  ) throws -> TableObject {
    let known = MapObject()
    for row in rows {
      try context.checkStop()
      for key in row.asMap?.keys ?? [] { known.set(key, to: .none) }
    }
    let keys = known.keys
    let found = keys.map(\.text)
    try checkDifferent(found)
    try checkSize(rows.count, keys.count)
    let columns = try keys.map { key in
      try context.map(rows) { $0.asMap?.value(key) ?? .none }
    }
    return try TableObject(found, columns, count: rows.count).selecting(names)
  }

  private static func table(
    ofLists rows: [Value], _ names: [String]?, _ context: CallContext
  ) throws -> TableObject {
    let lists = rows.compactMap(\.asList)
    guard lists.count == rows.count else {
      let other = rows.first { $0.asList == nil && $0.asMap == nil } ?? rows[0]
      throw NativeError(
        "S0302", "the rows of a table are all maps, or all lists",
        label: "found \(other.kindPhrase)", argument: "rows")
    }
    guard let names else {
      throw NativeError(
        "S0302", "rows that are lists have no names",
        help: "say them:  table(rows, columns: [\"name\", \"price\"])", argument: "rows")
    }
    if let row = lists.firstIndex(where: { $0.count != names.count }) {
      throw NativeError(
        "S0203", "row \(row) does not fit the columns",
        label: "\(lists[row].count) values for \(names.count) names", argument: "rows")
    }
    try checkSize(rows.count, names.count)
    let columns = try names.indices.map { column in
      try context.map(lists) { $0.items[column] }
    }
    return TableObject(names, columns, count: rows.count)
  }

  private static func checkSize(_ rows: Int, _ columns: Int) throws {
    try MemoryBudget.check(
      Double(rows) * Double(columns) * MemoryBudget.bytesAnElement, for: "the table",
      argument: "rows")
  }

  /// Throws where two columns would have one name.
  static func checkDifferent(_ names: [String], argument: String = "columns") throws {
    var seen: Set<ExactText> = []
    for name in names where !seen.insert(ExactText(name)).inserted {
      throw NativeError(
        "S0302", "two columns would be called \(name.clipped.quoted)", argument: argument)
    }
  }
}

extension TableObject {
  /// These columns in their order; all without.
  func selecting(_ names: [String]?) throws -> TableObject {
    guard let names else { return self }
    try TableSource.checkDifferent(names)
    return TableObject(
      names, try names.map { try column($0, argument: "columns") }, count: count)
  }
}
