internal import Datasets
internal import Evaluation
internal import Glibc
internal import Training
internal import WholeFiles

private let fileHelp = "the file"

/// Text, CSV and JSON in files.
let fileBuiltins: [Builtin] = [
  Builtin(
    "read_text", in: .files, "Reads a whole file as text.", .required("path", fileHelp),
    example: "try { read_text(\"missing.txt\") } catch e { print(e.code) }  # prints: S0421"
  ) { (_, path: String) in try text(of: path) },
  Builtin(
    "read_lines", in: .files, "Reads a file as a list of its lines.", .required("path", fileHelp),
    example: "try { read_lines(\"missing.txt\") } catch e { print(e.code) }  # prints: S0421"
  ) { (context, path: String) in try lines(of: try text(of: path), context) },
  Builtin(
    "write_text", in: .files, "Writes text to a file, replacing it whole or not at all.",
    .required("text", "what to write"), .required("path", fileHelp),
    example:
      "write_text(\"one\\ntwo\\n\", \"lines.txt\")\nread_lines(\"lines.txt\")  # [\"one\", \"two\"]"
  ) { (_, text: String, path: String) in
    try bridged { try WholeFile.write(Array(text.utf8), to: path) }
    return Value.none
  },
  Builtin(
    "read_csv", in: .files, "Reads comma- or tab-separated values as a list of maps.",
    .required("path", "the file; tabs separate where its name ends in .tsv"),
    .optional("header", default: true, "the first line holds the names; else rows are lists"),
    example:
      "write_text(\"a,b\\n1,x\\n\", \"rows.csv\")\nread_csv(\"rows.csv\")  # [{a: 1, b: \"x\"}]"
  ) { (context, path: String, header: Bool) in try rows(of: path, header: header, context) },
  Builtin(
    "write_csv", in: .files, "Writes a list of maps, or of lists, as comma-separated values.",
    .required("rows", "maps with the keys of the first, or lists"), .required("path", fileHelp),
    example:
      "write_csv([{a: 1, b: \"x\"}], \"table.csv\")\nread_text(\"table.csv\")  # \"a,b\\n1,x\\n\""
  ) { (context, rows: [Value], path: String) in
    let separator = path.hasSuffix(".tsv") ? "\t" : ","
    var text = ""
    let names = rows.first?.asMap?.keys
    if let names { text += try record(names, separator, context) }
    for row in rows {
      try context.checkStop()
      if let map = row.asMap, let names {
        text += try record(names.map { map.value($0) ?? .string("") }, separator, context)
      } else if let list = row.asList, names == nil {
        text += try record(list.values, separator, context)
      } else {
        throw NativeError(
          "S0302", "the rows of a table are all maps, or all lists",
          label: "found \(row.kindPhrase)", argument: "rows")
      }
    }
    try bridged { try WholeFile.write(Array(text.utf8), to: path) }
    return Value.none
  },
  Builtin(
    "read_json", in: .files, "Reads a file of JSON.", .required("path", fileHelp),
    example: "write_json({a: [1, true]}, \"a.json\")\nread_json(\"a.json\")  # {a: [1, true]}"
  ) { (context, path: String) in
    try value(ofJSON: Array(try text(of: path).utf8), in: "`\(path)`", argument: "path", context)
  },
  Builtin(
    "write_json", in: .files, "Writes a value to a file as JSON.",
    .required("value", "numbers, strings, bools, none, lists and maps"),
    .required("path", fileHelp), example: "write_json([1, 2], \"b.json\")"
  ) { (context, value: Value, path: String) in
    let bytes = try JSONOutput.bytes(of: value, context)
    try bridged { try WholeFile.write(bytes + [UInt8(ascii: "\n")], to: path) }
    return Value.none
  },
  Builtin(
    "parse_json", in: .files, "Reads a value from JSON text.", .required("text", "the JSON"),
    example: "parse_json(\"[1, null]\")  # [1, none]"
  ) { (context, text: String) in
    try value(ofJSON: Array(text.utf8), in: "this text", argument: "text", context)
  },
  Builtin(
    "to_json", in: .files, "Writes a value as JSON text.",
    .required("value", "numbers, strings, bools, none, lists and maps"),
    example: "to_json([1, none])  # \"[1,null]\""
  ) { (context, value: Value) in
    String(decoding: try JSONOutput.bytes(of: value, context), as: UTF8.self)
  },
  Builtin(
    "file_exists", in: .files, "Tells whether there is a file or folder.",
    .required("path", fileHelp), example: "file_exists(\"missing.txt\")  # false"
  ) { (_, path: String) in access(path, F_OK) == 0 },
  Builtin(
    "list_files", in: .files, "Lists the names in a folder, sorted.",
    .optional("folder", default: ".", "the folder"),
    example: "try { list_files(\"missing\") } catch e { print(e.code) }  # prints: S0421"
  ) { (_, folder: String) in
    guard let stream = opendir(folder) else {
      throw NativeError(
        "S0421", "cannot reach `\(folder)`", notes: [String(cString: strerror(errno))],
        argument: "folder")
    }
    closedir(stream)
    return Folder.names(in: folder)
  },
]

