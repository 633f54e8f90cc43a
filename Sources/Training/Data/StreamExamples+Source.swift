public import Datasets
public import Layers
internal import Tensors

extension StreamExamples: ExampleSource {
  public var lengths: [Int] { [Int](repeating: 1, count: count) }
  public var lengthUnit: LengthUnit { LengthUnit(rawValue: vocabulary.tokens.unit) ?? .words }
  public var textMeaning: TextMeaning? { TextMeaning(vocabulary: vocabulary, length: steps) }
  public var takesNarrowPanels: Bool { false }
  public var largestInput: Double? { nil }
  public var hasTargetsByStep: Bool { true }

  public func checkFit(to meaning: ModelMeaning, as argument: String) throws {
    try checkWords(vocabulary, name: name, fit: meaning, as: argument)
    try checkLabels(fit: meaning, as: argument)
    guard !meaning.readsAhead else {
      throw TrainingError(
        "a bidirectional layer reads the words that the model is to tell",
        notes: ["what follows each word is wanted, and it begins with what follows last"],
        help: "leave `bidirectional` out", argument: argument == "data" ? "model" : argument)
    }
    guard meaning.outputs == vocabulary.size else {
      throw TrainingError(
        "\(meaning.outputs ?? 0) outputs do not fit a vocabulary of \(vocabulary.size)",
        notes: ["each may come next, and has an output"],
        help: "end the model with:  dense(\(vocabulary.size))",
        argument: argument == "data" ? "model" : argument)
    }
  }

  /// What layers go by, it has; and by the same names as what the model has been trained on.
  private func checkLabels(fit meaning: ModelMeaning, as argument: String) throws {
    guard let count = meaning.labelCounts.first else { return }
    guard !labelNames.isEmpty else {
      throw TrainingError(
        "the model goes by the class of a text, and the texts have none",
        help: "give each text its class:  running_text(texts, labels: stars)", argument: argument)
    }
    guard meaning.labelCounts.allSatisfy({ $0 == labelNames.count }) else {
      let stated = meaning.labelCounts.first { $0 != labelNames.count } ?? count
      throw TrainingError(
        "`class_embedding(\(stated))` does not fit \(labelNames.count) classes of texts",
        notes: ["they are \(listed(labelNames))"],
        help: "class_embedding(\(labelNames.count))",
        argument: argument == "data" ? "model" : argument)
    }
    guard meaning.labels.isEmpty || meaning.labels.isExactly(labelNames) else {
      throw TrainingError(
        "the texts are of other classes than those that the model has been trained on",
        notes: ["they are \(listed(labelNames)); the model's \(listed(meaning.labels))"],
        help: "name them as the model does, or train a new one", argument: argument)
    }
  }

  public func addInputs(to checksum: inout Checksum) {
    (0..<count).map { token(at: $0) }.withUnsafeBytes { checksum.add($0) }
    guard !labelNames.isEmpty else { return }
    (0..<count).map { label(at: $0) }.withUnsafeBytes { checksum.add($0) }
  }

  public func arranged(batch: Int, isTraining: Bool) throws -> any ExampleSource {
    let most = count / 2
    guard most > 0, batch <= most || !isTraining else {
      throw TrainingError(
        "\(count) \(count == 1 ? "token is" : "tokens are") too few for a batch of \(batch)",
        notes: [
          "a batch reads the text at \(batch) places at once, and each needs a token and one after it"
        ],
        help: most > 0 ? "take a smaller one:  batch: \(most)" : "give a longer text",
        argument: most > 0 ? "batch" : "data")
    }
    // An evaluation of a short text reads it at fewer places: each begins without anything before it.
    return StreamColumns(
      self, columns: isTraining ? batch : min(batch, max(count / (steps + 1), 1)))
  }

  /// Not read before it is arranged.
  public func makeReader(for input: Shape) -> any BatchReader {
    StreamColumns(self, columns: 1).makeReader(for: input)
  }
}

