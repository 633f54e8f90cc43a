internal import Characters

/// All functions that a program has without declaring them.
public final class Library {
  public let builtins: [String: Builtin]
  public let builtinNames: [String]
  /// Functions of the standard library that are written in setl.
  public internal(set) var functions: [String: FunctionObject] = [:]
  private var functionTopics: [String: Topic] = [:]
  private var values: [String: Value] = [:]
  private var texts: [ExactText: Value] = [:]
  /// Natives that are reached through a value, by their whole names, such as `session.history`.
  public let methods: [Builtin]
  public let explanations: [String: (title: String, text: String)]
  public let lesson: [LessonStep]
  /// What help tells of words that are no functions.
  public let pages: [HelpPage]
  /// The topics of its functions, in the order of the declarations.
  public let topics: [Topic]
  let shapes: ShapeRules?
  /// What other languages and libraries call what has another name here.
  private(set) lazy var foreignNames = ForeignNames(
    builtinNames.compactMap { builtins[$0] } + methods, others())
  private let others: @Sendable () -> [ForeignName]

  public init(_ declarations: LibraryDeclarations, methods: [Builtin] = []) {
    let builtins = declarations.builtins
    self.builtins = Dictionary(builtins.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    builtinNames = builtins.map(\.name)
    self.methods = methods
    others = declarations.foreignNames
    explanations = declarations.explanations
    shapes = declarations.shapes
    lesson = declarations.lesson
    pages = declarations.pages
    var topics: [Topic] = []
    for topic in builtins.lazy.map(\.topic) where !topics.contains(topic) { topics.append(topic) }
    for topic in methods.lazy.map(\.topic) where !topics.contains(topic) { topics.append(topic) }
    self.topics = topics
    for builtin in builtins { values[builtin.name] = .object(BuiltinObject(builtin)) }
  }

  func add(_ function: FunctionObject, named name: String, in topic: Topic) {
    functions[name] = function
    functionTopics[name] = topic
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

  /// Whether the function that is called `name` belongs to `topic`.
  public func isFunction(_ name: String, of topic: Topic) -> Bool {
    if let own = functionTopics[name] { return own == topic }
    guard let builtin = builtin(name) else { return false }
    return builtin.topic == topic || builtin.otherTopics.contains(topic)
  }

  /// Whether this is the one object of its text.
  func isInterned(_ string: StringObject) -> Bool {
    string.size <= 40 && texts[ExactText(string.text)]?.asObject === string
  }

  /// What is written here instead of each name that is known from elsewhere.
  public var foreignCode: [(name: String, code: [String])] {
    foreignNames.all.values.map { ($0.name, $0.code) }
  }

  /// Every name, in no order.
  public var names: [String] { Array(values.keys) }
  /// Those that a program is meant to use.
  var openNames: [String] { values.keys.filter { !$0.hasPrefix("_") } }
  public func value(_ name: String) -> Value? { values[name] }
}
