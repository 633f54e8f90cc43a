internal import Evaluation

/// The reports of a training: prints as a table, plots as curves.
final class HistoryObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "history" }
  let reports: [MapObject]
  let best: Int?

  init(_ reports: [MapObject], best: Int?) {
    self.reports = reports
    self.best = best
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    HistoryObject(try reports.map { try copier.copy($0) }, best: best)
  }

  override var kind: String { "history" }
  override var length: Int? { reports.count }
  override var fieldNames: [String] {
    [
      "reports", "loss", "accuracy", "validation_loss", "validation_accuracy", "best_epoch",
      "seconds", "interrupted", "rate", "watched",
    ] + (isOfRunningText ? ["perplexity", "validation_perplexity"] : [])
      + (reports.contains { $0["metrics"] != nil } ? ["metrics", "validation_metrics"] : [])
  }

  private var isOfRunningText: Bool { reports.contains { $0["perplexity"] != nil } }

  override func field(_ name: String) -> Value? {
    switch name {
    case "reports": .list(reports.map { .object($0) })
    case "watched": watchedValue
    case "metrics": metrics { $0["metrics"]?.asMap }
    case "validation_metrics": metrics { $0.validation("metrics")?.asMap }
    case "loss", "accuracy", "rate", "perplexity": .list(reports.map { $0[name] ?? .none })
    case "validation_loss", "validation_accuracy", "validation_perplexity":
      .list(reports.map { $0.validation(String(name.dropFirst(11))) ?? .none })
    case "best_epoch": best.map { .number(Double($0)) } ?? Value.none
    case "seconds": .number(reports.reduce(0) { $0 + ($1["seconds"]?.asNumber ?? 0) })
    case "interrupted": reports.last?["interrupted"] ?? .bool(false)
    default: nil
    }
  }

  /// A list of each measure's figures.
  private func metrics(_ told: (MapObject) -> MapObject?) -> Value {
    let names = reports.compactMap(told).first?.keys ?? []
    return .object(
      MapObject(
        pairs: names.map { name in
          (key: name, value: .list(reports.map { told($0)?[name.text] ?? .none }))
        }))
  }

  override func subscripted(_ items: [Subscript]) throws -> Value {
    guard case .index(let index) = items.first, items.count == 1,
      reports.indices.contains(index < 0 ? index + reports.count : index)
    else {
      throw NativeError("S0204", "a history has a report for each epoch", label: "\(reports.count)")
    }
    return .object(reports[index < 0 ? index + reports.count : index])
  }

  override func makeIterator() -> (any NativeIterator)? { Each(reports) }

  private final class Each: NativeIterator {
    private var left: [MapObject]
    init(_ reports: [MapObject]) { left = reports.reversed() }
    func next() -> Value? { left.popLast().map { .object($0) } }
  }

  /// A map for each report, from which `history` makes it again.
  override var plain: Value? {
    .list(
      reports.map { report in
        .object(
          MapObject(
            pairs: report.pairs.map { key, value in
              (key: key, value: (try? (value.asObject as? NativeObject)?.plain) ?? value.finite)
            }))
      })
  }

  /// A row for each report, as a table has them: the loss and accuracy of the validation beside the others.
  var rows: [Value] {
    reports.map { report in
      let fields = report.pairs.flatMap { key, value -> [(key: Value, value: Value)] in
        guard key.asString != "watched" else { return [] }
        if key.asString == "metrics", let metrics = value.asMap {
          return metrics.pairs.map { (.string("metrics_" + $0.key.text), $0.value.finite) }
        }
        guard key.asString == "validation" else { return [(key, value.finite)] }
        let names = ["loss", isOfRunningText ? "perplexity" : "accuracy"]
        let figures: [(key: Value, value: Value)] = names.map { name in
          (.string("validation_" + name), report.validation(name)?.finite ?? .none)
        }
        let metrics = report.validation("metrics")?.asMap?.pairs ?? []
        return figures
          + metrics.map { (.string("validation_metrics_" + $0.key.text), $0.value.finite) }
      }
      return .object(MapObject(pairs: fields))
    }
  }

  override var summary: String {
    "history of \(reports.count) \(reports.count == 1 ? "report" : "reports")"
  }

  override var display: DisplayBundle {
    guard !reports.isEmpty else { return DisplayBundle(text: summary) }
    let curves = sparklines
    var parts: [DisplayPart] = [.table(table)]
    if !curves.isEmpty { parts.append(.code(curves)) }
    return DisplayBundle(parts)
  }

  private var table: Table {
    let rows = reports.map { report in
      let epoch = report["epoch"]?.asWhole ?? 0
      return [
        "\(epoch)", epoch == best ? "best" : "", loss(report["loss"]),
        isOfRunningText ? number(report["perplexity"], 2) : number(report["accuracy"], 4),
        validation(of: report),
        (report["grown"]?.asWhole ?? 0).grouped, number(report["seconds"], 2),
      ]
    }
    return Table(
      [
        .left("epoch"), .left(), .right("loss"),
        .right(isOfRunningText ? "perplexity" : "accuracy"), .right("validation"),
        .right("moved"), .right("seconds"),
      ], rows
    ).shortened(to: 20)
  }

  /// The accuracy or perplexity; the loss where there is neither.
  private func validation(of report: MapObject) -> String {
    let accuracy = number(report.validation("accuracy"), 4)
    let measure = accuracy.isEmpty ? number(report.validation("perplexity"), 2) : accuracy
    return measure.isEmpty ? loss(report.validation("loss")) : measure
  }

  private func loss(_ value: Value?) -> String { value?.asNumber.map(TrainingLines.loss) ?? "" }

  private func number(_ value: Value?, _ digits: Int) -> String {
    value?.asNumber.map { TrainingLines.fixed($0, digits) } ?? ""
  }
}
