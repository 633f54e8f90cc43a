public import Datasets
public import Layers

extension TextExamples: ExampleSource {
  public var lengths: [Int] { (0..<count).map { words(at: $0).count } }
  public var lengthUnit: LengthUnit { .words }
  public var textMeaning: TextMeaning? {
    TextMeaning(vocabulary: vocabulary, length: corpus.length)
  }
  public var takesNarrowPanels: Bool { false }
  public var largestInput: Double? { nil }

  public func checkFit(to meaning: ModelMeaning, as argument: String) throws {
    try checkWords(vocabulary, name: name, fit: meaning, as: argument)
  }

  public func addInputs(to checksum: inout Checksum) {
    for place in 0..<count { words(at: place).withUnsafeBytes { checksum.add($0) } }
  }

  public func makeReader(for input: Shape) -> any BatchReader {
    var size = vocabulary.size
    if case .words(let vocabulary) = input { size = vocabulary }
    return TextReader(of: self, vocabulary: size)
  }
}

/// Throws `TrainingError` where a model does not take words of `vocabulary`, that of the data `name`.
func checkWords(
  _ vocabulary: Vocabulary, name: String, fit meaning: ModelMeaning, as argument: String
) throws {
  let isData = argument == "data"
  guard case .words(let size) = meaning.input else {
    throw TrainingError(
      isData
        ? "the model does not take words" : "the model does not take the words of `\(argument):`",
      help: isData
        ? "begin it with:  embedding(vocabulary: 20_000, units: 64), lstm(units: 64)"
        : "give examples of the kind that it is trained on",
      argument: isData ? "model" : argument)
  }
  guard meaning.vocabulary == nil || meaning.vocabulary == vocabulary else {
    throw TrainingError(
      "the model knows another vocabulary than "
        + (isData ? "`\(name)` has" : "`\(argument):` has, which is of `\(name)`"),
      notes: [
        "it was first trained on other texts, so the same number means another word to it"
      ],
      help: isData
        ? "train a new model, or use the set that this one was trained on"
        : "take a part of the data to train on:  let [train, held_out] = split(data.train, 0.9)",
      argument: argument)
  }
  guard vocabulary.size <= size else {
    throw TrainingError(
      isData ? "the vocabulary does not fit" : "the vocabulary of `\(argument):` does not fit",
      notes: ["`\(name)` has \(vocabulary.size) words", "the embedding has \(size)"],
      help: "give both the same:  vocabulary: \(vocabulary.size)", argument: argument)
  }
}

private final class TextReader: BatchReader {
  private let texts: TextExamples
  private let words: WordBatch

  init(of texts: TextExamples, vocabulary: Int) {
    self.texts = texts
    words = WordBatch(vocabulary: vocabulary)
  }

  func read(_ members: ArraySlice<Int>) -> Activation {
    words.fill(count: members.count) { texts.words(at: members[members.startIndex + $0]) }
    return .words(words)
  }
}
