internal import Datasets
internal import Evaluation
internal import Figures
internal import Syntax
internal import Training

/// What the prompt shows of data.
enum DataDisplays {
  static func text(of examples: ExamplesObject) -> String {
    switch examples.data {
    case .texts(let texts):
      return ([examples.summary] + classes([("classes", texts)]) + [words(texts)] + firsts(texts))
        .joined(separator: "\n")
    case .features(let features):
      return text(of: features)
    }
  }

  static func text(of dataset: Dataset, summary: String) -> String {
    let lines =
      [summary] + classes([("to train", dataset.train), ("to test", dataset.test)])
      + ["  vocabulary  \(firstWords(dataset.vocabulary, width: 64))", words(dataset.train)]
      + firsts(dataset.train)
    return lines.joined(separator: "\n")
  }

  static func text(of vocabulary: Vocabulary) -> String {
    "vocabulary of " + firstWords(vocabulary, width: 64)
  }

  /// `20,000 words: the, and, …`
  private static func firstWords(_ vocabulary: Vocabulary, width: Int) -> String {
    var line = "\(vocabulary.size.grouped) words: "
    for (number, word) in vocabulary.words.enumerated() {
      guard displayWidth(of: line) + displayWidth(of: word) < width else { return line + "…" }
      line += word + (number < vocabulary.words.count - 1 ? ", " : "")
    }
    return line
  }

  /// How many examples each class has, a line each with a bar.
  private static func classes(_ parts: [(name: String, examples: TextExamples)]) -> [String] {
    parts.flatMap { part -> [String] in
      let counts = part.examples.classCounts
      let most = Double(max(counts.max() ?? 1, 1))
      let width = part.examples.classes.map { displayWidth(of: $0) }.max() ?? 0
      let digits = counts.map(\.grouped.count).max() ?? 0
      // Of a hundred classes the beginning is enough.
      let shown = min(counts.count, 12)
      var lines = zip(part.examples.classes, counts).prefix(shown).enumerated().map { place, one in
        let (name, count) = one
        return label(place == 0 ? part.name : "") + padded(name, width) + "  "
          + String(repeating: " ", count: digits - count.grouped.count) + count.grouped + " "
          + Sparkline.bar(Double(count) / most, width: 20)
      }
      if shown < counts.count { lines.append(label("") + "… \(counts.count - shown) more") }
      return lines
    }
  }

  /// How long texts are: short ones at the left of the little bars.
  private static func words(_ texts: TextExamples) -> String {
    let lengths = texts.lengths
    guard texts.count > 0 else { return label("words") + "no texts" }
    var counts = [Double](repeating: 0, count: min(lengths.longest - lengths.shortest + 1, 24))
    let span = max(lengths.longest - lengths.shortest + 1, 1)
    for place in 0..<texts.count {
      counts[(texts.words(at: place).count - lengths.shortest) * counts.count / span] += 1
    }
    return label("words") + "\(lengths.shortest) \(Sparkline.text(counts, fromZero: true)) "
      + "\(lengths.longest) a text, mean \(Int(lengths.mean.rounded()))"
  }

  /// The first texts, each on its line.
  private static func firsts(_ texts: TextExamples) -> [String] {
    let width = texts.classes.map { displayWidth(of: $0) }.max() ?? 0
    return (0..<min(texts.count, 3)).map { place in
      let name = padded(texts.classes[texts.label(at: place)], width)
      // A text has two bytes a word at least.
      let words = texts.words(at: place).prefix(40).map { texts.vocabulary.word($0) }
      return label(place == 0 ? "first" : "")
        + cut("\(name)  \(words.joined(separator: " "))", 66)
    }
  }

  private static func text(of features: FeatureExamples) -> String {
    var lines = [
      "\(features.count.grouped) examples of \(features.features.grouped) "
        + (features.features == 1 ? "number" : "numbers")
    ]
    switch features.targets {
    case .classes(let labels, let names):
      let most = Double(max(features.count, 1))
      let width = names.map { displayWidth(of: $0) }.max() ?? 0
      for (number, name) in names.enumerated().prefix(12) {
        let count = labels.count { $0 == number }
        lines.append(
          label(number == 0 ? "classes" : "") + padded(name, width) + "  \(count.grouped) "
            + Sparkline.bar(Double(count) / most, width: 20))
      }
    case .values(_, let outputs):
      lines.append(label("targets") + "\(outputs.grouped) \(outputs == 1 ? "number" : "numbers")")
    }
    return lines.joined(separator: "\n")
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
