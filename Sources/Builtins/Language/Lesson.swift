internal import Evaluation

/// The texts of `tour()`, and what each step asks for.
let lesson: [LessonStep] = [
  LessonStep(
    title: "numbers and names",
    text: """
      Welcome. In ten minutes you will have trained a sparse network and asked it
      questions. Type what each step says, or something like it: try things, nothing
      can break. tour("next") skips a step, tour("back") returns, tour("stop") ends.

      What you type is a cell. When its last line has a value, the value is shown.
      `let` gives a value a name.
      """,
    tasks: [
      .init(
        line: "let hours = 6 * 7", goal: .declares("number"),
        hint: "A name, an equals sign, a sum:")
    ],
    praise: "The name is yours now. Typed alone, a name shows its value; _ is the last result."),
  LessonStep(
    title: "texts and lists",
    text: """
      A text stands in quotes; what is in braces inside it is computed. A list stands
      in square brackets, and counts from 0.
      """,
    tasks: [
      .init(
        line: "let words = [\"sparse\", \"small\", \"quick\"]", goal: .declares("list"),
        hint: "A name, and texts between [ and ], with commas:"),
      .init(
        line: "\"the last of {length(words)} is {words[-1]}\"",
        goal: .holds(["\""]),
        hint: "Is every quote closed, and every brace?"),
    ],
    praise: "-1 counts from the end. Maps are {name: value}, ranges 0..10."),
  LessonStep(
    title: "functions",
    text: """
      A function gives its last line. f(x) may be written x.f(), so that work reads in
      order; press Tab after the dot, and you see what fits what stands before it.
      """,
    tasks: [
      .init(
        line: "fn square(n) { n * n }", goal: .declares("function"),
        hint: "fn, a name, names in brackets, a body in braces:"),
      .init(
        line: "[1, 2, 3].map(square)",
        goal: .holds(["map", "square"]),
        hint: "map takes a list and a function:"),
    ],
    praise: "A short function needs no name: [1, 2, 3].map(n => n + 1)."),
  LessonStep(
    title: "tensors",
    text: """
      Tensors are blocks of numbers; + - * / work on all at once, @ multiplies
      matrices. A sparse matrix stores only the connections that it has.
      """,
    tasks: [
      .init(
        line: "let w = sparse(6, 4, density: 0.25)",
        goal: .declares("sparse"), hint: "Rows, columns, and the share that exists:"),
      .init(
        line: "random_normal(2, 6) @ w",
        goal: .holds(["@"]),
        hint: "Columns of the left must be as many as rows of the right:"),
    ],
    praise: "Dense times sparse is a dense tensor; the work was that of the connections alone."),
  LessonStep(
    title: "a data set",
    text: """
      Networks learn from examples. These are film reviews that the program makes
      itself; whether one is good or bad lies in the order of its words. Your own
      texts come in by text_dataset("reviews.csv", text: "review", label: "stars").
      """,
    tasks: [
      .init(
        line: "let data = toy_reviews(10_000, length: 60, seed: 1)",
        goal: .declares("dataset"), hint: "How many, how long, and a seed:"),
      .init(
        line: "data.train[0]", goal: .holds([".train"]),
        hint: "data.train are examples; one is taken out by its number:"),
    ],
    praise: "data.train is to learn from; data.test stays unseen until the end."),
  LessonStep(
    title: "a sparse model",
    text: """
      A model is layers, one after the other: words become vectors, an LSTM reads
      them in their order, one number comes out. density: 0.1 means that a tenth of
      the connections exists, from the start. An open bracket lets you go on in the
      next line.
      """,
    tasks: [
      .init(
        line: """
          let model = sequential(
              sparse_embedding(vocabulary: 300, units: 64, density: 0.1),
              sparse_lstm(units: 64, density: 0.1), dense(1))
          """,
        goal: .declares("model"), hint: "Three layers between the brackets:"),
      .init(
        line: "model", goal: .holds(["model"]),
        hint: "The name alone shows it:"),
    ],
    praise: "Nothing is stored for connections that do not exist."),
  LessonStep(
    title: "training, and evolution",
    text: """
      fit goes through the examples again and again. set_evolution is what makes a
      sparse network good: after each epoch the weakest connections go, and new ones
      are tried elsewhere. Ctrl-C ends a training early, and the model keeps what it
      has learned.
      """,
    tasks: [
      .init(
        line: """
          let history = fit(model, data.train, epochs: 6, optimizer: adam(rate: 0.005),
              evolution: set_evolution(zeta: 0.3), seed: 1)
          """,
        goal: .declares("history"),
        hint: "It needs `model` and `data` of the steps before (tour(5), tour(6)):")
    ],
    praise: "Seconds, and a sparse LSTM has learned to read."),
  LessonStep(
    title: "is it any good?",
    text: """
      evaluate asks for every unseen example, and tells loss, accuracy and which
      classes are confused. predict answers for a text of yours.
      """,
    tasks: [
      .init(
        line: "evaluate(model, data.test).accuracy", goal: .calls("evaluate"),
        hint: "A model, and examples that it has not seen:"),
      .init(
        line: "predict(model, \"the plot was not at all dull\")", goal: .calls("predict"),
        hint: "A model, and a text:"),
    ],
    praise: "\"Not at all dull\" is praise: seeing that takes memory, which is what an LSTM has."),
  LessonStep(
    title: "look, and keep",
    text: """
      plot draws a history, or a list of numbers. save writes a model with its
      vocabulary into one file, and load("tour.safetensors") reads it again.
      """,
    tasks: [
      .init(
        line: "plot(history)", goal: .calls("plot"),
        hint: "history is what fit gave; any list of numbers does too:"),
      .init(
        line: "save(model, \"tour.safetensors\")", goal: .calls("save"),
        hint: "A model, and the name of a file in a folder that you may write to:"),
    ],
    praise: "Other programs read such a file too: it is in the safetensors format."),
  LessonStep(
    title: "mistakes",
    text: """
      Everybody makes them. An error shows the place, what was found and what would
      be right, and leaves every variable as it was. Make one on purpose.
      """,
    tasks: [
      .init(
        line: "squar(3)", goal: .fails,
        hint: "That went well, but it should not: misspell something."),
      .init(
        line: "explain(\"S0301\")",
        goal: .calls("explain"), hint: "The code is in the brackets behind `error`:"),
    ],
    praise: "Each code has such a story. And ?fit tells of a function, with an example."),
  LessonStep(
    title: "where to go from here",
    text: """
      That was the tour.

        ?name               what a function does, with an example to copy
        help()              all functions;  apropos("word") looks for one
        Tab, up, Ctrl-R     completes names, recalls cells, searches them
        session.save("my.setl")    writes this session as a script: setl my.setl
        examples/           programs to change, an LSTM by hand among them

      tour.safetensors in this folder is yours to keep or to remove. Have fun.
      """,
    tasks: []),
]
