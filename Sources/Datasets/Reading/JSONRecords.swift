internal import JSON

/// Records of JSON: an object a line, or a list of objects.
struct JSONRecords {
  let path: String
  /// The members that are wanted.
  let names: [String]
  let check: (Int) throws -> Void

  /// Calls `body` with the wanted members of each object, nil where it lacks one, and its line.
  func read(_ stream: TextStream, _ body: ([[UInt8]?], Int) throws -> Void) throws {
    var stream = stream
    var start: [UInt8] = []
    while start.allSatisfy({ Self.isSpace($0) }), let piece = try stream.next() { start += piece }
    if start.first(where: { !Self.isSpace($0) }) == UInt8(ascii: "[") {
      try readList(start, &stream, body)
    } else {
      try readLines(start, &stream, body)
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    [0x20, 0x09, 0x0A, 0x0D].contains(byte)
  }

  private func readLines(
    _ start: [UInt8], _ stream: inout TextStream, _ body: ([[UInt8]?], Int) throws -> Void
  ) throws {
    var lines = LineReader(name: path)
    func take(_ line: [UInt8], _ number: Int) throws {
      guard !line.allSatisfy({ Self.isSpace($0) }) else { return }
      var reader = JSONReader(line)
      do {
        guard try reader.next() == .beginObject else { throw notObject(number) }
        let values = try members(&reader)
        _ = try reader.next()
        try body(values, number)
      } catch let error as JSONError {
        throw notJSON("line \(number) of `\(path)`", number, error)
      }
    }
    try lines.take(start, take)
    while let piece = try stream.next() { try lines.take(piece, take) }
    try lines.finish(take)
  }

  private func readList(
    _ start: [UInt8], _ stream: inout TextStream, _ body: ([[UInt8]?], Int) throws -> Void
  ) throws {
    var text = start
    while let piece = try stream.next() {
      if text.count + piece.count > text.capacity { try check(2 * text.count) }
      text += piece
    }
    var reader = JSONReader(text)
    var (line, counted) = (1, 0)
    do {
      _ = try reader.next()
      while let token = try reader.next(), token != .endArray {
        line += text[counted..<reader.offset].count { $0 == UInt8(ascii: "\n") }
        counted = reader.offset
        try check(0)
        guard token == .beginObject else { throw notObject(line) }
        try body(try members(&reader), line)
      }
      _ = try reader.next()
    } catch let error as JSONError {
      throw notJSON("`\(path)`", error.line, error)
    }
  }

  /// The wanted members of the object that was begun; of a name that repeats the last counts.
  private func members(_ reader: inout JSONReader) throws -> [[UInt8]?] {
    var values = [[UInt8]?](repeating: nil, count: names.count)
    while try reader.next() == .name {
      let wanted = names.indices.filter { reader.text.elementsEqual(names[$0].utf8) }
      guard let token = try reader.next() else { break }
      let value = try value(token, &reader)
      for place in wanted { values[place] = value }
    }
    return values
  }

  /// A member as the cell of a table; nil for what can be none.
  private func value(_ token: JSONReader.Token, _ reader: inout JSONReader) throws -> [UInt8]? {
    switch token {
    case .string: return reader.text
    case .number:
      // 4, 4.0 and 4e0 are one number.
      guard let number = reader.number.flatMap({ Int(exactly: $0) }), abs(number) < 1 << 53 else {
        return reader.text
      }
      return Array("\(number)".utf8)
    case .bool(let bool): return Array((bool ? "true" : "false").utf8)
    case .beginArray, .beginObject:
      try reader.skipContainer()
      return nil
    default: return nil
    }
  }

  private func notObject(_ line: Int) -> DataError {
    DataError(
      .badRecord, "line \(line) of `\(path)` is not a JSON object",
      help: "each line holds one object, or a list all of them: {\"text\": \"…\", \"stars\": 5}")
  }

  private func notJSON(_ what: String, _ line: Int, _ error: JSONError) -> DataError {
    DataError(
      .badRecord, "\(what) is not JSON",
      notes: ["line \(line), column \(error.column): \(error.reason)"],
      help: "each line holds one object, or a list all of them: {\"text\": \"…\", \"stars\": 5}")
  }
}
