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
  ) { (_, path: String) in lines(of: try text(of: path)) },
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
  ) { (_, path: String, header: Bool) in try rows(of: path, header: header) },
  Builtin(
    "write_csv", in: .files, "Writes a list of maps, or of lists, as comma-separated values.",
    .required("rows", "maps with the keys of the first, or lists"), .required("path", fileHelp),
    example:
      "write_csv([{a: 1, b: \"x\"}], \"table.csv\")\nread_text(\"table.csv\")  # \"a,b\\n1,x\\n\""
  ) { (_, rows: [Value], path: String) in
    let separator = path.hasSuffix(".tsv") ? "\t" : ","
    var text = ""
    let names = rows.first?.asMap?.keys
    if let names { text += record(names, separator) }
    for row in rows {
      if let map = row.asMap, let names {
        text += record(names.map { map.value($0) ?? .string("") }, separator)
      } else if let list = row.asList, names == nil {
        text += record(list.values, separator)
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
  ) { (_, path: String) in try value(ofJSON: try text(of: path), in: "`\(path)`", argument: "path")
  },
  Builtin(
    "write_json", in: .files, "Writes a value to a file as JSON.",
    .required("value", "numbers, strings, bools, none, lists and maps"),
    .required("path", fileHelp), example: "write_json([1, 2], \"b.json\")"
  ) { (_, value: Value, path: String) in
    let text = try json(value, depth: 0).text
    try bridged { try WholeFile.write(Array((text + "\n").utf8), to: path) }
    return Value.none
  },
  Builtin(
    "parse_json", in: .files, "Reads a value from JSON text.", .required("text", "the JSON"),
    example: "parse_json(\"[1, null]\")  # [1, none]"
  ) { (_, text: String) in try value(ofJSON: text, in: "this text", argument: "text") },
  Builtin(
    "to_json", in: .files, "Writes a value as JSON text.",
    .required("value", "numbers, strings, bools, none, lists and maps"),
    example: "to_json([1, none])  # \"[1,null]\""
  ) { (_, value: Value) in try json(value, depth: 0).text },
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

/// The text of a file, in UTF-8.
private func text(of path: String) throws -> String {
  var status = stat()
  if stat(path, &status) == 0 {
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw NativeError("S0421", "`\(path)` is no file", argument: "path")
    }
    try MemoryBudget.check(Double(status.st_size) * 2, for: "the file", argument: "path")
  }
  let bytes = try bridged { try WholeFile.read(path) }
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw NativeError(
      "S0402", "`\(path)` is not text in UTF-8", help: "convert it:  iconv -t utf-8",
      argument: "path")
  }
  return text.first == "\u{FEFF}" ? String(text.dropFirst()) : text
}

// MARK: CSV

private func rows(of path: String, header: Bool) throws -> Value {
  let text = try text(of: path)
  var reader = DelimitedReader(separator: UInt8(ascii: path.hasSuffix(".tsv") ? "\t" : ","))
  var names: [Value]?
  var rows: [Value] = []
  func take(_ record: DelimitedReader.Record) throws {
    let fields = record.fields.map { field(String(decoding: $0, as: UTF8.self)) }
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
  try reader.take(Array(text.utf8)[...], take)
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

private func record(_ values: [Value], _ separator: String) -> String {
  values.map { value in
    let text = value.text
    let isPlain =
      !text.contains(separator) && !text.utf8.contains { [0x22, 0x0A, 0x0D].contains($0) }
    return isPlain ? text : "\"" + pieces(of: text, at: "\"").joined(separator: "\"\"") + "\""
  }.joined(separator: separator) + "\n"
}

// MARK: JSON

private func value(ofJSON text: String, in place: String, argument: String) throws -> Value {
  guard let json = JSONValue(parsing: text.utf8) else {
    throw NativeError("S0402", "\(place) is not JSON", argument: argument)
  }
  return value(of: json)
}

private func value(of json: JSONValue) -> Value {
  switch json {
  case .null: .none
  case .bool(let bool): .bool(bool)
  case .number(let number): .number(number)
  case .string(let text): .string(text)
  case .array(let values): .list(values.map(value(of:)))
  case .object(let members):
    .object(MapObject(pairs: members.map { (key: .string($0.name), value: value(of: $0.value)) }))
  }
}

private func json(_ value: Value, depth: Int) throws -> JSONValue {
  guard depth < 64 else {
    throw NativeError(
      "S0302", "JSON holds at most 64 lists and maps within each other", argument: "value")
  }
  switch value {
  case .none, .undefined: return .null
  case .bool(let bool): return .bool(bool)
  case .number(let number): return .number(number)
  case .object(let object as StringObject): return .string(object.text)
  case .object(let list as ListObject):
    return .array(try list.values.map { try json($0, depth: depth + 1) })
  case .object(let map as MapObject):
    return .object(
      try map.pairs.map { .init($0.key.text, try json($0.value, depth: depth + 1)) })
  case .object(let native as NativeObject):
    if let list = try native.applied("to_list", [:]) { return try json(list, depth: depth + 1) }
    fallthrough
  default:
    throw NativeError(
      "S0302", "\(value.kindPhrase) cannot be written as JSON", argument: "value")
  }
}
