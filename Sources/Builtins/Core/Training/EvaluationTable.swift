internal import Characters
internal import Evaluation
internal import Training

/// What the prompt shows of an evaluation.
///
///     120 examples, loss 0.3120
///     accuracy 0.8917  balanced accuracy 0.8915  area under the curve 0.9512
///
///     class          precision  recall      F1  count
///     ───────────────────────────────────────────────
///     negative          0.9000  0.8833  0.8916     60
///     …
enum EvaluationTable {
  /// Classes that have a row each, and those of which every pair has a number.
  private static let mostRows = 30
  private static let mostInTable = 12

  static func parts(of result: EvaluationResult) -> [DisplayPart] {
    let count = result.count == 1 ? "1 example" : "\(result.count.grouped) examples"
    let loss = TrainingLines.loss(result.loss)
    let first = "\(count), loss \(loss)" + TrainingLines.told(result.measures)
    switch result.figures {
    case .classes(let figures): return parts(figures, first)
    case .sets(let figures): return parts(figures, first)
    case .numbers(let figures): return [.lines([first]), .table(table(figures))]
    case .none: return [.lines([first])]
    case .running(let figures):
      let told = figures.perplexity.map { "perplexity \(TrainingLines.perplexity($0)), " } ?? ""
      return [
        .lines([
          "\(result.count.grouped) tokens, loss \(TrainingLines.loss(result.loss))",
          told + "read at \(figures.columns) places at once",
        ])
      ]
    }
  }

  // MARK: Numbers

  private static func table(_ figures: NumberFigures) -> Table {
    let rows = [
      ["mean square", TrainingLines.loss(figures.meanSquare)],
      ["root mean square", TrainingLines.loss(figures.rootMeanSquare)],
      ["mean absolute error", TrainingLines.loss(figures.meanAbsoluteError)],
      ["R²", figures.rSquared.map { number($0) } ?? "none: the targets are all the same"],
    ]
    return Table([.left(), .right()], rows)
  }

  // MARK: Classes

  private static func parts(_ figures: ClassFigures, _ first: String) -> [DisplayPart] {
    var shares = "accuracy \(number(figures.accuracy))  "
    shares += "balanced accuracy \(number(figures.balancedAccuracy))"
    if let area = figures.areaUnderCurve { shares += "  area under the curve \(number(area))" }
    return [.lines([first, shares, ""]), .table(table(figures))]
      + (confusions(figures).map { [.lines([""]), .table($0)] } ?? [])
  }

  private static func parts(_ figures: SetFigures, _ first: String) -> [DisplayPart] {
    let exact =
      "exact match \(number(figures.exactMatch))  micro F1 \(number(figures.micro.f1))"
      + "  macro F1 \(number(figures.labels.macro.f1))"
    let count = figures.labels.counts.reduce(0, +)
    return [
      .lines([first, exact, ""]),
      .table(table(figures.labels, heading: "label", [row("micro", figures.micro, count)])),
    ]
  }

  /// A row a class; `more` rows stand before the means.
  private static func table(
    _ figures: ClassFigures, heading: String = "class", _ more: [[String]] = []
  ) -> Table {
    let shown = figures.classes.count > mostRows ? mostRows - 1 : figures.classes.count
    var rows = (0..<shown).map { index in
      row(shortened(figures.classes[index], 30), figures.scores(index), figures.counts[index])
    }
    if shown < figures.classes.count {
      rows.append(["… \(figures.classes.count - shown) more", "", "", "", ""])
    }
    let count = figures.counts.reduce(0, +)
    return Table(
      [.left(heading), .right("precision"), .right("recall"), .right("F1"), .right("count")], rows,
      footer: more + [
        row("macro mean", figures.macro, count), row("weighted mean", figures.weighted, count),
      ], isRuled: true)
  }

  private static func row(_ name: String, _ scores: ClassFigures.Scores, _ count: Int) -> [String] {
    [name, number(scores.precision), number(scores.recall), number(scores.f1), count.grouped]
  }

  /// How often each class was taken for each; of many classes the commonest mistakes.
  private static func confusions(_ figures: ClassFigures) -> Table? {
    guard !figures.confusion.isEmpty else { return nil }
    guard figures.classes.count <= mostInTable else { return mistakes(figures) }
    let names = figures.classes.map { shortened($0, 16) }
    return Table(
      [.left()] + names.map { .right($0) },
      zip(names, figures.confusion).map { [$0] + $1.map(\.grouped) },
      caption: "a row for each class of examples, a column for each class they were taken for")
  }

  private static func mistakes(_ figures: ClassFigures) -> Table? {
    var pairs: [(count: Int, example: Int, taken: Int)] = []
    for (example, row) in figures.confusion.enumerated() {
      for (taken, count) in row.enumerated() where count > 0 && taken != example {
        pairs.append((count, example, taken))
      }
    }
    guard !pairs.isEmpty else { return nil }
    let first = pairs.sorted { ($1.count, $0.example, $0.taken) < ($0.count, $1.example, $1.taken) }
    let rows = first.prefix(8).map { pair in
      let taken = shortened(figures.classes[pair.taken], 24)
      return [
        "  \(shortened(figures.classes[pair.example], 24)) for \(taken)", pair.count.grouped,
      ]
    }
    return Table([.left(), .right()], rows, caption: "commonest mistakes")
  }

  // MARK: Layout

  private static func number(_ value: Double) -> String { TrainingLines.fixed(value, 4) }

  /// A name on one line that steers no terminal.
  private static func shortened(_ name: String, _ width: Int) -> String {
    let name = shownOnLine(name)
    guard displayWidth(of: name) > width else { return name }
    var result = ""
    for character in name {
      guard displayWidth(of: result) + 2 < width else { break }
      result.append(character)
    }
    return result + "…"
  }
}
