/// All that is declared of a library: its functions, and what the language tells of them without knowing
/// what they do.
public struct LibraryDeclarations: Sendable {
  public var builtins: [Builtin]
  /// The long stories of errors, by code.
  public var explanations: [String: (title: String, text: String)]
  /// What is written here instead of names that other languages and libraries have, beside what the
  /// builtins say of themselves. Made when a hint is looked for: most programs need none.
  public var foreignNames: @Sendable () -> [ForeignName]
  /// Nil where no value has a shape.
  public var shapes: ShapeRules?
  /// The steps of `tour()`.
  public var lesson: [LessonStep]
  /// What help tells of words that are no functions.
  public var pages: [HelpPage]

  public init(
    _ builtins: [Builtin], explanations: [String: (title: String, text: String)] = [:],
    foreignNames: @autoclosure @escaping @Sendable () -> [ForeignName] = [],
    shapes: ShapeRules? = nil, lesson: [LessonStep] = [],
    pages: [HelpPage] = []
  ) {
    self.builtins = builtins
    self.explanations = explanations
    self.foreignNames = foreignNames
    self.shapes = shapes
    self.lesson = lesson
    self.pages = pages
  }
}
