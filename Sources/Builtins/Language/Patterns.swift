internal import Characters
internal import Evaluation
internal import Patterns

/// Regular expressions: what makes them and what they find. `find`, `replace` and `split` take them too.
let patternBuiltins: [Builtin] = [
  Builtin(
    "pattern", in: .strings,
    "Makes a regular expression, in the syntax of Perl (PCRE2) and over Unicode, for `matches`, `find`, `replace` and `split`.",
    .required("source", "the expression; a backslash is written twice, a brace as \\{"),
    example: "replace(\"3 of 12\", pattern(\"\\\\d+\"), \"#\")  # \"# of #\""
  ) { (_, source: String) in
    do throws(RegularExpression.Malformed) {
      return PatternObject(try RegularExpression(source))
    } catch {
      throw malformed(source, error)
    }
  },
  Builtin(
    "matches", in: .strings,
    "Finds every place where a pattern matches: maps of its `text`, its `index` and its `groups`.",
    .required("text", "the text"), .required("pattern", "pattern(\"…\")"),
    example:
      "map(matches(\"a1 b22\", pattern(\"[a-z](\\\\d+)\")), m => m.groups[0])  # [\"1\", \"22\"]"
  ) { (context, text: String, pattern: PatternObject) in
    var found: [Value] = []
    var place = 0
    var characters = 0
    try forEachMatch(of: pattern.pattern, in: text, context) { match, bytes in
      characters += scalars(bytes[place..<match.range.lowerBound])
      place = match.range.lowerBound
      if found.count == found.capacity {
        try MemoryBudget.check(Double(2 * found.count) * 500, for: "the matches")
      }
      found.append(value(of: match, in: bytes, at: characters, pattern.pattern))
    }
    return Value.list(found)
  },
]

/// A map of what a match is: `text`, `index`, `groups` (a list), and each group that has a name.
private func value(
  of match: PatternMatch, in bytes: UnsafeBufferPointer<UInt8>, at index: Int,
  _ pattern: RegularExpression
) -> Value {
  func text(_ range: Range<Int>) -> Value { .string(String(decoding: bytes[range], as: UTF8.self)) }
  let groups = match.groups.map { $0.map(text) ?? .none }
  var fields: [(String, Value)] = [
    ("text", text(match.range)), ("index", .number(Double(index))), ("groups", .list(groups)),
  ]
  // A group of one of these names is found by its number.
  let own = fields.map(\.0)
  for (name, group) in zip(pattern.groups, groups) {
    if let name, !own.contains(name) { fields.append((name, group)) }
  }
  return .object(MapObject(fields: fields))
}

/// How many characters begin in `bytes`, which begins with one.
private func scalars(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
  bytes.reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
}

/// Hands the matches of `pattern` in `text` to `body`, with the bytes that they are ranges of.
private func forEachMatch(
  of pattern: RegularExpression, in text: String, _ context: CallContext,
  _ body: (PatternMatch, UnsafeBufferPointer<UInt8>) throws -> Void
) throws {
  try withMatches(of: pattern, in: text, from: 0, context) { next, bytes in
    while let match = try next() { try body(match, bytes) }
  }
}

/// The index of the first character from which on `pattern` matches in `text`, from `start` on.
func find(
  _ pattern: RegularExpression, in text: String, from start: Int, _ context: CallContext
) throws -> Int? {
  let first = text.withBytes { CodePoints($0).offset(of: start) }
  guard let first else { return nil }
  return try withMatches(of: pattern, in: text, from: first, context) { next, bytes in
    try next().map { start + scalars(bytes[first..<max($0.range.lowerBound, first)]) }
  }
}

/// Lends `body` what gives one match in `text` after the other, from byte `start` on, and the bytes that
/// they are ranges of.
func withMatches<Result>(
  of pattern: RegularExpression, in text: String, from start: Int, _ context: CallContext,
  _ body: (() throws -> PatternMatch?, UnsafeBufferPointer<UInt8>) throws -> Result
) throws -> Result {
  try text.withBytes { bytes in
    guard var matches = PatternMatches(of: pattern, in: bytes, from: start) else {
      throw NativeError("S0210", "there is no memory for a match")
    }
    do {
      return try body({ try matches.next(checkStop: context.checkStop) }, bytes)
    } catch let limit as PatternMatches.LimitReached {
      throw NativeError(
        "S0302", "the pattern takes too many steps on this text", notes: [limit.reason],
        help: "repeat less inside of what is repeated: (a+)+ tries every way to divide a row of a",
        argument: "pattern")
    }
  }
}

/// The text with each match of `pattern` replaced by `by`, in which `$1` or `$name` stand for groups.
func replaced(
  _ text: String, _ pattern: RegularExpression, by: String, _ context: CallContext
) throws -> String {
  let replacement: Replacement
  do throws(Replacement.Malformed) {
    replacement = try Replacement(by, for: pattern)
  } catch {
    throw NativeError(
      "S0302", "the replacement names no group of the pattern", notes: [error.reason],
      help: "a dollar sign that is meant as such is written twice: $$", argument: "by")
  }
  var result: [UInt8] = []
  var end = 0
  func check() throws {
    if result.capacity - result.count < 1 << 12 {
      try MemoryBudget.check(Double(2 * result.capacity), for: "the text")
    }
  }
  try MemoryBudget.check(Double(text.utf8.count), for: "the text")
  try forEachMatch(of: pattern, in: text, context) { match, bytes in
    try check()
    result += bytes[end..<match.range.lowerBound]
    replacement.write(match, in: bytes, to: &result)
    end = match.range.upperBound
  }
  result += text.utf8.dropFirst(end)
  return String(decoding: result, as: UTF8.self)
}

/// The text between the matches of `pattern`. An empty match divides between two characters.
func pieces(of text: String, at pattern: RegularExpression, _ context: CallContext) throws
  -> [String]
{
  var result: [String] = []
  var start = 0
  try forEachMatch(of: pattern, in: text, context) { match, bytes in
    guard
      !match.range.isEmpty
        || (match.range.lowerBound > start && match.range.lowerBound < bytes.count)
    else { return }
    if result.count == result.capacity {
      // A text, and the object that it becomes.
      try MemoryBudget.check(Double(2 * result.count) * 100, for: "the parts of the text")
    }
    result.append(String(decoding: bytes[start..<match.range.lowerBound], as: UTF8.self))
    start = match.range.upperBound
  }
  result.append(String(decoding: text.utf8.dropFirst(start), as: UTF8.self))
  return result
}

private func malformed(_ source: String, _ error: RegularExpression.Malformed) -> NativeError {
  let before = String(decoding: source.utf8.prefix(error.offset), as: UTF8.self).suffix(60)
  return NativeError(
    "S0302", "this is no pattern", notes: [error.reason, "it is read up to here:  \(before)"],
    help:
      "a sign that is meant as such has a backslash before it, written twice: \\\\. \\\\( \\\\[",
    argument: "source")
}
