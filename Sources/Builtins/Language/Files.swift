internal import Datasets
internal import Evaluation
internal import Glibc
internal import Training
internal import WholeFiles

private let fileHelp = "the file"

/// Text, CSV and JSON in files.
let fileBuiltins: [Builtin] = [
  Builtin(
    "read_text", in: .files, "Reads a whole file as text, also compressed.",
    .required("path", fileHelp), .encoding, .member,
    example: "write_text(\"one\\ntwo\", \"whole.txt\")\nread_text(\"whole.txt\")  # \"one\\ntwo\""
  ) { (context, path: FilePath, encoding: String?, file: String?) in
    String(
      decoding: try reading(path.place, nil, encoding, file, context) { try $0.text() },
      as: UTF8.self)
  },
  Builtin(
    "read_lines", in: .files, "Reads a file as a list of its lines, also compressed.",
    .required("path", fileHelp), .encoding, .member,
    example:
      "write_text(\"one\\ntwo\\n\", \"two.txt\")\nread_lines(\"two.txt\")  # [\"one\", \"two\"]"
  ) { (context, path: FilePath, encoding: String?, file: String?) in
    try reading(path.place, nil, encoding, file, context) { try lines(of: $0, context) }
  },
  Builtin(
    "write_text", in: .files, "Writes text to a file, replacing it whole or not at all.",
    .required("text", "what to write"), .required("path", fileHelp),
    example:
      "write_text(\"one\\ntwo\\n\", \"lines.txt\")\nread_lines(\"lines.txt\")  # [\"one\", \"two\"]"
  ) { (context, text: String, path: FilePath) in
    try write(Array(text.utf8), to: path.place, context)
    return Value.none
  },
  Builtin(
    "read_csv", in: .files,
    "Reads comma- or tab-separated values as a list of maps; a column is numbers where each cell is one.",
    .required("path", fileHelp),
    .optional("header", default: true, "the first line holds the names; else rows are lists"),
    .separator, .encoding, .member,
    example:
      "write_text(\"a,b\\n1,x\\n\", \"rows.csv\")\nread_csv(\"rows.csv\")  # [{a: 1, b: \"x\"}]"
  ) {
    (
      context, path: FilePath, header: Bool, separator: String?, encoding: String?, file: String?
    )
    in
    try reading(path.place, separator, encoding, file, context) {
      try TableInput($0, hasHeader: header, context).rows()
    }
  },
  Builtin(
    "write_csv", in: .files, and: [.tables],
    "Writes a table, or a list of maps or of lists, as comma-separated values.",
    .required(
      "rows", "a table; or maps, whose keys are the columns, or lists", kinds: .of("list", "table")),
    .required("path", fileHelp), .separator,
    example:
      "write_csv([{a: 1, b: \"x\"}], \"table.csv\")\nread_text(\"table.csv\")  # \"a,b\\n1,x\\n\""
  ) { (context, source: Value, path: FilePath, separator: String?) in
    let table = try (source.asObject as? TableObject)?.plain?.asList
    let rows = (source.asList ?? table)?.values ?? []
    let mark = try bridged {
      try separator.map { try FileOptions.separator($0) } ?? DataFile.separator(ofName: path.place)
    }
    let bytes = try TableOutput.bytes(of: rows, separator: mark, context)
    try write(bytes, to: path.place, context)
    return Value.none
  },
  Builtin(
    "read_json", in: .files, "Reads a file of JSON, also compressed.",
    .required("path", fileHelp), .encoding, .member,
    example: "write_json({a: [1, true]}, \"a.json\")\nread_json(\"a.json\")  # {a: [1, true]}"
  ) { (context, path: FilePath, encoding: String?, file: String?) in
    let bytes = try reading(path.place, nil, encoding, file, context) { try $0.json() }
    return try value(ofJSON: bytes, in: "`\(path.place)`", argument: "path", context)
  },
  Builtin(
    "write_json", in: .files, "Writes a value to a file as JSON.",
    .required("value", "numbers, strings, bools, none, lists and maps"),
    .required("path", fileHelp), example: "write_json([1, 2], \"b.json\")"
  ) { (context, value: Value, path: FilePath) in
    let bytes = try JSONOutput.bytes(of: value, context)
    try write(bytes + [UInt8(ascii: "\n")], to: path.place, context)
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
  ) { (context, path: FilePath) in try context.hasFile(path.place) },
  Builtin(
    "list_files", in: .files, "Lists the names in a folder, sorted.",
    .optional("folder", default: FilePath("."), "the folder"),
    example: "write_text(\"\", \"listed.txt\")\ncontains(list_files(), \"listed.txt\")  # true"
  ) { (context, path: FilePath) in
    let folder = path.place
    let names = try context.once {
      guard let stream = opendir(folder) else {
        throw NativeError(
          "S0421", "cannot reach `\(folder)`", notes: [String(cString: strerror(errno))],
          argument: "folder")
      }
      closedir(stream)
      // No name holds the character between them.
      return Array(Folder.names(in: folder).map { $0 + "\0" }.joined().utf8)
    }
    return names.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  },
]

