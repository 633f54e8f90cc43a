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
  /// Where it is told of too, since it works on what those are about.
  public let otherTopics: [Topic]
  /// A sentence.
  public let summary: String
  public let parameters: [ParameterDescription]
  /// Lines of a program; what follows `#` at a line's end is what it gives.
  public let example: String
  /// The result was shown by the call, and is not echoed again.
  public let isShown: Bool
  /// What other languages and libraries call it, and what is written here instead.
  public let aliases: [String: String]
  /// The shape of what it makes, where the text of a call tells it.
  public let shape: MadeShape?
  /// The kinds of what it gives, as its body says; none where that may be anything.
  let gives: [String]
  /// Takes as many values as there are parameters; what is left out is undefined.
  let body: (CallContext, UnsafeMutablePointer<Value>) throws -> Value
  /// What it gives for a number, where a number is all it takes.
  private(set) var ofNumber: ((Double) -> Double)?
  /// What it gives for the commonest arguments.
  private(set) var quick: ((QuickArguments) -> Bool)?
  /// Parameters that must be given, and those that can be by place alone; −1 when one takes the rest.
  let required: Int
  let plain: Int
  /// The parameter that takes the rest, where all behind it may be left out.
  let rest: Int?

  public init<each Content: ValueConvertible, Result: ValueRepresentable>(
    _ name: String, in topic: Topic, and otherTopics: [Topic] = [], _ summary: String,
    _ parameters: repeat Parameter<each Content>, example: String, isShown: Bool = false,
    aliases: [String: String] = [:], shape: MadeShape? = nil,
    body: @escaping (CallContext, repeat each Content) throws -> Result
  ) {
    self.name = name
    self.topic = topic
    self.otherTopics = otherTopics
    self.summary = summary
    self.example = example
    self.isShown = isShown
    self.aliases = aliases
    self.shape = shape
    gives = Result.givenKinds
    var descriptions: [ParameterDescription] = []
    for parameter in repeat each parameters { descriptions.append(parameter.description) }
    self.parameters = descriptions
    required = descriptions.lastIndex { $0.isRequired }.map { $0 + 1 } ?? 0
    let isOnly = descriptions.count == 1
    let place = descriptions.firstIndex { $0.takesRest }
    rest = if let place, place >= required { place } else { nil }
    plain = place != nil || descriptions.count > Machine.spare - 8 ? -1 : descriptions.count
    self.body = { context, values in
      var index = 0
      func take<One>(_ parameter: Parameter<One>) throws -> One {
        let value = values[index]
        index += 1
        if One.copiesLists, let list = value.asList { try list.checkCopy() }
        if let content = parameter.convert(value) { return content }
        // A private native speaks for the function of the library that calls it.
        let spoken = String(name.drop { $0 == "_" })
        throw parameter.description.refusal(of: value, by: spoken, isOnly: isOnly)
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
}
