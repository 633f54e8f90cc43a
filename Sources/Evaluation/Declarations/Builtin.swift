internal import Characters
internal import Syntax

/// A native function, declared once: what it is called, what it does, what it takes, an example that
/// runs, and its body.
///
/// Calls, argument errors, help, completion after names and dots, and the reference are all derived from
/// the declaration. The body's parameter types are the parameters' types: one that the body lacks does
/// not compile.
///
///     Builtin("upper", in: .strings, "Gives the text in capitals.",
///       .required("text", "the text"),
///       example: "upper(\"abc\")  # \"ABC\""
///     ) { (_, text: String) in text.uppercased() }
///
/// Unchecked: a declaration never changes, and what a body keeps between calls lives in `Attachments`.
public struct Builtin: @unchecked Sendable {
  public let name: String
  public let topic: Topic
  /// A sentence.
  public let summary: String
  public let parameters: [ParameterDescription]
  /// Lines of a program; what follows `#` at a line's end is what it gives.
  public let example: String
  /// The result was shown by the call, and is not echoed again.
  public let isShown: Bool
  /// Takes as many values as there are parameters; what is left out is undefined.
  let body: (CallContext, UnsafeMutablePointer<Value>) throws -> Value
  /// What it gives for a number, where a number is all it takes.
  private(set) var ofNumber: ((Double) -> Double)?
  /// What it gives for the commonest arguments.
  private(set) var quick: ((QuickArguments) -> Bool)?
  /// Parameters that must be given, and those that can be by place alone; −1 when one takes the rest.
  let required: Int
  let plain: Int

  public init<each Content: ValueConvertible, Result: ValueRepresentable>(
    _ name: String, in topic: Topic, _ summary: String,
    _ parameters: repeat Parameter<each Content>, example: String, isShown: Bool = false,
    body: @escaping (CallContext, repeat each Content) throws -> Result
  ) {
    self.name = name
    self.topic = topic
    self.summary = summary
    self.example = example
    self.isShown = isShown
    var descriptions: [ParameterDescription] = []
    for parameter in repeat each parameters { descriptions.append(parameter.description) }
    self.parameters = descriptions
    required = descriptions.lastIndex { $0.isRequired }.map { $0 + 1 } ?? 0
    let takesRest = descriptions.contains { $0.takesRest }
    plain = takesRest || descriptions.count > Machine.spare - 8 ? -1 : descriptions.count
    self.body = { context, values in
      var index = 0
      func take<One>(_ parameter: Parameter<One>) throws -> One {
        let value = values[index]
        index += 1
        if One.copiesLists, let list = value.asList { try list.checkCopy() }
        if let content = parameter.convert(value) { return content }
        throw Builtin.wrongArgument(name, parameter.description, value)
      }
      return try body(context, repeat take(each parameters)).asValue
    }
  }

  /// The same function, which for one number gives `function` of it without further ado.
  public func ofNumber(_ function: @escaping (Double) -> Double) -> Builtin {
    var copy = self
    copy.ofNumber = function
    return copy
  }

  /// The same function with a short way for its commonest arguments: `answer` puts the value that the
  /// body would give in the place of the first, or is false where the body must look.
  public func quickly(_ answer: @escaping (QuickArguments) -> Bool) -> Builtin {
    var copy = self
    copy.quick = answer
    return copy
  }

  /// `round(x, digits = 0)`
  public var signature: String {
    "\(name)(\(parameters.map(\.signature).joined(separator: ", ")))"
  }

  private static func wrongArgument(
    _ name: String, _ parameter: ParameterDescription, _ value: Value
  ) -> NativeError {
    if let text = value.asString, !parameter.choices.isEmpty {
      return NativeError(
        "S0303", "`\(parameter.name)` cannot be \(text.clipped.quoted)",
        notes: ["it is " + parameter.kind], argument: parameter.name)
    }
    let isFraction = parameter.kind.hasPrefix("whole number") && value.asNumber != nil
    let isHuge = isFraction && (value.asNumber?.magnitude ?? 0) > 0x1p53
    return NativeError(
      "S0302", "`\(parameter.name)` of `\(name)` must be \(article(parameter.kind))",
      label: isFraction
        ? "this is \(value.text)\(isHuge ? ", above 2^53" : "")" : "this is \(value.kindPhrase)",
      notes: ["\(parameter.name): \(parameter.help)"], argument: parameter.name)
  }