/// Writes a file whole or not at all. What is written is plain, so a name that promises a packed file is
/// refused.
private func write(_ bytes: [UInt8], to path: String, _ context: CallContext) throws {
  let endings = [".gz", ".bz2", ".xz", ".lzma", ".zst", ".lz4", ".Z", ".zip", ".tar", ".tgz"]
  if let ending = endings.first(where: { path.hasSuffix($0) }) {
    throw NativeError(
      "S0302", "files are written as they are, and not packed", label: "this ends in \(ending)",
      help: "leave \(ending) out, and pack the file with another program", argument: "path")
  }
  try context.write(bytes, to: path)
}

extension CallContext {
  /// Whether there is a file or folder; of several processes the first one looks.
  func hasFile(_ path: String) throws -> Bool {
    try once { access(path, F_OK) == 0 ? 1 : 0 } == 1
  }

  /// Writes a file whole or not at all; of several processes the first one does.
  func write(_ bytes: [UInt8], to path: String) throws {
    _ = try once {
      try bridged { try WholeFile.write(bytes, to: path) }
      return []
    }
  }

  /// What a file holds, where it fits into memory `copies` times; of several processes the first one reads it.
  func contents(of path: String, copies: Double) throws -> [UInt8] {
    try once {
      var status = stat()
      if stat(path, &status) == 0 {
        try MemoryBudget.check(Double(status.st_size) * copies, for: "the file", argument: "path")
      }
      return try bridged { try WholeFile.read(path, atMost: .max) }
    }
  }
}

/// What `read` makes of a file of data, with errors that blame the path.
private func reading<Result>(
  _ path: String, _ separator: String?, _ encoding: String?, _ file: String?,
  _ context: CallContext, _ read: (DataFile) throws -> Result
) throws -> Result {
  let options: FileOptions
  do {
    options = try FileOptions(
      separator: separator, encoding: encoding, file: file, check: fileCheck(context))
  } catch let error as DataError {
    throw NativeError("S0302", error.title, notes: error.notes, help: error.help)
  }
  do {
    return try read(DataFile(path, options: options))
  } catch let error as DataError where error.kind == .missing {
    throw NativeError(
      "S0421", "cannot reach `\(path)`", notes: error.notes, help: error.help, argument: "path")
  } catch let error as DataError {
    throw NativeError(
      "S0402", error.title, notes: error.notes, help: error.help, argument: "path")
  }
}

/// What the readers of data ask for each buffer: whether to stop, and whether there is memory.
func fileCheck(_ context: CallContext) -> (Int) throws -> Void {
  { bytes in
    try context.checkStop()
    try MemoryBudget.check(Double(bytes), for: "the file")
  }
}

private func lines(of file: DataFile, _ context: CallContext) throws -> Value {
  let text = try file.text()
  var reader = LineReader(name: file.path, most: .max)
  var lines: [Value] = []
  func take(_ line: [UInt8], _ number: Int) throws {
    if lines.count & 0xFF == 0 { try context.checkStop() }
    if lines.count == lines.capacity {
      try MemoryBudget.check(Double(lines.count) * 100, for: "the lines", argument: "path")
    }
    lines.append(.string(String(decoding: line, as: UTF8.self)))
  }
  try reader.take(text, take)
  try reader.finish(take)
  return .list(lines)
}