/// What a file holds, where it fits into memory `copies` times.
func contents(of path: String, copies: Double) throws -> [UInt8] {
  var status = stat()
  if stat(path, &status) == 0 {
    try MemoryBudget.check(Double(status.st_size) * copies, for: "the file", argument: "path")
  }
  return try bridged { try WholeFile.read(path, atMost: .max) }
}

/// The text of a file, in UTF-8.
private func text(of path: String) throws -> String {
  let bytes = try contents(of: path, copies: 2)
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw NativeError(
      "S0402", "`\(path)` is not text in UTF-8", help: "convert it:  iconv -t utf-8",
      argument: "path")
  }
  return text.first == "\u{FEFF}" ? String(text.dropFirst()) : text
}

// MARK: CSV

private func rows(of path: String, header: Bool, _ context: CallContext) throws -> Value {
  let text = try text(of: path)
  var reader = DelimitedReader(separator: UInt8(ascii: path.hasSuffix(".tsv") ? "\t" : ","))
  var names: [Value]?
  var rows: [Value] = []
  func take(_ record: DelimitedReader.Record) throws {
    let fields = try context.map(record.fields) { field(String(decoding: $0, as: UTF8.self)) }
    guard header else { return rows.append(.list(fields)) }
    guard let known = names else {
      names = record.fields.map { .string(String(decoding: $0, as: UTF8.self)) }
      return
    }
    guard fields.count == known.count else {
      throw NativeError(
        "S0402", "line \(record.line) of `\(path)` has \(fields.count) fields, not \(known.count)",
        argument: "path")
    }
    rows.append(.object(MapObject(pairs: zip(known, fields).map { (key: $0, value: $1) })))
  }
  let bytes = Array(text.utf8)
  for start in stride(from: 0, to: bytes.count, by: 1 << 14) {
    try context.checkStop()
    try reader.take(bytes[start..<min(start + 1 << 14, bytes.count)], take)
  }
  if reader.isInsideQuotes {
    throw NativeError(
      "S0402", "a quote in `\(path)` does not end", label: "it opens in line \(reader.openLine)",
      argument: "path")
  }
  try reader.finish(take)
  return .list(rows)
}

/// A number where the field is one, else its text.
private func field(_ text: String) -> Value {
  guard let first = text.utf8.first, first < 0x3A, let number = Double(text), number.isFinite else {
    return .string(text)
  }
  return .number(number)
}

private func record(
  _ values: [Value], _ separator: String, _ context: CallContext
) throws -> String {
  try values.map { value in
    let text = value.text
    let isPlain =
      !text.contains(separator) && !text.utf8.contains { [0x22, 0x0A, 0x0D].contains($0) }
    let parts = isPlain ? [text] : try pieces(of: text, at: "\"", context)
    return isPlain ? text : "\"" + parts.joined(separator: "\"\"") + "\""
  }.joined(separator: separator) + "\n"
}
