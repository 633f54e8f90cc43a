internal import Characters
internal import Tensors
internal import WholeFiles

public let pennTreebankEntry = CatalogueEntry(
  name: "penn_treebank", title: "Penn Treebank of Mikolov",
  summary:
    "News of 1989 as running text of 10,000 words, to train language models (Mikolov et al. 2010).",
  source: "http://www.fit.vutbr.cz/~imikolov/rnnlm/simple-examples.tgz", folder: "ptb",
  files: ["ptb.train.txt", "simple-examples/data/ptb.train.txt"])

/// Reads `ptb.train.txt`, `ptb.valid.txt` and `ptb.test.txt` of a folder, in which the words are parted by blanks and
/// `<unk>` stands for rare ones; each line ends with `<eos>`. Throws `DataError`.
public func pennTreebank(
  _ path: String?, steps: Int, options: FileOptions
) throws -> Dataset<StreamExamples> {
  let place = try DataDirectory.find(path, for: pennTreebankEntry)
  let slash = place.lastIndex(of: "/").map { place.index(after: $0) } ?? place.startIndex
  var folder = Folder.exists(place) ? place + "/" : String(place[..<slash])
  if !Files.exists(folder + "ptb.train.txt") { folder += "data/" }
  var builder = StreamBuilder(.runningWords, isCut: true, check: options.check)
  for part in ["train", "valid", "test"] {
    let name = "\(folder)ptb.\(part).txt"
    guard Files.exists(name) else {
      throw DataError(
        .missing, "there is no `\(name)`",
        notes: ["the set is ptb.train.txt, ptb.valid.txt and ptb.test.txt, in one folder"],
        help: "give that folder:  penn_treebank(\"simple-examples/data\")")
    }
    let before = builder.count
    try builder.add(DataFile(name, options: options))
    guard builder.count > before + 1 else { throw emptyText(name) }
  }
  let corpus = try builder.corpus(
    name: "penn_treebank", steps: steps, size: .max, trainedUpTo: builder.ends[0])
  return dataset(corpus, train: builder.ends[0], validation: builder.ends[1])
}

/// Reads a text file as running text: the first 80 % of its tokens to train on, the next 10 % to choose by, the
/// last to test on. The vocabulary has at most `vocabulary` tokens, the commonest of the part to train on. Throws
/// `DataError`.
public func textFile(
  _ path: String, tokens: Tokens, vocabulary: Int, steps: Int, options: FileOptions
) throws -> Dataset<StreamExamples> {
  let place = try DataDirectory.find(path)
  var builder = StreamBuilder(tokens, check: options.check)
  try builder.add(DataFile(place, options: options))
  let count = builder.count
  guard count > 0 else { throw emptyText(place) }
  guard count >= 10 else {
    throw DataError(
      .badRecord, "`\(place)` holds \(count) \(tokens.unit), too few to learn from",
      notes: ["a tenth is kept to choose by, a tenth to test on"],
      help: "is it the right file, and whole?")
  }
  let train = count - 2 * (count / 10)
  let corpus = try builder.corpus(
    name: place, steps: steps, size: vocabulary, trainedUpTo: train)
  return dataset(corpus, train: train, validation: train + count / 10)
}

/// Texts one after the other as running text, in an order that follows from the seed: 80 % of them to train on, then
/// 10 % to choose by, the last to test on. With a label each, a token is of the class of its text. Throws `DataError`.
public func runningText(
  _ texts: [String], labels: [String]?, tokens: Tokens, vocabulary: Int, steps: Int, seed: UInt64,
  check: @escaping (Int) throws -> Void
) throws -> Dataset<StreamExamples> {
  guard texts.count >= 10 else {
    throw DataError(
      .badRecord,
      "\(texts.count == 1 ? "1 text is" : "\(texts.count) texts are") too few to learn from",
      notes: ["a tenth of them is kept to choose by, a tenth to test on"],
      help: "give ten at least; one long text is read by  text_file(\"book.txt\")")
  }
  guard texts.contains(where: { !$0.isEmpty }) else {
    throw DataError(
      .badRecord, "all \(texts.count) texts are empty", help: "is the list the right one?")
  }
  if let labels, labels.count != texts.count {
    throw DataError(
      .badLabels, "\(texts.count) texts have \(labels.count) labels",
      help: "give each text its label")
  }
  let names = ClassOrder.classes(of: labels ?? [])
  let numbers = Dictionary(
    names.enumerated().map { (ExactText($1), Int32($0)) }, uniquingKeysWith: { first, _ in first })
  var order = Array(texts.indices)
  var random = RandomSource(seed: seed)
  random.shuffle(&order)
  var builder = StreamBuilder(tokens, check: check)
  for text in order {
    try builder.add(texts[text], label: labels.flatMap { numbers[ExactText($0[text])] })
  }
  let held = texts.count / 10
  let train = builder.ends[texts.count - 2 * held - 1]
  let corpus = try builder.corpus(
    name: "texts", steps: steps, size: vocabulary, trainedUpTo: train, labelNames: names)
  return dataset(corpus, train: train, validation: builder.ends[texts.count - held - 1])
}

private func dataset(
  _ corpus: StreamExamples.Corpus, train: Int, validation: Int
) -> Dataset<StreamExamples> {
  func part(_ range: Range<Int>) -> StreamExamples {
    StreamExamples(corpus: corpus, places: Array(range))
  }
  return Dataset(
    name: corpus.name, train: part(0..<train), validation: part(train..<validation),
    test: part(validation..<corpus.tokens.count))
}

private func emptyText(_ path: String) -> DataError {
  DataError(
    .badRecord, "`\(path)` holds no text", help: "is it the right file, and whole?")
}
