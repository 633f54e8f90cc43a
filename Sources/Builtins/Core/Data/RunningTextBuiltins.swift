internal import Characters
internal import Datasets
internal import Evaluation
internal import Training

/// Running text, of which a model learns what comes next, and writes.
let runningTextBuiltins: [Builtin] = [
  Builtin(
    "text_file", in: .data,
    "Reads a text as one long row of words or characters, to train a model that tells each from those before it: 80 % to train on, then 10 % as `validation`, then 10 % to test on.",
    .required("path", "a file of text, also compressed or in an archive"),
    .choice(
      "tokens", ["words", "characters"],
      "words and marks as they are written, with <eos> for the end of a line; or all characters"),
    .mostTokens, .steps, .encoding, .member,
    example: """
      write_text("row, row, row your boat\\ngently down the stream\\n", "verse.txt")
      text_file("verse.txt").train.text  # "row, row, row your boat\\ngently down the"
      """
  ) {
    (
      context, path: FilePath, tokens: String, vocabulary: Int, steps: Int, encoding: String?,
      file: String?
    ) in
    let options = try fileOptions(encoding: encoding, file: file, context)
    return DatasetObject(
      try bridged {
        try textFile(
          path.place, tokens: tokens == "words" ? .runningWords : .runningCharacters,
          vocabulary: vocabulary, steps: steps, options: options)
      })
  },
  Builtin(
    "running_text", in: .data,
    "Puts texts one after the other as running text, each ended by a line end: 80 % of them to train on, then 10 % as `validation`, then 10 % to test on. With labels, a `class_embedding` of a model tells it what class a text is of.",
    .required("texts", "a list of strings, ten at least"),
    .optional(
      "labels", shown: "none", "the class of each text: its stars, its author",
      orElse: [Value]?.none),
    .choice("tokens", ["words", "characters"], "as `text_file` has them"),
    .mostTokens, .steps, .optional("seed", default: 0, "of the order of the texts"),
    example: """
      let texts = ["what a fine film", "so dull"] * 10
      let data = running_text(texts, labels: ["good", "bad"] * 10)
      [length(data.train), data.train.labels]  # [64, ["bad", "good"]]
      """
  ) {
    (
      context, texts: [String], labels: [Value]?, tokens: String, vocabulary: Int, steps: Int,
      seed: Int
    ) in
    let names = try labels.map { try $0.enumerated().map { try labelText($1, in: "labels", $0) } }
    let options = try fileOptions(encoding: nil, context)
    return DatasetObject(
      try bridged {
        try runningText(
          texts, labels: names, tokens: tokens == "words" ? .runningWords : .runningCharacters,
          vocabulary: vocabulary, steps: steps, seed: UInt64(bitPattern: Int64(seed)),
          check: options.check)
      })
  },
  Builtin(
    pennTreebankEntry.name, in: .data, pennTreebankEntry.summary,
    .optional(
      "path", shown: "looked for",
      "the folder of ptb.train.txt, ptb.valid.txt and ptb.test.txt; else it is looked for in the data directory",
      orElse: FilePath?.none),
    .steps,
    example: """
      let data = if file_exists("ptb") { penn_treebank("ptb") } else { toy_reviews(100) }
      length(data.vocabulary) > 100  # true
      """
  ) { (context, path: FilePath?, steps: Int) in
    let options = try fileOptions(encoding: nil, context)
    return DatasetObject(
      try bridged { try pennTreebank(path?.place, steps: steps, options: options) })
  },
  Builtin(
    "generate", in: .training,
    "Lets a model of running text go on with a text, one token after the other, each drawn from what the model "
      + "makes of all before it.",
    .required("model", "a model that was trained on running text, as `text_file` gives it"),
    .optional("prompt", default: "", "what it goes on with"),
    .optional(
      "length", default: 100, "words or characters to write", range: .from(0, to: 1e7),
      aliases: ["max_new_tokens", "max_length", "max_tokens"]),
    .optional(
      "temperature", default: 1.0, "below 1 what is likely becomes likelier",
      range: .from(0.01, to: 100)),
    .optional(
      "top", shown: "none",
      "what is drawn from: so many of the likeliest, or below 1 the fewest with that probability together",
      orElse: Double?.none, range: .above(0), aliases: ["top_k", "top_p"]),
    .optional("seed", shown: "none", "of what is drawn", orElse: Int?.none),
    .optional(
      "label", shown: "none", "the class that the text is to be of, where the model goes by one",
      orElse: Value.none, aliases: ["class", "attribute", "condition"]),
    example: """
      write_text("la la la\\n" * 50, "song.txt")
      let data = text_file("song.txt", tokens: "characters", steps: 8)
      let model = sequential(embedding(vocabulary: length(data.vocabulary), units: 4),
                             lstm(units: 16, sequence: true), dense(length(data.vocabulary)))
      fit(model, data.train, epochs: 20, batch: 4, optimizer: adam(rate: 0.05), seed: 1)
      generate(model, "la l", length: 4, top: 1)  # "a la"
      """
  ) {
    (
      context, model: ModelObject, prompt: String, length: Int, temperature: Double, top: Double?,
      seed: Int?, label: Value
    ) in
    var among = Sampling.Among.all
    if let top {
      guard top < 1 || Int(exactly: top) != nil else {
        throw NativeError(
          "S0302", "`top` is a whole number of the likeliest, or a probability below 1",
          label: "this is \(Value.number(top).text)", help: "top: 40  or  top: 0.9",
          argument: "top")
      }
      among = top < 1 ? .share(top) : .first(Int(exactly: top) ?? 1)
    }
    let random = context.source(seed)
    let name = try label.unlessNone.map { try labelText($0, in: "label") }
    let interrupt = context.interrupt
    return try bridged {
      try model.model.generate(
        prompt, length: length, label: name,
        Sampling(temperature: temperature, among: among), random: random,
        stop: StopRequests { interrupt.isRequested })
    }
  },
]