  private static func article(_ kind: String) -> String {
    if kind.hasPrefix("one of") || kind == "any" || kind == "values" { return kind }
    return ("aeiou".contains(kind.first ?? "x") ? "an " : "a ") + kind
  }
}

/// Where the reference puts a function.
public enum Topic: String, Sendable, CaseIterable {
  case output = "Output and help"
  case numbers = "Numbers"
  case strings = "Strings"
  case lists = "Lists and maps"
  case tensors = "Tensors"
  case layers = "Layers and models"
  case evolution = "Evolution"
  case files = "Files"
  case data = "Data"
  case training = "Training"
  case figures = "Figures"
  case session = "Session"
}

/// What a native may use of the machine that called it.
public final class CallContext {
  public let output: any OutputSink
  public let interrupt: Interrupt
  public let library: Library
  /// Native state that lasts as long as the machine, one object a type.
  public let attachments: Attachments
  /// Where trainings are kept; nil where nothing is to be brought back.
  public internal(set) var journal: (any TrainingJournal)?

  init(
    output: any OutputSink, interrupt: Interrupt, library: Library, attachments: Attachments
  ) {
    self.output = output
    self.interrupt = interrupt
    self.library = library
    self.attachments = attachments
  }
}

extension CallContext {
  /// Ends a native where the program is to stop, or holds too much memory: for those that may take long, to
  /// be asked again and again. Costs next to nothing.
  @inline(__always)
  public func checkStop() throws {
    if interrupt.isToBeLookedAt { try interrupt.look() }
  }

  /// What `transform` gives of each element; asks now and then whether to stop.
  public func map<Elements: Sequence, Result>(
    _ elements: Elements, _ transform: (Elements.Element) throws -> Result
  ) throws -> [Result] {
    var results: [Result] = []
    func check(_ count: Int) throws {
      try MemoryBudget.check(Double(count * MemoryLayout<Result>.stride), for: "the list")
    }
    try check(elements.underestimatedCount)
    results.reserveCapacity(elements.underestimatedCount)
    for element in elements {
      if results.count & 0xFF == 0 { try checkStop() }
      if results.count == results.capacity { try check(2 * results.count) }
      results.append(try transform(element))
    }
    return results
  }
}

/// Objects that natives keep between calls: the random source, the number of threads.
public final class Attachments {
  var objects: [ObjectIdentifier: AnyObject] = [:]

  public init() {}

  /// Everything is as at the start again.
  public func forget() { objects = [:] }

  /// The object of type `type`, made at its first use.
  public func object<Kept: AnyObject>(_ type: Kept.Type, make: () -> Kept) -> Kept {
    if let known = objects[ObjectIdentifier(type)] as? Kept { return known }
    let made = make()
    objects[ObjectIdentifier(type)] = made
    return made
  }
}

/// All functions that a program has without declaring them.
public final class Library {
  public let builtins: [String: Builtin]
  public let builtinNames: [String]
  /// Functions of the standard library that are written in setl.
  public internal(set) var functions: [String: FunctionObject] = [:]
  private var values: [String: Value] = [:]
  private var texts: [ExactText: Value] = [:]
  /// Natives that are reached through a value, by their whole names, such as `session.history`.
  public let methods: [Builtin]
  public let explanations: [String: (title: String, text: String)]

  public init(
    _ builtins: [Builtin], methods: [Builtin] = [],
    explanations: [String: (title: String, text: String)] = [:]
  ) {
    self.builtins = Dictionary(builtins.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    builtinNames = builtins.map(\.name)
    self.methods = methods
    self.explanations = explanations
    for builtin in builtins { values[builtin.name] = .object(BuiltinObject(builtin)) }
  }

  func add(_ function: FunctionObject, named name: String) {
    functions[name] = function
    values[name] = .object(function)
  }

  /// The one object of a short text: names are then compared by what they are, not by their letters.
  func interned(_ text: String) -> Value {
    guard text.utf8.count <= 40 else { return .string(text) }
    if let known = texts[ExactText(text)] { return known }
    let made = Value.string(text)
    texts[ExactText(text)] = made
    return made
  }

  /// The native that is called `name`, alone or behind a value.
  public func builtin(_ name: String) -> Builtin? {
    builtins[name] ?? methods.first { $0.name == name }
  }

  /// Whether this is the one object of its text.
  func isInterned(_ string: StringObject) -> Bool {
    string.size <= 40 && texts[ExactText(string.text)]?.asObject === string
  }

  /// Every name, in no order.
  public var names: [String] { Array(values.keys) }
  public func value(_ name: String) -> Value? { values[name] }
}
