internal import Evaluation
internal import Measuring
internal import Syntax

/// Printing, kinds, errors and help.
let outputBuiltins: [Builtin] = [
  Builtin(
    "print", in: .output, "Writes values, separated by spaces, and ends the line.",
    .rest("values", "what to write; tensors, models and the like as the prompt shows them"),
    .optional("end", default: "\n", "what follows the values: \"\" stays on the line"),
    .choice(
      "to", ["stdout", "stderr"],
      "the output of the program, or what is told of it beside that: warnings, how far it is"),
    example: "print(\"loss\", 0.25)  # prints: loss 0.25"
  ) { (context, values: [Value], end: String, stream: String) in
    let line = values.map(\.printed).joined(separator: " ") + end
    if stream == "stderr" { context.output.writeError(line) } else { context.output.write(line) }
    return Value.none
  },
  Builtin(
    "input", in: .output,
    "Asks a person, and gives what is typed as text; `none` where the input is over.",
    .optional("question", default: "", "what is asked; a space at its end looks well"),
    .optional("hidden", default: false, "what is typed is not shown, as for a password"),
    example: """
      # let name = input("What is your name? ")
      try { input("Is there anybody? ") } catch problem { print(problem.code) }  # prints: S0336
      """
  ) { (context, question: String, isHidden: Bool) in
    try context.output.ask(question, isHidden: isHidden, until: context.interrupt)
  },
  Builtin(
    "kind", in: .output, "Tells what kind of value this is.", .required("value", "any value"),
    example: "kind([1, 2])  # \"list\"",
    aliases: ["type": "kind($x)", "typeof": "kind($x)"]
  ) { (_, value: Value) in value.kind },
  Builtin(
    "string", in: .output, "Gives a value as text.", .required("value", "any value"),
    example: "string(2.5)  # \"2.5\"",
    aliases: ["str": "string($x)", "toString": "string($x)", "repr": "string($x)"]
  ) { (_, value: Value) in value.text },
  Builtin(
    "assert", in: .output, "Ends with an error when a condition is false.",
    .required("condition", "what must be true"),
    .optional("message", default: "assertion failed", "what the error says"),
    example: "assert(1 + 1 == 2)"
  ) { (_, condition: Bool, message: String) in
    guard condition else { throw NativeError("S0321", message, argument: "condition") }
    return Value.none
  },
  Builtin(
    "help", in: .output, "Shows what a function does, how it is called, and an example.",
    .optional(
      "subject", shown: "everything", "a function or its name", orElse: Value.none,
      naming: .functions),
    example: "help(\"round\")", isShown: true
  ) { (context, subject: Value) in
    context.output.display(try Help.display(for: subject, in: context.library))
    return Value.none
  },
  Builtin(
    "source", in: .output, "Shows how a function is written, where it is written in setl.",
    .required("function", "a function or its name", naming: .functions), example: "source(map)",
    isShown: true
  ) { (context, function: Value) in
    context.output.display(try Help.sourceDisplay(of: function, in: context.library))
    return Value.none
  },
  Builtin(
    "apropos", in: .output, "Lists the functions whose name or summary holds a word.",
    .required("word", "what to look for"), example: "apropos(\"absolute\")", isShown: true
  ) { (context, word: String) in
    // What is longer stands in no summary, and to look for it would take long.
    let found = word.utf8.count > 200 ? "" : Help.list(word, in: context.library)
    context.output.write(
      found.isEmpty ? "no function is about \(word.clipped.quoted); help() lists them all\n" : found
    )
    return Value.none
  },
  Builtin(
    "explain", in: .output,
    "Tells the long story of an error's code; without one, of the error that ended the last cell that failed.",
    .optional(
      "code", shown: "the last error", "as in `error[S0301]`", orElse: String?.none, naming: .errors
    ),
    example: "explain(\"S0301\")", isShown: true
  ) { (context, code: String?) in
    context.output.display(
      try code.map { try Explaining.story(of: $0, in: context.library) }
        ?? Explaining.last(context.lastFailure, in: context.library))
    return Value.none
  },
  Builtin(
    "clock", in: .output, "Gives the seconds since some fixed moment, for measuring.",
    example: "clock() >= 0  # true"
  ) { context in
    let start = processStart
    return try context.once { (ContinuousClock.now - start).inSeconds }
  },
]

private let processStart = ContinuousClock.now