/// The name of a class as a program gives it: a string, or a whole number such as so many stars.
private func labelText(
  _ value: Value, in argument: String, _ place: Int? = nil
) throws -> String {
  if let text = value.asString { return text }
  if let number = value.asNumber.flatMap({ Int(exactly: $0) }) { return "\(number)" }
  throw NativeError(
    "S0302", "the class of a text is a string or a whole number",
    label: (place.map { "element \($0) is" } ?? "this is") + " \(value.kindPhrase)",
    argument: argument)
}

extension Parameter where Content == Int {
  fileprivate static var mostTokens: Parameter {
    .optional(
      "vocabulary", default: TextOptions.standardVocabulary,
      "the most tokens that are told apart: the commonest; the rest is <unk>",
      range: .from(2, below: 0x1p30),
      aliases: ["vocab_size", "num_words", "max_tokens", "max_features"])
  }

  fileprivate static var steps: Parameter {
    .optional(
      "steps", default: 35, "tokens that gradients go back through, and a step of training reads",
      range: .from(1, to: 0x1p20), aliases: ["bptt", "seq_len", "sequence_length"])
  }
}

extension StreamExamples: PresentedExamples {
  private var unit: String { vocabulary.tokens.unit }
  var inputFacts: [DataDisplays.Fact] {
    labelNames.isEmpty ? [] : [DataDisplays.Fact("labels", labelNames.joined(separator: ", "))]
  }
  var summary: String { "\(count.grouped) \(unit) of \(name)" }
  var heading: String { summary }
  var details: [DataDisplays.Fact] { [] }
  var firsts: [DataDisplays.First] {
    count == 0
      ? [] : [DataDisplays.First(target: "", width: 0, text: shownOnLine(text(0..<min(count, 40))))]
  }
  var inputFields: [String] {
    ["vocabulary", "steps", "text"] + (labelNames.isEmpty ? [] : ["labels"])
  }

  func inputField(_ name: String) throws -> Value? {
    switch name {
    case "vocabulary": return .object(VocabularyObject(vocabulary))
    case "steps": return .number(Double(steps))
    case "labels": return labelNames.asValue
    default:
      try MemoryBudget.check(Double(count) * 40, for: "the text")
      return .string(text(0..<count))
    }
  }

  func input(at place: Int) -> (name: String, value: Value) {
    ("token", .string(vocabulary.word(token(at: place))))
  }
}
