internal import Evaluation

/// What watches a function while it runs.
let watchingBuiltins: [Builtin] = [
  Builtin(
    "profile", in: .findingFaults,
    "Calls a function and tells where its time went: for each line its own time, with that of natives that it "
      + "calls, for each function all of its calls together, and for what is done natively.",
    .required("f", "a function that needs no arguments", kinds: .of("function")),
    example: """
      # The prompt shows it as a table.
      let told = profile(() => sum(map(list(0..100), x => x * x)))
      let slowest = told.lines[0]  # of maps with place, text, seconds, times
      told.functions[0].calls  # 1
      # natives has such maps too: of functions, of operators, of what a loop takes from a training.
      told.result  # 328350
      """,
    aliases: ["prun": "profile(() => $x)", "cProfile": "profile(() => $x)"]
  ) { (_, function: Value) -> Value in
    throw Detour.watched(try function.called(by: "profile"), Profiler())
  },
  Builtin(
    "trace", in: .findingFaults,
    "Calls a function and writes each call of yours that it makes, with its arguments and what it gives; gives "
      + "what the function gives.",
    .required("f", "a function that needs no arguments", kinds: .of("function")),
    example: """
      fn double(x) { 2 * x }
      trace(() => double(double(3)))  # 12
      """
  ) { (context, function: Value) -> Value in
    throw Detour.watched(try function.called(by: "trace"), Tracer(context.output))
  },
]

extension Value {
  /// As a function that can be called without arguments. Throws `NativeError` where it is none.
  fileprivate func called(by name: String) throws -> FunctionObject {
    guard let function = asObject as? FunctionObject else {
      throw NativeError(
        "S0302", "`f` of `\(name)` must be a function written in setl",
        label: "this is \(kindPhrase)",
        help: "write  \(name)(() => …)", argument: "f")
    }
    guard function.requiredCount == 0 else {
      throw NativeError(
        "S0304", "`f` of `\(name)` is called without arguments", label: function.signature,
        help: "write  \(name)(() => …)", argument: "f")
    }
    return function
  }
}
