/// A file of records with named columns: CSV, TSV or JSON, plain, compressed or in an archive.
struct RecordFile {
  /// One record: the wanted columns' bytes, and where it stands.
  struct Record {
    fileprivate var values: [[UInt8]?]
    var line: Int

    /// The bytes of a column; nil where an object of JSON lacks it.
    func value(of column: Column) -> [UInt8]? { values[column.place] }
  }

  /// One of the columns that were asked for.
  struct Column {
    fileprivate var place: Int
  }

  let path: String
  var options = FileOptions()

  /// Calls `body` with every record and the columns, in the order in which they were asked for.
  ///
  /// A file whose columns are all chosen by number has no line of names: every line is a record. Throws
  /// `DataError`.
  func forEachRecord(
    columns: [ColumnKey], _ body: (Record, [Column]) throws -> Void
  ) throws {
    let file = DataFile(path, options: options)
    guard let (stream, name) = try file.open({ RecordFormat(ofName: $0) != nil }) else {
      throw empty
    }
    let found = columns.indices.map { Column(place: $0) }
    switch try format(ofName: name) {
    case .delimited(let separator):
      try readDelimited(stream, separator, columns) { try body($0, found) }
    case .json:
      let names = try columns.map { try member($0) }
      try JSONRecords(path: path, names: names, check: options.check).read(stream) { values, line in
        try body(Record(values: values, line: line), found)
      }
    }
  }

  /// The names in the first line of a table.
  func columnNames() throws -> [String] {
    let file = DataFile(path, options: options)
    guard let found = try file.open({ RecordFormat(ofName: $0) != nil }) else {
      throw empty
    }
    guard case .delimited(let separator) = try format(ofName: found.name) else {
      throw DataError(
        .badOption, "`\(path)` holds objects of JSON, and no table",
        help: "read them first, and give the list:  read_json(path)")
    }
    var stream = found.stream
    var reader = DelimitedReader(separator: separator, name: path)
    var names: [String]?
    func take(_ record: DelimitedRecord) {
      guard names == nil, !record.isBlank else { return }
      names = (0..<record.count).map { record.text($0) }
    }
    while names == nil, let piece = try stream.next() { try reader.take(piece, take) }
    if names == nil { try reader.finish(take) }
    guard let names else { throw empty }
    return names
  }

  private var empty: DataError { DataError(.badRecord, "`\(path)` is empty") }

  private func format(ofName name: String) throws -> RecordFormat {
    if let separator = options.separator { return .delimited(separator) }
    if let format = RecordFormat(ofName: name) { return format }
    throw DataError(
      .badOption, "`\(path)` holds no CSV, TSV or JSON lines",
      notes: ["what a file holds is told by its name, or by the names in an archive"],
      help: "name it .csv, .tsv, .json or .jsonl (compressed or zipped, if you like)")
  }

  private func member(_ choice: ColumnKey) throws -> String {
    guard case .name(let name) = choice else {
      throw DataError(
        .badOption, "`\(path)` has no column \(choice)",
        notes: ["it holds objects of JSON, whose columns have names"])
    }
    return name
  }

  private func readDelimited(
    _ stream: TextStream, _ separator: UInt8, _ columns: [ColumnKey],
    _ body: (Record) throws -> Void
  ) throws {
    var stream = stream
    var reader = DelimitedReader(separator: separator, name: path)
    var wanted: [Int] = []
    var width = 0
    func take(_ record: DelimitedRecord) throws {
      if record.isBlank, width != 1 { return }
      if width == 0 {
        width = record.count
        wanted = try columns.map { try position(of: $0, in: record, separator) }
        if !columns.allSatisfy(\.isNumber) { return }
      }
      guard record.count == width else {
        throw DataError(
          .badRecord,
          "line \(record.line) of `\(path)` has \(record.count) column\(record.count == 1 ? "" : "s")",
          notes: ["the first line has \(width)"],
          help: "a text that holds the separator or a quote must stand in quotes")
      }
      try body(Record(values: wanted.map { Array(record[$0]) }, line: record.line))
    }
    while let piece = try stream.next() { try reader.take(piece, take) }
    try reader.finish(take)
    if width == 0 { throw empty }
  }

  private func position(
    of choice: ColumnKey, in header: DelimitedRecord, _ separator: UInt8
  ) throws -> Int {
    switch choice {
    case .name(let name): return try find(name, in: header, separator)
    case .number(let number):
      guard (0..<header.count).contains(number) else {
        throw DataError(
          .badOption, "`\(path)` has no column \(number)",
          notes: ["its first line has \(header.count), numbered from 0"],
          help: otherSeparator(in: header, separator))
      }
      return number
    }
  }

  private func find(_ name: String, in header: DelimitedRecord, _ separator: UInt8) throws -> Int {
    let found = (0..<header.count).filter { header[$0].elementsEqual(name.utf8) }
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      throw DataError(
        .badRecord, "`\(path)` has \(found.count) columns `\(name.prefix(80))`",
        notes: [
          "they are the columns " + found.map { "\($0)" }.joined(separator: " and ")
            + ", counted from 0"
        ],
        help: "give one of them another name")
    }
    let names = (0..<min(header.count, 20)).map { "`\(header.text($0).prefix(80))`" }
    throw DataError(
      .badOption, "`\(path)` has no column `\(name.prefix(80))`",
      notes: ["its columns are " + names.joined(separator: ", ")],
      help: otherSeparator(in: header, separator)
        ?? "columns are named as in the first line; number them from 0 if there is none")
  }

  /// What to say where a table of one column looks as if something else parted its columns.
  private func otherSeparator(in header: DelimitedRecord, _ separator: UInt8) -> String? {
    guard header.count == 1 else { return nil }
    for (byte, name) in [(0x3B, ";"), (0x09, "\\t"), (0x2C, ","), (0x7C, "|")] as [(UInt8, String)]
    where byte != separator && header[0].contains(byte) {
      return "its columns seem to be parted by another character:  separator: \"\(name)\""
    }
    return nil
  }
}
