internal import Characters
internal import Dates
internal import Evaluation
internal import Syntax

/// Text.
let stringBuiltins: [Builtin] = [
  Builtin(
    "join", in: .strings, and: [.tables],
    "Puts the elements of a list one after the other, as text; or the rows of two tables beside each other that "
      + "agree in some columns.",
    .required("list", "values; or a table", kinds: .of("list", "table")),
    .optional(
      "separator", default: Value.string(""), "what stands between them; or the other table",
      kinds: .of("string", "table")),
    .optional(
      "on", shown: "none", "of tables, the column that both have, or a list of several",
      orElse: Value.none, kinds: .of("string", "list", "none")),
    .choice(
      "keep", ["both", "first", "second", "all"],
      "of tables, whose rows stay that have no partner in the other"),
    example: "join([1, 2, 3], \", \")  # \"1, 2, 3\""
  ) { (context, list: Value, separator: Value, on: Value, keep: String) in
    if let first = list.asObject as? TableObject {
      return try joined(first, separator, on, keep, context)
    }
    guard let values = list.asList, let mark = separator.asString, on.isNone else {
      throw NativeError(
        "S0302", "`join` takes a list and a text, or two tables",
        label: "these are \(list.kindPhrase) and \(separator.kindPhrase)",
        help: "make tables of rows:  table(rows)", argument: "list")
    }
    return try values.joined(by: mark)
  },
  Builtin(
    "trim", in: .strings, "Gives the text without the white space around it.",
    .required("text", "the text"), example: "trim(\"  a b \")  # \"a b\""
  ) { (_, text: String) in
    String(trimmed(text))
  },
  Builtin(
    "replace", in: .strings, "Gives the text with every occurrence of a part replaced.",
    .required("text", "the text"), .required("part", "what to replace, a text or a pattern"),
    .required("by", "what to put there; of a pattern, $1 or $name is what a group matched"),
    example: "replace(\"aXbX\", \"X\", \"-\")  # \"a-b-\""
  ) { (context, text: String, part: Sought, by: String) in
    switch part {
    case .text(let part): return try replaced(text, part.text, by: by, context)
    case .pattern(let pattern): return try replaced(text, pattern, by: by, context)
    }
  },
  Builtin(
    "upper", in: .strings, "Gives the text in capitals.", .required("text", "the text"),
    example: "upper(\"abc\")  # \"ABC\""
  ) { (_, text: String) in text.uppercased() },
  Builtin(
    "lower", in: .strings, "Gives the text in small letters.", .required("text", "the text"),
    example: "lower(\"ABC\")  # \"abc\""
  ) { (_, text: String) in text.lowercased() },
  Builtin(
    "starts_with", in: .strings, "Tells whether the text begins with a part.",
    .required("text", "the text"), .required("part", "the part"),
    example: "starts_with(\"setl\", \"se\")  # true"
  ) { (_, text: String, part: String) in text.utf8.starts(with: part.utf8) },
  Builtin(
    "ends_with", in: .strings, "Tells whether the text ends with a part.",
    .required("text", "the text"), .required("part", "the part"),
    example: "ends_with(\"setl\", \"tl\")  # true"
  ) { (_, text: String, part: String) in text.utf8.reversed().starts(with: part.utf8.reversed()) },
  Builtin(
    "find", in: .strings, "Gives the index of the first place where a part stands, or none.",
    .required("text", "the text"), .required("part", "what to look for, a text or a pattern"),
    .optional("from", default: 0, "the index to begin at"), example: "find(\"banana\", \"an\")  # 1"
  ) { (context, text: StringObject, part: Sought, from: Int) in
    switch part {
    case .text(let part): return text.find(part, from: max(from, 0))
    case .pattern(let pattern):
      return try find(pattern, in: text.text, from: max(from, 0), context)
    }
  },
  Builtin(
    "lines", in: .strings, "Divides a text into its lines.", .required("text", "the text"),
    example: "lines(\"a\\nb\")  # [\"a\", \"b\"]"
  ) { (context, text: String) in try lines(of: text, context) },
  Builtin(
    "format", in: .strings, and: [.dates],
    "Writes a value as a format says, as in a text's braces; a date in a form of its own.",
    .required("value", "any value"),
    .required(
      "format", "such as \".2f\", \">8\", \",\" or \".1%\"; of a date, such as \"%d.%m.%Y\""),
    example: "format(0.25, \".1%\")  # \"25.0%\"",
    aliases: ["strftime": "format($d, $form)"]
  ) { (_, value: Value, format: String) in
    if let date = value.asObject as? DateObject {
      let form = try dated(argument: "format") { () throws(DateError) in try MomentFormat(format) }
      return form.text(of: date.moment)
    }
    let specification: FormatSpecification
    do {
      specification = try FormatSpecification(reading: format)
    } catch let error as FormatSpecification.Mistake {
      let place = String(decoding: format.utf8.prefix(error.offset + error.length), as: UTF8.self)
      throw NativeError(
        "S0205", "this is no format",
        label: error.label.isEmpty
          ? format.clipped.quoted : "\(place.clipped.quoted): \(error.label)",
        notes: [FormatSpecification.form], argument: "format")
    }
    return try specification.format(value)
  },
  Builtin(
    "code_point", in: .strings, "Gives the Unicode number of the first character.",
    .required("text", "a text that is not empty"), example: "code_point(\"A\")  # 65"
  ) { (_, text: String) in
    guard let scalar = text.unicodeScalars.first else {
      throw NativeError("S0302", "an empty text has no first character", argument: "text")
    }
    return Int(scalar.value)
  },
  Builtin(
    "character", in: .strings, "Gives the character with a Unicode number.",
    .required("number", "the number"), example: "character(65)  # \"A\""
  ) { (_, number: Int) in
    guard let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init) else {
      throw NativeError(
        "S0302", "there is no such character", label: "this is \(number)", argument: "number")
    }
    return String(Character(scalar))
  },
]

