internal import JSON

/// A file of records with named columns: CSV, TSV or JSON lines, plain, compressed or in an archive.
struct RecordFile {
  enum Format { case commas, tabs, jsonLines }

  /// One record: its columns' bytes, and where it stands.
  struct Record {
    fileprivate var fields: [[UInt8]]
    fileprivate var members: JSONValue?
    var line: Int

    /// The bytes of a column; nil where a JSON line lacks it.
    func value(of column: Column) -> [UInt8]? {
      switch column {
      case .position(let position): fields.indices.contains(position) ? fields[position] : nil
      case .name(let name):
        switch members?[name] {
        case .string(let text): Array(text.utf8)
        case .number(let number):
          Array(
            (number == number.rounded() ? String(Int64(exactly: number) ?? 0) : "\(number)").utf8)
        case .bool(let value): Array((value ? "true" : "false").utf8)
        case .null, .array, .object, nil: nil
        }
      }
    }
  }

  enum Column {
    case position(Int)
    /// A member of a JSON line.
    case name(String)
  }

  let path: String

  /// By the ending of the file's name, compression and archive endings left out.
  static func format(ofName name: String) -> Format? {
    var parts = name.lowercased().split(separator: ".").map(String.init)
    while let last = parts.last, ["gz", "zip", "zst", "xz", "bz2", "tgz", "tar"].contains(last) {
      parts.removeLast()
    }
    switch parts.last {
    case "csv": return .commas
    case "tsv", "tab", "txt": return .tabs
    case "json", "jsonl", "ndjson": return .jsonLines
    default: return nil
    }
  }

  /// Calls `body` with every record and the positions of `columns`.
  ///
  /// A file whose columns are all chosen by number has no line of names: every line is a record. Throws
  /// `DataError`.
  func forEachRecord(
    columns: [ColumnKey], _ body: (Record, [Column]) throws -> Void
  ) throws {
    let reader = try ArchiveReader(path: path)
    var found: Format?
    var isEmpty = true
    while found == nil, let name = try reader.nextFile() {
      isEmpty = false
      // A zip made on a Mac carries a shadow of each file; a plain file is called `data`.
      if name.hasPrefix("__MACOSX/") { continue }
      found = Self.format(ofName: name == "data" ? path : name)
    }
    if isEmpty { throw DataError(.badRecord, "`\(path)` is empty") }
    guard let format = found else {
      throw DataError(
        .badOption, "`\(path)` holds no CSV, TSV or JSON lines",
        notes: ["what a file holds is told by its name, or by the names in an archive"],
        help: "name it .csv, .tsv, .json or .jsonl (compressed or zipped, if you like)")
    }
    switch format {
    case .commas, .tabs:
      let separator = format == .commas ? UInt8(ascii: ",") : UInt8(ascii: "\t")
      try readDelimited(reader, separator, columns, body)
    case .jsonLines: try readLines(reader, columns, body)
    }
  }

  private func readDelimited(
    _ reader: ArchiveReader, _ separator: UInt8, _ columns: [ColumnKey],
    _ body: (Record, [Column]) throws -> Void
  ) throws {
    var parser = DelimitedReader(separator: separator)
    var positions: [Column]?
    var width = 0
    func take(_ record: DelimitedReader.Record) throws {
      let whole = Record(fields: record.fields, members: nil, line: record.line)
      guard let known = positions else {
        width = record.fields.count
        let found = try columns.map { try position(of: $0, in: record.fields) }
        positions = found
        if columns.allSatisfy(\.isNumber) { try body(whole, found) }
        return
      }
      guard record.fields.count == width else {
        throw DataError(
          .badRecord, "line \(record.line) of `\(path)` has \(record.fields.count) columns",
          notes: ["the first line has \(width)"],
          help: "a text that holds the separator or a quote must stand in quotes")
      }
      try body(whole, known)
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try reader.read(into: &buffer)
      if count == 0 { break }
      try parser.take(buffer[0..<count], take)
    }
    if parser.isInsideQuotes {
      throw DataError(
        .badRecord, "`\(path)` ends inside a quoted field",
        notes: ["the record begins on line \(parser.openLine)"],
        help: "close the quote; a quote inside a field is doubled")
    }
    try parser.finish(take)
    if positions == nil { throw DataError(.badRecord, "`\(path)` is empty") }
  }

  private func position(of choice: ColumnKey, in header: [[UInt8]]) throws -> Column {
    switch choice {
    case .name(let name): return try find(name, in: header)
    case .number(let number):
      guard header.indices.contains(number) else {
        throw DataError(
          .badOption, "`\(path)` has no column \(number)",
          notes: ["its first line has \(header.count), numbered from 0"])
      }
      return .position(number)
    }
  }

  private func find(_ name: String, in header: [[UInt8]]) throws -> Column {
    let names = header.map { String(decoding: $0, as: UTF8.self) }
    if let position = names.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) {
      return .position(position)
    }
    throw DataError(
      .badOption, "`\(path)` has no column `\(name)`",
      notes: ["its columns are " + names.prefix(20).map { "`\($0)`" }.joined(separator: ", ")],
      help: "columns are named as in the first line; number them from 0 if there is none")
  }

  private func readLines(
    _ reader: ArchiveReader, _ columns: [ColumnKey], _ body: (Record, [Column]) throws -> Void
  ) throws {
    var line: [UInt8] = []
    var number = 0
    let wanted = try columns.map { choice in
      guard case .name(let name) = choice else {
        throw DataError(
          .badOption, "`\(path)` has no column \(choice)",
          notes: ["it holds objects of JSON, whose columns have names"])
      }
      return Column.name(name)
    }
    func take(_ bytes: [UInt8]) throws {
      number += 1
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return }
      guard let value = JSONValue(parsing: bytes), case .object = value else {
        throw DataError(
          .badRecord, "line \(number) of `\(path)` is not a JSON object",
          help: "each line holds one object: {\"text\": \"…\", \"stars\": 5}")
      }
      try body(Record(fields: [], members: value, line: number), wanted)
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try reader.read(into: &buffer)
      if count == 0 { break }
      for byte in buffer[0..<count] {
        if byte == UInt8(ascii: "\n") {
          try take(line)
          line.removeAll(keepingCapacity: true)
        } else {
          line.append(byte)
        }
      }
    }
    if !line.isEmpty { try take(line) }
  }
}
