public import Syntax

/// A value of the bridge: a tensor, a layer, a model, a data set …
///
/// The language knows nothing of what it holds; it asks through these members, and a kind answers those
/// that make sense for it. What is not answered is a diagnostic that names the kind.
open class NativeObject: Object {
  /// The names after a dot, for completion and for did-you-mean.
  open var fieldNames: [String] { [] }
  open func field(_ name: String) throws -> Value? { nil }
  /// `x.name = value`; false where the field cannot be assigned to. Throws where the value does not fit, and
  /// has changed nothing then.
  open func assign(field name: String, _ value: Value) throws -> Bool { false }
  /// A field as it can be told of at no cost and without effect. A kind whose fields are made when they are
  /// asked for, or whose fields change something, answers.
  open func glance(at name: String) -> FieldGlance {
    (try? field(name)).flatMap { $0 }.map { .value($0) } ?? .unknown
  }
  /// The kinds that a parameter may ask for to take it.
  open var kinds: [String] { [kind] }
  public final func isKind(_ kind: String) -> Bool { kinds.contains(kind) }
  /// What of it to take where a parameter asks for values of other kinds; nil where nothing fits.
  open func substitute(for kinds: KindSet) -> String? { nil }
  /// The memory that it keeps, without what is a value of its own.
  open var heldBytes: Double { 0 }
  /// For `length(x)`.
  open var length: Int? { nil }

  /// Whether it can be called as a function.
  open var isCallable: Bool { false }
  /// `x(a, b)`.
  open func called(_ context: CallContext, _ arguments: [Value]) throws -> Value { .none }

  /// `x[i]`, `x[0, 1..3]`.
  open func subscripted(_ items: [Subscript]) throws -> Value {
    throw NativeError("S0204", "\(kind) has no elements")
  }
  open func assign(_ items: [Subscript], _ value: Value) throws {
    throw NativeError("S0204", "elements of \(kind) cannot be assigned to")
  }

  /// The same where masks may stand among the items, for kinds that have several axes.
  open func selected(_ selections: [Selection]) throws -> Value {
    try subscripted(plainItems(selections))
  }
  open func assign(_ selections: [Selection], _ value: Value) throws {
    try assign(plainItems(selections), value)
  }
  /// Takes back what `x[i]` gave after a part of it was changed, as by `x[i][j] = value`. Kinds whose elements are
  /// copies answer; else the change would be lost.
  open func keep(_ selections: [Selection], _ changed: Value) throws {}
  /// What it chooses where it stands between brackets itself; nil where it chooses nothing.
  open func selection() throws -> Selection? { nil }

  /// The result of `self op other`, or `other op self` where `isLeft` is false; nil when it has none.
  open func binary(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    nil
  }
  /// What to write where it stands as a condition, which it is not.
  open var conditionHelp: String? { nil }
  /// `-x`.
  open func negated() throws -> Value? { nil }
  /// Whether both are the same, but for the values that they hold.
  open func equals(_ other: NativeObject) -> Bool { self === other }
  /// How it lies to another of its kind, for `sort`; nil where the two have no order.
  open func order(to other: NativeObject) -> Order? { nil }
  /// Where it stands among keys, which it is for those it equals; nil of what is no key. Only what never changes
  /// answers.
  open var keyHash: Int? { nil }
  /// For `in`; nil where it cannot hold such a value.
  open func contains(_ value: Value) -> Bool? { nil }
  /// The element under a name, for `x["name"]`; nil where it has none by name.
  open func element(named name: String) throws -> Value? { nil }
  /// `x["name"] = value`; false where elements have no names.
  open func assign(elementNamed name: String, _ value: Value) throws -> Bool { false }
  /// What it holds as lists, maps, numbers and texts, for files; nil where it has no such form.
  /// Throws where there is no room for it.
  open var plain: Value? { get throws { nil } }
  /// For `for`, which pulls one value after the other.
  open func makeIterator() -> (any NativeIterator)? { nil }
  /// The function of the standard library that yields its elements, given it: of a kind that needs functions
  /// of the program for them. Nil where `makeIterator` gives them.
  open var elementsFunction: String? { nil }
  /// Whether a `for` can go through it. A kind whose iterators do something when they are made answers.
  open var hasElements: Bool { makeIterator() != nil }

  /// A copy for another machine, which shares nothing with this that either could change. What never
  /// changes may be shared, if it is a value of Swift that any thread may count; objects within are
  /// copied by `copier`. Throws S0330 where the kind does not answer.
  open func copied(_ copier: Copier) throws -> NativeObject { throw Self.notCopied(kind) }

  /// One line, as inside a list.
  open var summary: String { kind }
  /// What `print` writes: as the prompt shows it, or the one line where that tells as much.
  open var printed: String { display.text }
  /// What the prompt shows.
  open var display: DisplayBundle { DisplayBundle(text: summary) }
}

/// What a look at a field finds, for completion, which must neither compute nor change anything.
public enum FieldGlance {
  /// The field's value is there.
  case value(Value)
  /// The field's value would have to be made; this is one of its kind, whose contents mean nothing.
  case like(Value)
  case unknown
}

extension Object {
  /// What an object of the language is when seen as one of the bridge.
  var asNative: NativeObject? {
    family == .native || family == .holder ? self as? NativeObject : nil
  }
}

/// Values that are made one at a time, when they are asked for.
public protocol NativeIterator: AnyObject {
  /// The next value; nil after the last.
  func next() throws -> Value?
}

/// What a native found wrong; the machine adds where the program stood.
public struct NativeError: Error {
  public var code: String
  public var title: String
  public var label: String
  public var notes: [String]
  public var help: String?
  /// The argument to blame, by its name: the caret then stands under it.
  public var argument: String?
  /// The caret stands under the argument's name, where it is written.
  var blamesName = false
  /// A name behind a dot that may be known from elsewhere, and the kind of what stands before it.
  var foreignMember: (name: String, kind: String)?
  /// The call is wrong that led to the function, and not what stands in it.
  var blamesCaller = false

  public init(
    _ code: String, _ title: String, label: String = "", notes: [String] = [],
    help: String? = nil, argument: String? = nil
  ) {
    self.code = code
    self.title = title
    self.label = label
    self.notes = notes
    self.help = help
    self.argument = argument
  }
}
