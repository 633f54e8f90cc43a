internal import Characters
internal import Datasets
internal import Evaluation
internal import Figures
internal import Syntax
internal import Training

/// What the prompt shows of data.
enum DataDisplays {
  static func text(of examples: ExamplesObject) -> String {
    ([examples.data.heading] + targets([("", examples.data)]) + examples.data.details)
      .joined(separator: "\n")
  }

  static func text(of dataset: Dataset, summary: String) -> String {
    let lines =
      [summary] + targets([("to train", dataset.train), ("to test", dataset.test)])
      + ["  vocabulary  \(firstWords(dataset.vocabulary, width: 64))", words(dataset.train)]
      + firsts(dataset.train)
    return lines.joined(separator: "\n")
  }

  static func text(of vocabulary: Vocabulary) -> String {
    "vocabulary of " + firstWords(vocabulary, width: 64)
  }

  /// `20,000 words: the, and, …`
  private static func firstWords(_ vocabulary: Vocabulary, width: Int) -> String {
    var line = "\(vocabulary.size.grouped) \(vocabulary.tokens.rawValue): "
    for (number, word) in vocabulary.words.enumerated() {
      guard displayWidth(of: line) + displayWidth(of: word) < width else { return line + "…" }
      line += word + (number < vocabulary.words.count - 1 ? ", " : "")
    }
    return line
  }

  // MARK: Targets

  /// What is wanted of the examples of each part; a part without a name is a whole.
  private static func targets(_ parts: [(name: String, examples: any Examples)]) -> [String] {
    parts.flatMap { name, examples in
      examples.classes.isEmpty
        ? [label(name.isEmpty ? "targets" : name) + numbers(of: examples)]
        : classes(of: examples, name.isEmpty ? "classes" : name)
    }
  }

  /// How many examples each class has, a line each with a bar.
  private static func classes(of examples: any Examples, _ heading: String) -> [String] {
    let counts = examples.classCounts
    let most = Double(max(counts.max() ?? 1, 1))
    let names = examples.classes.map(name)
    let width = names.map { displayWidth(of: $0) }.max() ?? 0
    let digits = counts.map(\.grouped.count).max() ?? 0
    // Of a hundred classes the beginning is enough.
    let shown = min(counts.count, 12)
    var lines = zip(names, counts).prefix(shown).enumerated().map { place, one in
      let (className, count) = one
      return label(place == 0 ? heading : "") + padded(className, width) + "  "
        + String(repeating: " ", count: digits - count.grouped.count) + count.grouped + " "
        + Sparkline.bar(Double(count) / most, width: 20)
    }
    if shown < counts.count { lines.append(label("") + "… \(counts.count - shown) more") }
    return lines
  }

  /// Which numbers the targets are: small ones at the left of the little bars.
  private static func numbers(of examples: any Examples) -> String {
    guard case .values(_, let outputs) = examples.targets else { return "" }
    guard outputs == 1 else { return "\(outputs.grouped) numbers" }
    let values = (0..<examples.count).compactMap { examples.values(at: $0).first }
    guard let least = values.min(), let most = values.max() else { return "no examples" }
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    // In double precision the span of two numbers of 32 bits is a number too.
    let span = Double(most) - Double(least)
    var counts = [Double](repeating: 0, count: span > 0 ? 24 : 1)
    for value in values {
      let share = span > 0 ? (Double(value) - Double(least)) / span : 0
      counts[min(Int(share * Double(counts.count)), counts.count - 1)] += 1
    }
    return "\(values.count.grouped) numbers, \(least.nearestShort.formattedShort) "
      + "\(Sparkline.text(counts, fromZero: true)) \(most.nearestShort.formattedShort), mean "
      + Float(mean).nearestShort.formattedShort
  }

  /// A class as tables show it.
  private static func name(_ label: String) -> String { cut(label, 30) }

  // MARK: Texts

  /// How long texts are: short ones at the left of the little bars.
  static func words(_ texts: TextExamples) -> String {
    let name = texts.vocabulary.tokens.rawValue
    let lengths = texts.lengthRange
    guard texts.count > 0 else { return label(name) + "no texts" }
    var counts = [Double](repeating: 0, count: min(lengths.longest - lengths.shortest + 1, 24))
    let span = max(lengths.longest - lengths.shortest + 1, 1)
    for place in 0..<texts.count {
      counts[(texts.words(at: place).count - lengths.shortest) * counts.count / span] += 1
    }
    return label(name) + "\(lengths.shortest) \(Sparkline.text(counts, fromZero: true)) "
      + "\(lengths.longest) a text, mean \(Int(lengths.mean.rounded()))"
  }

  /// The first texts, each on its line behind what is wanted of it.
  static func firsts(_ texts: TextExamples) -> [String] {
    let shown = 0..<min(texts.count, 3)
    let names = shown.map { place in
      texts.label(at: place).map { name(texts.classes[$0]) }
        ?? texts.values(at: place).map(\.nearestShort.formattedShort).joined(separator: ", ")
    }
    let width = (texts.classes.isEmpty ? names : texts.classes.map(name)).map {
      displayWidth(of: $0)
    }.max()
    return shown.map { place in
      // A text has two bytes a word at least.
      let text = texts.vocabulary.text(texts.words(at: place).prefix(40))
      return label(place == 0 ? "first" : "")
        + cut("\(padded(names[place], width ?? 0))  \(text)", 66)
    }
  }

  private static func label(_ name: String) -> String { "  " + padded(name, 12) }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - displayWidth(of: text), 0))
  }

  private static func cut(_ text: String, _ width: Int) -> String {
    guard displayWidth(of: text) > width else { return text }
    var result = ""
    for character in text {
      guard displayWidth(of: result) + 2 < width else { break }
      result.append(character)
    }
    return result + "…"
  }
}
