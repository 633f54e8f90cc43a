internal import Evaluation
internal import Tensors
internal import Training

/// A computation that asks functions of the program, as a value of the standard library, which answers.
final class WorkObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "work" }
  private let computation: OpenComputation
  private let asked: [any AskedFunction]
  private let context: CallContext
  private var question: OpenComputation.Question?
  /// The session's random source, while a function is asked, which has one of its own.
  private var outer: RandomSource?

  /// `asked` are the functions that `body` may ask.
  init(
    _ asked: [any AskedFunction], _ context: CallContext,
    _ body: @escaping (OpenComputation) throws -> Value
  ) throws {
    guard context.state.openWorks < Self.most else {
      throw NativeError(
        "S0310", "functions of layers and losses ask each other without end",
        notes: ["\(Self.most) within each other are the most there can be"],
        help: "let `forward` compute with what it is given, and not call its own model")
    }
    computation = OpenComputation(body)
    self.asked = asked
    self.context = context
    context.state.openWorks += 1
  }

  private static let most = 32

  deinit {
    computation.drop()
    giveBackRandom()
    context.state.openWorks -= 1
  }

  override var kind: String { "work" }
  override var summary: String { "a computation that asks functions of the program" }

  /// What the program is asked next: a function and its arguments; none where all is done.
  func resume() throws -> Value {
    let before = asked.map(\.computation)
    for function in asked { function.computation = computation }
    defer { for (function, other) in zip(asked, before) { function.computation = other } }
    question = try computation.resume()
    guard let question else { return .none }
    outer = context.state.random
    context.state.random = question.random
    return .object(
      MapObject(fields: [
        ("function", question.function), ("arguments", .list(question.arguments)),
      ]))
  }

  func answer(_ value: Value) throws {
    giveBackRandom()
    try question?.take(value)
    question = nil
  }

  private func giveBackRandom() {
    if let outer { context.state.random = outer }
    outer = nil
  }

  func result() throws -> Value { try computation.outcome?.get() ?? .none }
}

/// A function of the program that a computation of the core asks.
protocol AskedFunction: AnyObject {
  /// Who asks now; nil where nobody does.
  var computation: OpenComputation? { get set }
}

extension CallContext {
  /// What `body` gives. Where it may ask functions of the program, the standard library goes on with it and
  /// answers.
  func opened(
    _ asked: [any AskedFunction], _ body: @escaping (OpenComputation?) throws -> Value
  ) throws -> Value {
    guard !asked.isEmpty else { return try body(nil) }
    throw Detour.library("_answered", [.object(try WorkObject(asked, self) { try body($0) })])
  }

  /// Of what has no result before its end: an interrupt drops it.
  func stopRequests(_ computation: OpenComputation? = nil) -> StopRequests {
    StopRequests { [interrupt] in interrupt.isRequested || computation?.isDropped ?? false }
  }
}

/// What `_answered` and `_reports`, which are written in setl, are made of.
let ownBuiltins: [Builtin] = [
  Builtin(
    "_resume", in: .training,
    "Goes on with a computation up to the next function that it asks: a map of `function` and `arguments`; "
      + "none where it is done.",
    .required("work", "a computation that asks functions"),
    example: "try { _resume(1) } catch problem { print(problem.code) }  # prints: S0302"
  ) { (_, work: WorkObject) in try work.resume() },
  Builtin(
    "_answer", in: .training, "Gives a computation what the function gave that it asked.",
    .required("work", "a computation that asks functions"),
    .required("value", "what the function gave"),
    example: "try { _answer(1, 2) } catch problem { print(problem.code) }  # prints: S0302"
  ) { (_, work: WorkObject, value: Value) in
    try work.answer(value)
    return Value.none
  },
  Builtin(
    "_result", in: .training, "Gives what a computation came to.",
    .required("work", "a computation that asks functions"),
    example: "try { _result(1) } catch problem { print(problem.code) }  # prints: S0302"
  ) { (_, work: WorkObject) in try work.result() },
]
