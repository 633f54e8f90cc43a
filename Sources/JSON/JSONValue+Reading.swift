extension JSONValue {
  /// Values nest less deep than texts may: they are copied, compared and let go of call by call.
  private static let deepest = 500

  /// Reads a whole text; nil when it is not JSON, or nests deeper than 500 levels. A number that a double
  /// cannot hold is a string.
  public init?(parsing bytes: some Collection<UInt8>) {
    var reader = JSONReader(Array(bytes), deepest: Self.deepest)
    guard let value = try? Self.value(from: &reader) else { return nil }
    self = value
  }

  private static func value(from reader: inout JSONReader) throws(JSONError) -> JSONValue? {
    var open: [Container] = []
    var whole: JSONValue?
    while let token = try reader.next() {
      let value: JSONValue
      switch token {
      case .beginArray, .beginObject:
        open.append(Container(isObject: token == .beginObject))
        continue
      case .name:
        open[open.count - 1].name = reader.string
        continue
      case .endArray, .endObject: value = open.removeLast().value
      case .string: value = .string(reader.string)
      case .number: value = reader.number.map { .number($0) } ?? .string(reader.string)
      case .bool(let bool): value = .bool(bool)
      case .null: value = .null
      }
      if open.isEmpty { whole = value } else { open[open.count - 1].add(value) }
    }
    return whole
  }

  /// A list or object that is still read.
  private struct Container {
    let isObject: Bool
    var name = ""
    private var values: [JSONValue] = []
    private var members: [Member] = []
    private var places: [String: Int] = [:]

    init(isObject: Bool) { self.isObject = isObject }

    mutating func add(_ value: JSONValue) {
      if !isObject {
        values.append(value)
      } else if let place = places[name] {
        members[place].value = value
      } else {
        places[name] = members.count
        members.append(Member(name, value))
      }
    }

    var value: JSONValue { isObject ? .object(members) : .array(values) }
  }
}
