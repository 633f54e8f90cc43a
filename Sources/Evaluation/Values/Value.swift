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
  public var asString: String? { asStringObject?.text }
  public var asStringObject: StringObject? {
    guard case .object(let object) = self, object.family == .string else { return nil }
    return unsafeDowncast(object, to: StringObject.self)
  }
  public var asList: ListObject? {
    guard case .object(let object) = self, object.family == .list else { return nil }
    return unsafeDowncast(object, to: ListObject.self)
  }
  public var asMap: MapObject? {
    guard case .object(let object) = self, object.family == .map else { return nil }
    return unsafeDowncast(object, to: MapObject.self)
  }

  public var isFunction: Bool {
    guard case .object(let object) = self else { return false }
    return object.family == .function || object.family == .builtin
  }

  /// The whole number that this is, if it is one that an index or a count can be.
  public var asWhole: Int? {
    guard case .number(let number) = self, number == number.rounded(.towardZero),
      abs(number) <= 0x1p53
    else { return nil }
    return Int(number)
  }
}

/// Looking at a value where it lies: to copy one out counts a reference, and the machine looks at several
/// for each step.
extension UnsafeMutablePointer where Pointee == Value {
  /// The byte behind the payload tells the cases apart: those with a payload in their order, then the
  /// others. (A test holds the compiler to it.)
  @inline(__always)
  private var tag: UInt8 { UnsafeRawPointer(self).load(fromByteOffset: 8, as: UInt8.self) }

  @inline(__always)
  var holdsObject: Bool { tag == 2 }

  @inline(__always)
  var holdsNothing: Bool {
    tag == 3 && UnsafeRawPointer(self).load(as: UInt64.self) == 0
  }

  /// The object that lies here, uncounted; only after `holdsObject`.
  @inline(__always)
  var object: Unmanaged<Object> { UnsafeRawPointer(self).load(as: Unmanaged<Object>.self) }

  /// The object that lies here when it is of a family, uncounted.
  @inline(__always)
  func object<Kind: Object>(
    _ family: Object.Family, as kind: Kind.Type
  ) -> Unmanaged<Kind>? {
    guard holdsObject, object._withUnsafeGuaranteedRef({ $0.family == family }) else { return nil }
    return UnsafeRawPointer(self).load(as: Unmanaged<Kind>.self)
  }

  /// Forgets what lies here, if it is an object.
  @inline(__always)
  func clear() { if holdsObject { pointee = .undefined } }
}
