internal import Evaluation
internal import JSON

/// A report as a line of JSON, from which it comes back to the last bit.
struct KeptReport {
  let map: MapObject
  /// The training ended with it.
  let isLast: Bool

  init(map: MapObject, isLast: Bool) {
    self.map = map
    self.isLast = isLast
  }

  /// Nil where the line is none.
  init?(_ text: String) {
    guard let json = JSONValue(parsing: text.utf8), case .bool(let isLast) = json["last"],
      let map = json["report"].flatMap({ Self.value(of: $0) })?.asMap
    else { return nil }
    self.map = map.withEvaluation
    self.isLast = isLast
  }

  var text: String {
    JSONValue.object([
      .init("last", .bool(isLast)), .init("report", Self.json(.object(map))),
    ]).text
  }

  static func json(_ value: Value) -> JSONValue {
    switch value {
    case .bool(let bool): return .bool(bool)
    // JSON has no infinities.
    case .number(let number):
      return number.isFinite ? .number(number) : .object([.init("number", .string("\(number)"))])
    case .object(let text as StringObject): return .string(text.text)
    case .object(let list as ListObject): return .array(list.values.map { json($0) })
    case .object(let map as MapObject):
      return .object(map.pairs.map { .init($0.key.text, json($0.value)) })
    case .object(let native as NativeObject): return (try? native.plain).map { json($0) } ?? .null
    default: return .null
    }
  }

  static func value(of json: JSONValue) -> Value {
    switch json {
    case .null: return .none
    case .bool(let bool): return .bool(bool)
    case .number(let number): return .number(number)
    case .digits(let text): return json.number.map { .number($0) } ?? .string(text)
    case .string(let text): return .string(text)
    case .array(let values): return .list(values.map { value(of: $0) })
    case .object(let members):
      if members.count == 1, let number = json["number"]?.string.flatMap({ Double($0) }) {
        return .number(number)
      }
      return .object(MapObject(fields: members.map { ($0.name, value(of: $0.value)) }))
    }
  }
}
