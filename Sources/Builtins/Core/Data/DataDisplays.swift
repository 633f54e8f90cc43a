internal import Characters
internal import Datasets
internal import Evaluation
internal import Figures
internal import Syntax
internal import Training

/// What the prompt shows of data.
enum DataDisplays {
  static func parts(of examples: ExamplesObject) -> [DisplayPart] {
    let data = examples.data
    return [
      .lines([data.heading]),
      .characters(
        targets([("", data)]) + (data.details + lines(of: data.firsts)).map(\.line)),
      .onPage { page([("", data)], data.details, firsts: data.firsts) },
    ]
  }

  /// Those of a set; `vocabulary` is that of texts.
  static func parts(
    train: any PresentedExamples, validation: (any PresentedExamples)?,
    test: any PresentedExamples, _ vocabulary: Vocabulary?, summary: String
  ) -> [DisplayPart] {
    let chosenBy = validation.map { [("to validate", $0 as any Examples)] } ?? []
    let parts: [(String, any Examples)] = [("to train", train)] + chosenBy + [("to test", test)]
    let words = vocabulary.map { [Fact("vocabulary", firstWords($0, width: 64))] } ?? []
    let details = words + train.inputFacts + train.details
    return [
      .lines([summary]),
      .characters(targets(parts) + (details + lines(of: train.firsts)).map(\.line)),
      .onPage { page(parts, details, firsts: train.firsts) },
    ]
  }

  static func text(of vocabulary: Vocabulary) -> String {
    "vocabulary of " + firstWords(vocabulary, width: 64)
  }

  /// The first words, which are the commonest, with their numbers.
  static func page(of vocabulary: Vocabulary) -> [DisplayPart] {
    let words = (0..<min(vocabulary.size, 20)).map {
      ["\($0)", shownOnLine(vocabulary.word(Int32($0)))]
    }
    let left = vocabulary.size - words.count
    var table = Table([.right("number"), .left("word")], words)
    if left > 0 { table.gap = (words.count, left) }
    return [
      .lines(["vocabulary of \(vocabulary.size.grouped) \(vocabulary.tokens.unit)"]),
      .table(table),
    ]
  }

  /// Something that is known of the data, and its name.
  struct Fact {
    var name: String
    var text: String

    init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }

    var line: String { label(name) + text }
  }

  /// The same for a page.
  private static func page(
    _ parts: [(name: String, examples: any Examples)], _ details: [Fact], firsts: [First]
  ) -> [DisplayPart] {
    let counts = parts.flatMap { name, examples in
      let most = Double(max(examples.classCounts.max() ?? 1, 1))
      return zip(examples.classes, examples.classCounts).map { className, count in
        [name, self.name(className), count.grouped, Sparkline.bar(Double(count) / most, width: 20)]
      }
    }
    let targets = parts.filter { $0.examples.classes.isEmpty }.map {
      Fact($0.name.isEmpty ? "targets" : $0.name, numbers(of: $0.examples))
    }
    let classes = Table(
      [.left(), .left("class"), .right("examples"), .left()], counts
    ).shortened(to: 24)
    let facts = (targets + details).map { [$0.name, $0.text] }
    let texts = firsts.map { [$0.target, cut($0.text, 160)] }
    return (counts.isEmpty ? [] : [.table(classes)])
      + (facts.isEmpty ? [] : [.table(Table([.left(), .left()], facts))])
      + (texts.isEmpty ? [] : [.table(Table([.left("first"), .left("text")], texts))])
  }

  /// `20,000 words: the, and, …`
  private static func firstWords(_ vocabulary: Vocabulary, width: Int) -> String {
    var line = "\(vocabulary.size.grouped) \(vocabulary.tokens.unit): "
    for (number, word) in vocabulary.words.enumerated() {
      let word = shownOnLine(word)
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
    if examples.isStream { return "\(examples.count.grouped) in a row" }
    if case .steps(let targets, _) = examples.targets {
      return "\(targets.outputs.grouped) \(targets.outputs == 1 ? "number" : "numbers") a step"
    }
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
  static func words(_ texts: TextExamples) -> Fact {
    lengths(texts.lengths, texts.vocabulary.tokens.unit, of: "text")
  }

  /// How long examples are that are called `kind`, counted in `unit`.
  static func lengths(_ lengths: [Int], _ unit: String, of kind: String) -> Fact {
    guard let shortest = lengths.min(), let longest = lengths.max() else {
      return Fact(unit, "no \(kind)s")
    }
    var counts = [Double](repeating: 0, count: min(longest - shortest + 1, 24))
    let span = longest - shortest + 1
    for length in lengths { counts[(length - shortest) * counts.count / span] += 1 }
    let mean = lengths.reduce(0.0) { $0 + Double($1) } / Double(lengths.count)
    return Fact(
      unit,
      "\(shortest) \(Sparkline.text(counts, fromZero: true)) "
        + "\(longest) a \(kind), mean \(Int(mean.rounded()))")
  }

  /// One of the first texts, and what is wanted of it, in as many columns as any text's target takes.
  struct First {
    var target: String
    var width: Int
    var text: String
  }

  static func firsts(_ texts: TextExamples) -> [First] {
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
      First(
        target: names[place], width: width ?? 0,
        text: texts.vocabulary.text(texts.words(at: place).prefix(40)))
    }
  }

  /// Each on its line.
  static func lines(of firsts: [First]) -> [Fact] {
    firsts.enumerated().map { place, first in
      Fact(
        place == 0 ? "first" : "", cut("\(padded(first.target, first.width))  \(first.text)", 66))
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
