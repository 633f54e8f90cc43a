public import OrderedCollections
internal import Syntax

/// A value that lives on its own and is referred to.
open class Object {
  public init() {}
  /// What a user calls this kind of value.
  open var kind: String { "object" }
}

public final class StringObject: Object {
  public let text: String
  public init(_ text: String) { self.text = text }
  public override var kind: String { "string" }
}

public final class ListObject: Object {
  public var items: [Value]
  public init(_ items: [Value]) { self.items = items }
  public override var kind: String { "list" }
  deinit { Teardown.release(&items) }
}

public final class MapObject: Object {
  /// What may be a key.
  public enum Key: Hashable {
    case string(String)
    case number(Double)
    case bool(Bool)

    /// Nil when `value` cannot be a key.
    public init?(_ value: Value) {
      switch value {
      case .bool(let bool): self = .bool(bool)
      case .number(let number): self = .number(number)
      case .object(let object as StringObject): self = .string(object.text)
      case .object, .none, .undefined: return nil
      }
    }

    public var value: Value {
      switch self {
      case .string(let text): .string(text)
      case .number(let number): .number(number)
      case .bool(let bool): .bool(bool)
      }
    }
  }

  /// In the order of insertion.
  public var entries: OrderedDictionary<Key, Value>

  public init(_ entries: OrderedDictionary<Key, Value> = [:]) { self.entries = entries }

  /// A map of named fields.
  public convenience init(fields: [(String, Value)]) {
    self.init(
      OrderedDictionary(
        fields.map { (Key.string($0.0), $0.1) }, uniquingKeysWith: { _, last in last }))
  }

  public override var kind: String { "map" }

  public subscript(_ name: String) -> Value? { entries[.string(name)] }

  deinit {
    var values = Array(entries.values)
    entries = [:]
    Teardown.release(&values)
  }
}

/// Start, end (left out) and step of a range.
public final class RangeObject: Object {
  public let start: Double
  public let end: Double
  public let step: Double

  public init(start: Double, end: Double, step: Double) {
    self.start = start
    self.end = end
    self.step = step
  }

  public override var kind: String { "range" }

  /// How many numbers it has; at most 2⁵³.
  public var count: Int {
    let steps = ((end - start) / step).rounded(.up)
    return steps > 0 ? Int(min(steps, 0x1p53)) : 0
  }

  public subscript(_ index: Int) -> Double { start + Double(index) * step }
}

/// A function of the language: its code, and the variables around it that it uses.
public final class FunctionObject: Object {
  let prototype: Prototype
  let captures: [Cell]

  init(prototype: Prototype, captures: [Cell]) {
    self.prototype = prototype
    self.captures = captures
  }

  public override var kind: String { "function" }
  public var name: String? { prototype.name }
  public var documentation: String? { prototype.documentation }
  /// `fit(model, data, epochs = 1)`
  public var signature: String { prototype.signature }
  /// The text it was written as.
  public var sourceText: String { prototype.source.text(in: prototype.span) }
  /// Its parameters' names, in order.
  public var parameterNames: [String] { prototype.parameters.map { $0.name } }
}

/// A native function.
public final class BuiltinObject: Object {
  public let builtin: Builtin
  public init(_ builtin: Builtin) { self.builtin = builtin }
  public override var kind: String { "function" }
}

/// What an imported file declares.
public final class ModuleObject: Object {
  public let name: String
  let globals: Globals

  init(name: String, globals: Globals) {
    self.name = name
    self.globals = globals
  }

  public override var kind: String { "module" }
  public var names: [String] { globals.definedNames }
  public func value(_ name: String) -> Value? { globals.value(of: name) }
}

/// A variable that outlives the block that declared it.
final class Cell: Object {
  var value: Value
  init(_ value: Value) { self.value = value }
}

/// Releases long chains of objects in a loop: released within each other, a chain of a million lists
/// would run out of stack.
enum Teardown {
  /// Empties `items`. A list or map that ends here gives up its own values first.
  static func release(_ items: inout [Value]) {
    var queue: [Value] = []
    swap(&queue, &items)
    while var object = nextObject(&queue) {
      guard isKnownUniquelyReferenced(&object) else { continue }
      if let list = object as? ListObject {
        queue.append(contentsOf: list.items)
        list.items = []
      } else if let map = object as? MapObject {
        queue.append(contentsOf: map.entries.values)
        map.entries = [:]
      }
    }
  }

  private static func nextObject(_ queue: inout [Value]) -> Object? {
    while let last = queue.popLast() { if case .object(let object) = last { return object } }
    return nil
  }
}
