internal import Evaluation
internal import Syntax

/// Writes rows as separated values that come back as they were.
struct TableOutput {
  private let separator: UInt8
  private let context: CallContext
  private var bytes: [UInt8] = []
  /// Bytes that were asked for.
  private var granted = 1 << 20

  private init(_ separator: UInt8, _ context: CallContext) {
    self.separator = separator
    self.context = context
  }

  /// The bytes of a table: all rows maps, whose keys together are the first line, or all lists.
  static func bytes(of rows: [Value], separator: UInt8, _ context: CallContext) throws -> [UInt8] {
    var output = TableOutput(separator, context)
    guard rows.contains(where: { $0.asMap != nil }) else {
      for (number, row) in rows.enumerated() {
        guard let list = row.asList else { throw notARow(row) }
        let width = rows[0].asList?.count ?? 0
        guard list.count == width else {
          throw NativeError(
            "S0302", "the rows of a table have the same length",
            label: "row 0 has \(width) elements, row \(number) has \(list.count)", argument: "rows")
        }
        try output.write(list.values) { "element \($0) of row \(number)" }
      }
      return output.bytes
    }
    let keys = try output.keys(of: rows)
    try output.write(keys.map { .string($0.text) }) { _ in "the first line" }
    for (number, row) in rows.enumerated() {
      try output.write(keys.map { row.asMap?.value($0) ?? .none }) {
        "`\(keys[$0].text.prefix(40))` of row \(number)"
      }
    }
    return output.bytes
  }

  /// All keys of the rows, in the order in which they are met.
  private func keys(of rows: [Value]) throws -> [Value] {
    let known = MapObject()
    for row in rows {
      try context.checkStop()
      guard let map = row.asMap else { throw Self.notARow(row) }
      for key in map.keys { known.set(key, to: .none) }
    }
    let keys = known.keys
    guard !keys.isEmpty else {
      throw NativeError(
        "S0302", "a table needs a column", label: "these maps are empty", argument: "rows")
    }
    guard Set(keys.map { Array($0.text.utf8) }).count == keys.count else {
      throw NativeError(
        "S0302", "two keys would have one heading",
        notes: ["a heading is a text, so that 1 and \"1\" are the same"], argument: "rows")
    }
    return keys
  }

  private static func notARow(_ row: Value) -> NativeError {
    NativeError(
      "S0302", "the rows of a table are all maps, or all lists",
      label: "found \(row.kindPhrase)", argument: "rows")
  }

  private mutating func write(_ cells: [Value], place: (Int) -> String) throws {
    try context.checkStop()
    for (number, cell) in cells.enumerated() {
      if number > 0 { bytes.append(separator) }
      switch cell {
      case .none, .undefined: break
      case .bool(let bool): bytes += (bool ? "true" : "false").utf8
      case .number(let value): bytes += value.formattedShort.utf8
      case .object:
        let plain = cell.asObject is DateObject ? Value.string(cell.text) : cell
        guard let text = plain.asString else { throw noCell(cell, place(number)) }
        try write(text)
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func write(_ text: String) throws {
    let content = Array(text.utf8)
    let needed = bytes.count + 2 * content.count
    if needed > granted {
      granted = 2 * needed
      try MemoryBudget.check(2 * Double(granted), for: "the table")
    }
    guard Cell.needsQuotes(content[...], separator: separator) else {
      bytes += content
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in content {
      bytes.append(byte)
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private func noCell(_ value: Value, _ place: String) -> NativeError {
    NativeError(
      "S0302", "a cell of a table is a number, a string, a bool or none",
      label: "\(place) is \(value.kindPhrase)", help: "make it a string:  to_json(x)",
      argument: "rows")
  }
}
