internal import Evaluation
internal import JSON

/// A value of the language from the tokens of a JSON text.
///
/// What is open is a list of its own and no chain of calls, as in `JSONReader`: a text may nest as deep as
/// that allows. A number that a double cannot hold, such as a long id, stays the text that it is.
struct JSONInput {
  /// A list or map that is still read.
  private struct Container {
    let map: MapObject?
    var values: [Value] = []
    var name = Value.none

    mutating func add(_ value: Value) {
      if let map { map.set(name, to: value) } else { values.append(value) }
    }
  }

  private var reader: JSONReader
  private let check: () throws -> Void
  private var open: [Container] = []
  private var count = 0

  /// `check` is asked again and again, and throws to end the reading.
  init(_ bytes: [UInt8], check: @escaping () throws -> Void) {
    reader = JSONReader(bytes)
    self.check = check
  }

  /// The value of the whole text. Throws `JSONError`, and where memory ends.
  mutating func read() throws -> Value {
    var whole = Value.none
    while let token = try reader.next() {
      try checkNow()
      let value: Value
      switch token {
      case .beginArray, .beginObject:
        open.append(Container(map: token == .beginObject ? MapObject() : nil))
        continue
      case .name:
        open[open.count - 1].name = .string(reader.string)
        continue
      case .endArray, .endObject:
        let ended = open.removeLast()
        value = ended.map.map { .object($0) } ?? .list(ended.values)
      case .string:
        try MemoryBudget.check(2 * Double(reader.text.count), for: "a string of the JSON")
        value = .string(reader.string)
      case .number: value = reader.number.map { .number($0) } ?? .string(reader.string)
      case .bool(let bool): value = .bool(bool)
      case .null: value = .none
      }
      if open.isEmpty { whole = value } else { open[open.count - 1].add(value) }
    }
    return whole
  }

  private mutating func checkNow() throws {
    count &+= 1
    if count & 0xFF == 0 { try check() }
    guard let last = open.last else { return }
    if last.values.count == last.values.capacity {
      let size = 2 * Double(last.values.count) * MemoryBudget.bytesAnElement
      try MemoryBudget.check(size, for: "a list of the JSON")
    }
  }
}

/// A value of the language from JSON; `place` names the text in errors.
func value(
  ofJSON bytes: [UInt8], in place: String, argument: String, _ context: CallContext
) throws -> Value {
  var input = JSONInput(bytes, check: context.checkStop)
  do {
    return try input.read()
  } catch let error as JSONError {
    throw NativeError(
      "S0402", "\(place) is not JSON",
      notes: ["line \(error.line), column \(error.column): \(error.reason)"],
      help: isJSONLines(error)
        ? "is it a value a line?  map(read_lines(path), parse_json)" : nil, argument: argument)
  }
}

/// Whether a mistake is what JSON lines are to who expects one value.
private func isJSONLines(_ error: JSONError) -> Bool {
  error.reason == JSONError.somethingFollows && error.line > 1
}
