/// A Swift type that arguments of natives may have.
public protocol ValueConvertible {
  /// What a user calls it: `number`, `list of strings`.
  static var kindName: String { get }
  /// The kinds of the values that can be converted.
  static var kinds: KindSet { get }
  /// To convert a list takes as much memory again.
  static var copiesLists: Bool { get }
  /// Nil when `value` is of another kind.
  static func convert(_ value: Value) -> Self?
}

extension ValueConvertible {
  public static var kinds: KindSet { KindSet([kindName]) }
  public static var copiesLists: Bool { false }
}

/// A Swift type that natives may give.
public protocol ValueRepresentable {
  /// The kinds of the values that it makes, where its type tells; none where that may be anything.
  ///
  /// A requirement, and not asked of the type at run time: each such question costs the start of every program
  /// its share.
  static var givenKinds: [String] { get }
  var asValue: Value { get }
}

extension ValueRepresentable {
  public static var givenKinds: [String] { [] }
}

extension ValueRepresentable where Self: ValueConvertible {
  public static var givenKinds: [String] { kinds.names }
}

extension Value: ValueConvertible, ValueRepresentable {
  public static var kindName: String { "any" }
  public static var kinds: KindSet { .any }
  public static func convert(_ value: Value) -> Value? { value }
  public var asValue: Value { self }
}

extension Double: ValueConvertible, ValueRepresentable {
  public static var kindName: String { "number" }
  public static func convert(_ value: Value) -> Double? { value.asNumber }
  public var asValue: Value { .number(self) }
}

extension Int: ValueConvertible, ValueRepresentable {
  public static var kindName: String { "whole number" }
  public static var kinds: KindSet { ["number"] }
  public static func convert(_ value: Value) -> Int? { value.asWhole }
  public var asValue: Value { .number(Double(self)) }
}

extension Bool: ValueConvertible, ValueRepresentable {
  public static var kindName: String { "bool" }
  public static func convert(_ value: Value) -> Bool? {
    if case .bool(let bool) = value { bool } else { nil }
  }
  public var asValue: Value { .bool(self) }
}

extension String: ValueConvertible, ValueRepresentable {
  public static var kindName: String { "string" }
  public static func convert(_ value: Value) -> String? { value.asString }
  public var asValue: Value { .string(self) }
}

extension Array: ValueConvertible where Element: ValueConvertible {
  public static var kindName: String {
    Element.self == Value.self ? "list" : "list of \(Element.kindName)s"
  }
  public static var kinds: KindSet { ["list"] }
  public static var copiesLists: Bool { true }
  public static func convert(_ value: Value) -> [Element]? {
    guard let list = value.asList else { return nil }
    var items: [Element] = []
    items.reserveCapacity(list.count)
    for item in list.items {
      guard let converted = Element.convert(item) else { return nil }
      items.append(converted)
    }
    return items
  }
}

extension Array: ValueRepresentable where Element: ValueRepresentable {
  public static var givenKinds: [String] { ["list"] }
  public var asValue: Value { .list(map(\.asValue)) }
}

extension Optional: ValueConvertible where Wrapped: ValueConvertible {
  public static var kindName: String { "\(Wrapped.kindName) or none" }
  public static var kinds: KindSet { Wrapped.kinds.orNone }
  public static var copiesLists: Bool { Wrapped.copiesLists }
  public static func convert(_ value: Value) -> Wrapped?? {
    if case .none = value { return .some(nil) }
    return Wrapped.convert(value).map { .some($0) }
  }
}

extension Optional: ValueRepresentable where Wrapped: ValueRepresentable {
  public static var givenKinds: [String] {
    Wrapped.givenKinds.isEmpty ? [] : Wrapped.givenKinds + ["none"]
  }
  public var asValue: Value { self?.asValue ?? .none }
}

/// An object class as an argument: each names its kind.
public protocol ObjectConvertible: Object, ValueConvertible {}

extension ObjectConvertible {
  public static func convert(_ value: Value) -> Self? { value.asObject as? Self }
}

extension ValueRepresentable where Self: Object {
  public var asValue: Value { .object(self) }
}

extension StringObject: ObjectConvertible, ValueRepresentable {
  public static var kindName: String { "string" }
}

extension ListObject: ObjectConvertible, ValueRepresentable {
  public static var kindName: String { "list" }
}

extension MapObject: ObjectConvertible, ValueRepresentable {
  public static var kindName: String { "map" }
}
