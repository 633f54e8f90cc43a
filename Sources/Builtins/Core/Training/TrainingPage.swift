internal import Evaluation
internal import Figures
internal import Training

/// What a page shows of a training: while it trains curves, densities and pace, in the end how it went.
///
/// One for the whole training, which changes with it: who looks late sees the last state.
final class TrainingPage {
  private let run: TrainingRun
  private var progress: TrainingProgress?
  private(set) var curves = TrainingCurves()
  private var reports = Ends<Report>(each: 10)
  private var last: TrainingReport?
  private var seconds = 0.0
  /// What makes the training useless.
  var problem: String?

  /// A report as a row of the table, and as a line of text.
  private struct Report {
    var cells: [String]
    var line: String
  }

  init(_ run: TrainingRun) { self.run = run }

  func append(_ progress: TrainingProgress) {
    self.progress = progress
    curves.append(progress)
  }

  func add(_ report: TrainingReport, line: String) {
    last = report
    seconds += report.seconds
    if let validation = report.validation { curves.append(validation) }
    reports.append(
      Report(
        cells: [
          "\(report.epoch)", TrainingLines.loss(report.loss),
          report.accuracy.map { TrainingLines.fixed($0, 4) } ?? "",
          report.validation.map(TrainingLines.measure) ?? "", report.moves.grown.grouped,
          TrainingLines.fixed(report.seconds, 2),
        ], line: line))
  }

  // MARK: While it trains

  /// On one line how far it is.
  var line: String { progress.map(TrainingLines.live) ?? "training: \(epochs(run.options.epochs))" }

  /// For a terminal; nil before the first batch.
  var panel: TrainingPanel? {
    progress.map { TrainingPanel(progress: $0, curves: curves, densities: run.densities) }
  }

  func bundle(isOver: Bool) -> DisplayBundle {
    isOver ? DisplayBundle(text: endText, page: endParts) : DisplayBundle(text: line, page: parts)
  }

  private var parts: [DisplayPart] {
    guard let progress else { return [.lines([line])] }
    var measures = "loss \(TrainingLines.loss(progress.loss))"
    if let accuracy = progress.accuracy {
      measures += "  accuracy \(TrainingLines.fixed(accuracy, 4))"
    }
    if let validation = last?.validation {
      measures += "  validation \(TrainingLines.measure(validation))"
    }
    if let moves = TrainingLines.moves(progress.moves) { measures += "  " + moves }
    let pace = "\(TrainingLines.epoch(progress))   \(TrainingLines.pace(progress))"
    return [.lines([pace, measures])] + pictures + densities
  }

  private func epochs(_ count: Int) -> String { count == 1 ? "1 epoch" : "\(count.grouped) epochs" }

  // MARK: When it is over

  /// How it ended.
  private var ending: String {
    let all = run.options.epochs
    guard let last else {
      return progress.map { "stopped in epoch \($0.epoch) of \(all)" }
        ?? "stopped before the first step"
    }
    let time = " after " + seconds.durationWords
    if last.isInterrupted { return "interrupted in epoch \(last.epoch) of \(all)" + time }
    guard run.isDone else {
      return "stopped in epoch \(progress?.epoch ?? last.epoch) of \(all)" + time
    }
    var text =
      last.epoch < all
      ? "ended with epoch \(last.epoch) of \(all)" + time
      : "trained \(epochs(all)) in \(seconds.durationWords)"
    text += ": loss \(TrainingLines.loss(last.loss))"
    if let validation = last.validation {
      text += ", validation \(TrainingLines.measure(validation))"
    }
    return text
  }

  private var endings: [String] { [ending, problem].compactMap { $0 } }

  private var endText: String {
    (reports.first.map(\.line) + (reports.omitted > 0 ? ["… \(reports.omitted) more"] : [])
      + reports.last.map(\.line) + endings).joined(separator: "\n")
  }

  private var endParts: [DisplayPart] {
    var table = Table(
      [
        .right("epoch"), .right("loss"), .right("accuracy"), .right("validation"),
        .right("moved"), .right("seconds"),
      ], (reports.first + reports.last).map(\.cells))
    if reports.omitted > 0 { table.gap = (reports.first.count, reports.omitted) }
    return [.lines(endings)] + pictures + (last == nil ? [] : [.table(table)]) + densities
  }

  // MARK: Parts of both

  /// How loss and accuracy went.
  private var pictures: [DisplayPart] {
    let figures = [("loss", curves.loss), ("accuracy", curves.accuracy)].compactMap { name, curve in
      curve.values.count > 1 ? figure(name, curve) : nil
    }
    return figures.isEmpty ? [] : [.pictures(figures.map { FigurePicture(figure: $0) })]
  }

  private func figure(_ name: String, _ curve: TrainingCurves.Curve) -> Figure {
    let most = 200
    let batches = Double(max(progress?.batches ?? 1, 1))
    let done = Double((progress?.epoch ?? 1) - 1) + Double(progress?.batch ?? 0) / batches
    let both = [
      ("training", curve.values(atMost: most)), ("validation", curve.validation(atMost: most)),
    ]
    let series = both.filter { !$0.1.isEmpty }.map { title, values in
      let each = done / Double(values.count)
      return Series(title, x: values.indices.map { Double($0 + 1) * each }, y: values)
    }
    return Figure(.lines(series), xLabel: "epoch", yLabel: name)
  }

  private var densities: [DisplayPart] {
    let rows = run.densities.map { [$0.layer, percent($0.density)] }
    return rows.isEmpty ? [] : [.table(Table([.left("layer"), .right("density")], rows))]
  }
}

/// The first and the last of many.
struct Ends<Element> {
  private(set) var first: [Element] = []
  private(set) var last: [Element] = []
  /// How many between them are not kept.
  private(set) var omitted = 0
  private let each: Int

  init(each: Int) { self.each = each }

  mutating func append(_ element: Element) {
    guard first.count == each else { return first.append(element) }
    last.append(element)
    guard last.count > each else { return }
    last.removeFirst()
    omitted += 1
  }
}
