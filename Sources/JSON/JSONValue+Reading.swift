extension JSONValue {
  /// Values nest less deep than texts may: they are copied, compared and let go of call by call.
  private static let deepest = 500

  /// Reads a whole text; nil when it is not JSON, or nests deeper than 500 levels.
  public init?(parsing bytes: some Collection<UInt8>) {
    var reader = JSONReader(Array(bytes), deepest: Self.deepest)
    guard let value = try? JSONValue(from: &reader) else { return nil }
    self = value
  }

  /// Reads a whole text, and says why where it is not JSON, or nests deeper than 500 levels. Written again
  /// it is the same text, but for spaces, escapes and names that repeat.
  public init(reading bytes: [UInt8]) throws(JSONError) {
    var reader = JSONReader(bytes, deepest: Self.deepest)
    self = try JSONValue(from: &reader)
  }

  /// Reads the value that a text begins with; the rest begins at `end`.
  public init?(beginning bytes: some Collection<UInt8>, end: inout Int) {
    var reader = JSONReader(Array(bytes), deepest: Self.deepest)
    guard let value = try? Self.first(from: &reader) else { return nil }
    self = value
    end = reader.offset
  }

  private init(from reader: inout JSONReader) throws(JSONError) {
    self = try Self.first(from: &reader)
    // Throws where more follows.
    _ = try reader.next()
  }

  private static func first(from reader: inout JSONReader) throws(JSONError) -> JSONValue {
    var open: [Container] = []
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
      case .number: value = number(reader)
      case .bool(let bool): value = .bool(bool)
      case .null: value = .null
      }
      if open.isEmpty { return value }
      open[open.count - 1].add(value)
    }
    // The reader throws at the end of a text without a value.
    return .null
  }

  /// A number that is written as a double would be is one; of others the digits are kept.
  private static func number(_ reader: JSONReader) -> JSONValue {
    guard let number = reader.number else { return .digits(reader.string) }
    var writer = JSONWriter()
    writer.number(number)
    return writer.bytes == reader.text ? .number(number) : .digits(reader.string)
  }

  /// A list or object that is still read.
  private struct Container {
    let isObject: Bool
    var name = ""
    private var values: [JSONValue] = []
    private var members: [Member] = []
    /// By the bytes of the names: texts that Unicode can turn into each other are two names.
    private var places: [[UInt8]: Int] = [:]

    init(isObject: Bool) { self.isObject = isObject }

    mutating func add(_ value: JSONValue) {
      if !isObject {
        values.append(value)
      } else if let place = places[Array(name.utf8)] {
        members[place].value = value
      } else {
        places[Array(name.utf8)] = members.count
        members.append(Member(name, value))
      }
    }

    var value: JSONValue { isObject ? .object(members) : .array(values) }
  }
}
