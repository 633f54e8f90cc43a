internal import Datasets
internal import Evaluation
internal import Layers

/// What an embedding is told of its words: how many there are, or which.
enum WordsArgument: ValueConvertible {
  case count(Int)
  case known(Vocabulary)

  static var kindName: String { "whole number or vocabulary" }
  static var kinds: KindSet { ["number", "vocabulary"] }

  static func convert(_ value: Value) -> WordsArgument? {
    if let object = value.asObject as? VocabularyObject { return .known(object.vocabulary) }
    return value.asWhole.map { .count($0) }
  }

  var size: Int {
    switch self {
    case .count(let count): count
    case .known(let vocabulary): vocabulary.size
    }
  }

  var vocabulary: Vocabulary? {
    if case .known(let vocabulary) = self { vocabulary } else { nil }
  }
}

/// What an embedding begins with.
struct EmbeddingStart {
  let words: WordsArgument
  let units: Int?
  let vectors: FilePath?
  let isFrozen: Bool

  func layer(_ connectivity: Connectivity, _ context: CallContext) throws -> LayerObject {
    guard let vectors else {
      guard let units else {
        throw NativeError(
          "S0304", "how many numbers does a word's vector have?", help: "give  units: 64")
      }
      return LayerObject(
        Embedding(
          vocabulary: words.size, units: units, connectivity: connectivity, isFrozen: isFrozen),
        vocabulary: words.vocabulary)
    }
    guard let vocabulary = words.vocabulary else {
      throw NativeError(
        "S0304", "`vectors:` needs to know which words there are",
        label: "this is their number alone",
        help: "give the vocabulary of the texts:  vocabulary: reviews.vocabulary",
        argument: "vocabulary")
    }
    let read = try bridged {
      try VectorFile.read(vectors.place, for: vocabulary, check: fileCheck(context))
    }
    if let units, units != read.width {
      throw NativeError(
        "S0203", "the vectors have \(read.width) numbers, not \(units)",
        help: "leave `units:` out; it follows from the file", argument: "units")
    }
    return LayerObject(
      Embedding(
        vocabulary: vocabulary.size, units: read.width, connectivity: connectivity,
        isFrozen: isFrozen, vectors: WordVectors(rows: read.words, values: read.values),
        wordsWithoutVector: vocabulary.words.count - read.words.count),
      vocabulary: vocabulary)
  }
}

extension Evaluation.Parameter where Content == WordsArgument {
  static var words: Evaluation.Parameter<Content> {
    .required(
      "vocabulary", "how many words there are, or the vocabulary of a data set or a model",
      range: .layerSize, aliases: ["vocab_size", "num_embeddings", "num_words", "input_dim"])
  }
}

extension Evaluation.Parameter where Content == Int? {
  static var vectorUnits: Evaluation.Parameter<Content> {
    .optional(
      "units", shown: "those of `vectors:`", "numbers of a word's vector", orElse: nil,
      range: .layerSize, aliases: ["embedding_dim", "output_dim"])
  }
}

extension Evaluation.Parameter where Content == FilePath? {
  static var vectors: Evaluation.Parameter<Content> {
    .optional(
      "vectors", shown: "none",
      "a text file of pretrained vectors, a word and its numbers a line, as GloVe's and word2vec's are; it needs a "
        + "vocabulary as such, and the words that it lacks begin at random",
      orElse: nil, aliases: ["weights", "embeddings_initializer", "_weight"])
  }
}

extension Evaluation.Parameter where Content == Bool {
  static var frozen: Evaluation.Parameter<Content> {
    .optional(
      "frozen", default: false, "whether training and evolution leave the vectors as they are",
      aliases: ["freeze"])
  }
}
