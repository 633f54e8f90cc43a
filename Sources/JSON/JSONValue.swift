/// A JSON value as a whole, for texts that fit in memory such as headers of model files and notebooks.
public enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  /// A number as it is written, where a double is not written so: `12345678901234567890`, `1.0`, `1e3`.
  case digits(String)
  case string(String)
  case array([JSONValue])
  /// In the order of the text; of a name that repeats the last value counts.
  case object([Member])

  public struct Member: Sendable, Equatable {
    public var name: String
    public var value: JSONValue

    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The member `name` of an object.
  public subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  public var string: String? { if case .string(let value) = self { value } else { nil } }
  /// Nil also where a double cannot hold it.
  public var number: Double? {
    switch self {
    case .number(let value): value
    case .digits(let text): WrittenNumber.value(of: Array(text.utf8))
    case .null, .bool, .string, .array, .object: nil
    }
  }
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var members: [Member]? { if case .object(let members) = self { members } else { nil } }
  public var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }

  /// The value as JSON; what is no finite number is null. With `sorted`, members stand in the order of
  /// the code points of their names.
  public func text(_ style: JSONWriter.Style, sorted: Bool = false) -> String {
    var writer = JSONWriter(style)
    write(to: &writer, sorted: sorted)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// The value as JSON without spaces.
  public var text: String { text(.compact) }

  private func write(to writer: inout JSONWriter, sorted: Bool) {
    switch self {
    case .null: writer.null()
    case .bool(let value): writer.bool(value)
    case .number(let value): writer.number(value)
    case .digits(let text): writer.number(writtenAs: text)
    case .string(let value): writer.string(value)
    case .array(let values):
      writer.beginArray()
      for value in values { value.write(to: &writer, sorted: sorted) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for member in sorted ? members.sortedByName : members {
        writer.name(member.name)
        member.value.write(to: &writer, sorted: sorted)
      }
      writer.endObject()
    }
  }
}

extension [JSONValue.Member] {
  /// The value of the member `name`, by its code points; nil removes it, and a new one stands last.
  public subscript(_ name: String) -> JSONValue? {
    get { first { $0.name.utf8.elementsEqual(name.utf8) }?.value }
    set {
      let place = firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
      switch (place, newValue) {
      case (let place?, let value?): self[place].value = value
      case (let place?, nil): remove(at: place)
      case (nil, let value?): append(.init(name, value))
      case (nil, nil): break
      }
    }
  }

  var sortedByName: Self { sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } }
}
