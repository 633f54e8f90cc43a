/// Where texts come from with what is said of them: a file, or rows that a program holds.
public protocol TextSource {
  /// What messages call it.
  var name: String { get }

  /// The names of all columns, in their order.
  func columnNames() throws -> [String]

  /// Calls `body` with the cells in `columns` of each row, and with what says where the row stands, such
  /// as "line 3 of `mine.csv`".
  func forEachRow(
    of columns: [ColumnKey],
    _ body: (_ cells: [[UInt8]], _ place: () -> String) throws -> Void
  ) throws
}

/// A file of records, given by its path or by its name in the data directory.
public struct TextFile: TextSource {
  public let path: String
  private let options: FileOptions

  public init(_ path: String, options: FileOptions = FileOptions()) {
    self.path = path
    self.options = options
  }

  public var name: String { path }

  public func columnNames() throws -> [String] {
    try RecordFile(path: try DataDirectory.find(path), options: options).columnNames()
  }

  public func forEachRow(
    of columns: [ColumnKey],
    _ body: (_ cells: [[UInt8]], _ place: () -> String) throws -> Void
  ) throws {
    let place = try DataDirectory.find(path)
    try RecordFile(path: place, options: options).forEachRecord(columns: columns) { record, found in
      let line = { "line \(record.line) of `\(place)`" }
      let cells = try zip(columns, found).map { choice, column in
        guard let cell = record.value(of: column) else {
          throw DataError(.badRecord, "\(line()) has no \(choice)")
        }
        return cell
      }
      try body(cells, line)
    }
  }
}
