/// The kinds of values that a parameter takes, by the names that programs see.
///
/// Kinds of the bridge are names alone: a value is asked whether it is one (`NativeObject.kinds`).
public struct KindSet: Sendable, Equatable, ExpressibleByArrayLiteral {
  /// What a value of any kind can have.
  public enum Trait: String, Sendable {
    /// What a `for` goes through.
    case elements = "what has elements"
    case length = "what has a length"
  }

  public let names: [String]
  public let isAny: Bool
  private let trait: Trait?
  private let own: Own

  /// The kinds of the language itself.
  struct Own: OptionSet {
    let rawValue: UInt16
    static let nothing: Own = []
    static let none = Own(rawValue: 1)
    static let bool = Own(rawValue: 2)
    static let number = Own(rawValue: 4)
    static let string = Own(rawValue: 8)
    static let list = Own(rawValue: 16)
    static let map = Own(rawValue: 32)
    static let range = Own(rawValue: 64)
    static let function = Own(rawValue: 128)
    static let walked: Own = [.string, .list, .map, .range]

    static let named: [String: Own] = [
      "none": .none, "bool": .bool, "number": .number, "string": .string, "list": .list,
      "map": .map, "range": .range, "function": .function,
    ]
  }

  /// Every kind.
  public static let any = KindSet(names: [], trait: nil)

  /// What has `trait`, of whichever kind it is.
  public static func having(_ trait: Trait) -> KindSet { KindSet(names: [], trait: trait) }

  /// Any of these.
  public static func of(_ names: String...) -> KindSet { KindSet(names: names, trait: nil) }

  public init(arrayLiteral names: String...) { self.init(names: names, trait: nil) }
  init(_ names: [String]) { self.init(names: names, trait: nil) }

  private init(names: [String], trait: Trait?) {
    self.names = names
    self.trait = trait
    isAny = names.isEmpty && trait == nil
    own =
      isAny
      ? Own(rawValue: .max)
      : names.reduce(into: trait == nil ? [] : .walked) { $0.formUnion(Own.named[$1] ?? []) }
  }

  public static func == (a: KindSet, b: KindSet) -> Bool {
    a.names == b.names && a.trait == b.trait
  }

  /// The same, and `none`.
  var orNone: KindSet { isAny || own.contains(.none) ? self : KindSet(names + ["none"]) }

  public func contains(_ value: Value) -> Bool {
    if let kind = Own(value) { return contains(kind) }
    guard let object = value.asObject, !isAny else { return isAny }
    guard let native = object.asNative else { return names.contains(object.kind) }
    return contains(
      native.kinds, hasElements: native.hasElements, hasLength: native.length != nil)
  }

  /// Whether a value is among them that has these traits.
  public func contains(_ traits: ValueTraits) -> Bool {
    if let kind = traits.own { return contains(kind) }
    return isAny
      || contains(traits.kinds, hasElements: traits.hasElements, hasLength: traits.hasLength)
  }

  private func contains(_ kind: Own) -> Bool { isAny || (kind != .nothing && own.contains(kind)) }

  private func contains(
    _ kinds: [String], hasElements: @autoclosure () -> Bool, hasLength: @autoclosure () -> Bool
  ) -> Bool {
    switch trait {
    case .elements: hasElements()
    case .length: hasLength()
    case nil: names.contains { kinds.contains($0) }
    }
  }

  /// Whether a kind is one of the language itself.
  public static func isOwn(_ name: String) -> Bool { Own.named[name] != nil }

  /// `list, map or string`, for help and errors.
  public var phrase: String {
    if let trait { return trait.rawValue }
    guard let last = names.last else { return "any" }
    return names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " or " + last
  }
}

extension KindSet.Own {
  /// Of a value of the language itself; nil of others.
  init?(_ value: Value) {
    switch value {
    case .undefined: self = .nothing
    case .none: self = .none
    case .bool: self = .bool
    case .number: self = .number
    case .object(let object):
      switch object.family {
      case .string: self = .string
      case .list: self = .list
      case .map: self = .map
      case .range: self = .range
      case .function, .builtin: self = .function
      case .native, .holder, .module, .loop, .cell, .sequence, .run: return nil
      }
    }
  }
}