/// A running text as columns of equal length that are read side by side, piece by piece: what a model learns a
/// language by. What is left over at the end is not read.
///
/// An example is a piece of a column; those of all columns are a batch, and each goes on where the one before it in
/// its column ends. Of a column's last token nothing is known that follows.
struct StreamColumns: ExampleSource {
  private let stream: StreamExamples
  let columns: Int
  /// Tokens of a column whose next is to be told.
  private let told: Int
  let places: [Int]

  init(_ stream: StreamExamples, columns: Int) {
    self.stream = stream
    self.columns = max(columns, 1)
    told = max(stream.count / self.columns - 1, 0)
    places = Array(0..<(told + stream.steps - 1) / stream.steps * self.columns)
  }

  var targets: Targets { .following(places.count) }
  var isStream: Bool { true }
  /// It stays whole.
  func piece(_ places: [Int]) -> StreamColumns { self }

  var lengths: [Int] { places.map { length(of: $0) } }
  var lengthUnit: LengthUnit { stream.lengthUnit }
  var textMeaning: TextMeaning? { stream.textMeaning }
  var labelNames: [String] { stream.labelNames }
  var takesNarrowPanels: Bool { false }
  var largestInput: Double? { nil }
  var hasTargetsByStep: Bool { true }

  func checkFit(to meaning: ModelMeaning, as argument: String) throws {
    try stream.checkFit(to: meaning, as: argument)
  }

  func addInputs(to checksum: inout Checksum) { stream.addInputs(to: &checksum) }

  /// In the order of the text.
  func batches(of size: Int, using random: inout RandomSource) -> [[Int]] { batches(of: size) }

  func batches(of size: Int) -> [[Int]] {
    stride(from: 0, to: places.count, by: columns).map { Array($0..<$0 + columns) }
  }

  func targets(of batch: ArraySlice<Int>) -> ObjectiveTargets {
    .classes(batch.flatMap { tokens(of: $0, later: 1).map { Int($0) } })
  }

  func makeReader(for input: Shape) -> any BatchReader {
    StreamReader(of: self, vocabulary: stream.vocabulary.size, input)
  }

  private func length(of example: Int) -> Int {
    min(stream.steps, told - example / columns * stream.steps)
  }

  /// The tokens of an example, or as many so many places later.
  fileprivate func tokens(of example: Int, later: Int = 0) -> [Int32] {
    range(of: example, later: later).map { stream.token(at: $0) }
  }

  /// At each token of an example the class of the text that what follows it is of: a text begins where another one
  /// has ended.
  fileprivate func labels(of example: Int) -> [Int32] {
    range(of: example, later: 1).map { stream.label(at: $0) }
  }

  private func range(of example: Int, later: Int) -> Range<Int> {
    let (piece, column) = example.quotientAndRemainder(dividingBy: columns)
    let start = column * (told + 1) + piece * stream.steps + later
    return start..<start + length(of: example)
  }
}

private final class StreamReader: BatchReader {
  private let columns: StreamColumns
  private let words: WordBatch
  private let places = Storage<Int32>()

  init(of columns: StreamColumns, vocabulary: Int, _ input: Shape) {
    self.columns = columns
    var size = vocabulary
    if case .words(let vocabulary) = input { size = vocabulary }
    words = WordBatch(vocabulary: size)
  }

  func read(_ members: ArraySlice<Int>) -> Activation {
    let texts = members.map { columns.tokens(of: $0)[...] }
    words.fill(count: texts.count) { texts[$0] }
    guard labels != nil else { return .words(words) }
    places.resize(to: words.steps * words.width)
    places.fill(with: -1)
    for (column, example) in members.enumerated() {
      for (step, label) in columns.labels(of: example).enumerated() {
        places.pointer[step * words.width + column] = label
      }
    }
    return .words(words)
  }

  var labels: Storage<Int32>? { columns.labelNames.isEmpty ? nil : places }
}
