internal import Datasets
internal import Evaluation
internal import Training

/// How texts are to be read, as the functions that read them are told.
struct TextOptions {
  var vocabulary: Int?
  var length: Int?
  var minimumCount: Int?
  var tokens: String?
  var like: Value?
  var seed = 0

  static let standardVocabulary = 20_000
  static let standardLength = 200
  static let tokensHelp =
    "\"words\", or \"characters\" for languages that write no spaces between words"
  static let likeHelp =
    "a model or a data set whose vocabulary, classes and length the texts are read with"

  func reading(
    labels: String = "binary", _ context: CallContext
  ) throws -> ReadingOptions {
    var options = ReadingOptions(
      vocabulary: vocabulary ?? Self.standardVocabulary, length: length ?? Self.standardLength,
      labels: LabelRule(rawValue: labels) ?? .binary,
      seed: UInt64(bitPattern: Int64(seed)))
    options.minimumCount = minimumCount ?? 1
    options.tokens = try tokenRule()
    options.like = try likeness()
    options.checkStop = context.checkStop
    options.file.check = fileCheck(context)
    return options
  }

  private func tokenRule() throws -> Tokens {
    guard let tokens else { return .words }
    guard let rule = Tokens.ofTexts.first(where: { $0.rawValue == tokens }) else {
      throw NativeError(
        "S0303", "`tokens` cannot be \"\(tokens)\"",
        notes: ["it is one of " + Tokens.ofTexts.map { "\"\($0)\"" }.joined(separator: ", ")],
        argument: "tokens")
    }
    return rule
  }

  /// What `like` knows; then nothing else may say how words are numbered.
  private func likeness() throws -> Likeness? {
    guard let like else { return nil }
    let given: [(String, Bool)] = [
      ("vocabulary", vocabulary != nil), ("length", length != nil),
      ("minimum_count", minimumCount != nil), ("tokens", tokens != nil),
    ]
    if let (name, _) = given.first(where: \.1) {
      throw NativeError(
        "S0302", "`\(name)` follows from `like`",
        notes: ["texts that are read like others have the same words, classes and length"],
        help: "leave `\(name):` out", argument: name)
    }
    switch like.asObject {
    case let dataset as DatasetObject:
      if let texts = dataset.train.data as? TextExamples { return Self.likeness(of: texts) }
    case let examples as ExamplesObject:
      if let texts = examples.data as? TextExamples { return Self.likeness(of: texts) }
    case let model as ModelObject: return try Self.likeness(of: model.model.meaning)
    case let packed as PackedModelObject: return try Self.likeness(of: packed.packed.meaning)
    default: break
    }
    throw NativeError(
      "S0302", "`like` must be a model or a data set of texts", label: "this is \(like.kindPhrase)",
      argument: "like")
  }

  private static func likeness(of texts: TextExamples) -> Likeness {
    Likeness(
      vocabulary: texts.vocabulary, length: texts.corpus.length, classes: texts.classes,
      owner: "`\(texts.name)`")
  }

  private static func likeness(of meaning: ModelMeaning) throws -> Likeness {
    guard let vocabulary = meaning.vocabulary else {
      throw NativeError(
        "S0302", "the model has not been trained on texts yet",
        help: "train it first, or read the texts without `like:`", argument: "like")
    }
    return Likeness(
      vocabulary: vocabulary, length: meaning.length, classes: meaning.classes, owner: "the model")
  }
}

/// What everything that reads texts is told of words and lengths.
extension Parameter where Content == Int {
  static var vocabulary: Parameter {
    .optional(
      "vocabulary", default: TextOptions.standardVocabulary, TextOptions.vocabularyHelp,
      range: TextOptions.vocabularies, aliases: TextOptions.vocabularyAliases)
  }

  static func length(_ standard: Int) -> Parameter {
    .optional(
      "length", default: standard, TextOptions.lengthHelp, range: TextOptions.lengths,
      aliases: TextOptions.lengthAliases)
  }
}

/// The same, where it matters whether one was said.
extension Parameter where Content == Int? {
  static var vocabulary: Parameter {
    .optional(
      "vocabulary", shown: "\(TextOptions.standardVocabulary)", TextOptions.vocabularyHelp,
      orElse: nil, range: TextOptions.vocabularies, aliases: TextOptions.vocabularyAliases)
  }

  static var length: Parameter {
    .optional(
      "length", shown: "\(TextOptions.standardLength)", TextOptions.lengthHelp, orElse: nil,
      range: TextOptions.lengths, aliases: TextOptions.lengthAliases)
  }

  static var minimumCount: Parameter {
    .optional(
      "minimum_count", shown: "1",
      "words that are met less often in the texts to train on are unknown", orElse: nil,
      range: .from(1), aliases: ["min_freq", "min_count", "min_df"])
  }
}

extension TextOptions {
  fileprivate static let vocabularyHelp =
    "words that get a number, padding and the unknown word among them"
  fileprivate static let vocabularies = AllowedRange.from(3, below: 0x1p30)
  fileprivate static let vocabularyAliases = [
    "vocab_size", "num_words", "max_tokens", "max_features",
  ]
  fileprivate static let lengthHelp = "words that are kept of a text, its last ones"
  fileprivate static let lengths = AllowedRange.from(1, below: 0x1p30)
  fileprivate static let lengthAliases = ["maxlen", "max_length"]
}

extension Parameter where Content == Int {
  static var splitSeed: Parameter {
    .optional("seed", default: 0, "of the split, where none is official")
  }
}

/// How a file of a data set is to be read. Throws for what is no separator and no encoding.
func fileOptions(
  separator: String? = nil, encoding: String?, file: String? = nil, _ context: CallContext
) throws -> FileOptions {
  try bridged {
    try FileOptions(
      separator: separator, encoding: encoding, file: file, check: fileCheck(context))
  }
}