/// The text between the occurrences of `separator`, which is not empty.
func pieces(of text: String, at separator: String, _ context: CallContext) throws -> [String] {
  var result: [String] = []
  try text.withBytes { bytes in
    try separator.withBytes { mark in
      var start = 0
      while let place = CodePoints(bytes).place(of: mark, from: start) {
        if result.count == result.capacity {
          // A text, and the object that it becomes.
          try MemoryBudget.check(Double(2 * result.count) * 100, for: "the parts of the text")
        }
        result.append(String(decoding: bytes[start..<place], as: UTF8.self))
        if result.count & 0xFF == 0 { try context.checkStop() }
        start = place + mark.count
      }
      result.append(String(decoding: bytes[start...], as: UTF8.self))
    }
  }
  return result
}

/// The text with each occurrence of `part` replaced by `by`.
private func replaced(
  _ text: String, _ part: String, by: String, _ context: CallContext
) throws -> String {
  guard !part.isEmpty else {
    throw NativeError("S0302", "the part to replace is empty", argument: "part")
  }
  let pieces = try pieces(of: text, at: part, context)
  let added = Double(pieces.count - 1) * Double(by.utf8.count)
  try MemoryBudget.check(Double(text.utf8.count) + added, for: "the text")
  return pieces.joined(separator: by)
}

/// The lines of a text, without their ends; the last one counts where it is not empty.
func lines(of text: String, _ context: CallContext) throws -> [String] {
  var result = try context.map(pieces(of: text, at: "\n", context)) {
    $0.utf8.last == UInt8(ascii: "\r") ? String($0.unicodeScalars.dropLast()) : $0
  }
  if result.last?.isEmpty ?? false { result.removeLast() }
  return result
}

private func joined(
  _ first: TableObject, _ second: Value, _ on: Value, _ keep: String, _ context: CallContext
) throws -> Value {
  guard let second = second.asObject as? TableObject else {
    throw NativeError(
      "S0302", "a table is joined with a table", label: "this is \(second.kindPhrase)",
      help: "join(orders, table(customers), on: \"id\")", argument: "separator")
  }
  guard !on.isNone else {
    let common = first.names.filter { second.place(of: $0) != nil }
    throw NativeError(
      "S0304", "a join needs the columns that both tables have",
      notes: common.isEmpty
        ? ["these have none in common"]
        : ["both have " + common.prefix(20).joined(separator: ", ")],
      help: "join(a, b, on: \"\(common.first ?? "id")\")", argument: "on")
  }
  return .object(
    try first.joined(
      with: second, on: try first.columnNames(on, "on"),
      keeping: TableObject.Kept(rawValue: keep) ?? .both, context))
}
