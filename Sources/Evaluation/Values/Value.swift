/// What a program computes with.
///
/// Numbers and bools are stored in place; everything else is an object, whose references are counted
/// only where objects move.
public enum Value {
  /// Never seen by a program: an argument that was left out, a name that is not defined yet.
  case undefined
  case none
  case bool(Bool)
  case number(Double)
  case object(Object)

  public static func string(_ text: String) -> Value { .object(StringObject(text)) }
  public static func list(_ items: [Value]) -> Value { .object(ListObject(items)) }

  /// What a user calls this kind of value.
  public var kind: String {
    switch self {
    case .undefined: "nothing"
    case .none: "none"
    case .bool: "bool"
    case .number: "number"
    case .object(let object): object.kind
    }
  }

  /// The kind with an article, for messages: `a number`, `none`.
  public var kindPhrase: String {
    let kind = kind
    if kind == "none" || kind == "nothing" { return kind }
    return ("aeiou".contains(kind.first ?? "x") ? "an " : "a ") + kind
  }

  public var asObject: Object? { if case .object(let object) = self { object } else { nil } }
  public var asNumber: Double? { if case .number(let number) = self { number } else { nil } }
  public var asString: String? { (asObject as? StringObject)?.text }
  public var asList: ListObject? { asObject as? ListObject }
  public var asMap: MapObject? { asObject as? MapObject }

  /// The whole number that this is, if it is one that an index or a count can be.
  public var asWhole: Int? {
    guard case .number(let number) = self, number == number.rounded(.towardZero),
      abs(number) <= 0x1p53
    else { return nil }
    return Int(number)
  }
}
