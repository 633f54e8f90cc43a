internal import Evaluation
internal import Layers
internal import Training

/// Evaluations that come back from JSON.
extension EvaluationObject {
  /// The evaluation whose `plain` form this is, or what an earlier version kept of one; nil where it is none.
  convenience init?(plain map: MapObject) {
    guard let count = map["count"]?.asWhole, let loss = map["loss"]?.asNumber else { return nil }
    let figures: EvaluationResult.Figures
    if let classes = map["classes"]?.asList, !classes.items.isEmpty {
      guard let found = Self.classes(classes, map) else { return nil }
      if let share = map["exact_match"]?.asNumber {
        let exact = Int(exactly: (share * Double(count)).rounded()) ?? 0
        figures = .sets(SetFigures(labels: found, count: count, exact: exact))
      } else {
        figures = .classes(found)
      }
    } else if let columns = map["columns"]?.asWhole {
      figures = .running(
        RunningFigures(perplexity: map["perplexity"]?.asNumber, columns: columns))
    } else if map["mean_square"] == nil {
      figures = .none
    } else {
      // The loss of an earlier version's is its mean square, and the rest is not known.
      guard let square = map["mean_square"]?.asNumber,
        let distance = map["mean_absolute_error"]?.asNumber
      else { return nil }
      figures = .numbers(
        NumberFigures(
          meanSquare: square, meanAbsoluteError: distance, rSquared: map["r_squared"]?.asNumber))
    }
    let measures = (map["metrics"]?.asMap?.pairs ?? []).compactMap { key, value in
      value.asNumber.map { Measured(name: key.text, value: $0) }
    }
    self.init(EvaluationResult(count: count, loss: loss, figures: figures, measures: measures))
  }

  private static func classes(_ list: ListObject, _ map: MapObject) -> ClassFigures? {
    let rows = list.values.map(\.asMap)
    func column(_ name: String) -> [Int]? {
      let numbers = rows.map { $0?[name]?.asWhole }
      return numbers.contains(nil) ? nil : numbers.compactMap { $0 }
    }
    let names = rows.compactMap { $0?["class"]?.asString }
    let table = map["confusion"].flatMap { [[Int]].convert($0) } ?? []
    guard names.count == rows.count, table.isEmpty || table.count == names.count,
      table.allSatisfy({ $0.count == names.count })
    else { return nil }
    let places = names.indices
    let counts = column("count") ?? (table.isEmpty ? nil : table.map { $0.reduce(0, +) })
    let taken =
      column("predicted")
      ?? (table.isEmpty ? nil : places.map { place in table.reduce(0) { $0 + $1[place] } })
    let found = column("correct") ?? (table.isEmpty ? nil : places.map { table[$0][$0] })
    guard let counts, let taken, let found else { return nil }
    return ClassFigures(
      classes: names, counts: counts, taken: taken, found: found, confusion: table,
      areaUnderCurve: map["auc"]?.asNumber)
  }
}

extension MapObject {
  /// The report with its evaluation in the place of the plain form of it.
  var withEvaluation: MapObject {
    guard let plain = self["validation"]?.asMap, let evaluation = EvaluationObject(plain: plain)
    else { return self }
    let report = MapObject(pairs: pairs)
    report.set(.string("validation"), to: .object(evaluation))
    return report
  }

  /// A figure of the report's evaluation on the validation examples.
  func validation(_ name: String) -> Value? {
    switch self["validation"]?.asObject {
    case let evaluation as EvaluationObject: evaluation.field(name)
    case let map as MapObject: map[name]
    // A row of a table has it beside the others.
    default: self["validation_" + name]
    }
  }
}
