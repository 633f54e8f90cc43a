internal import Evaluation
internal import Training

/// What `evaluate` gives, and a report's `validation`: shows itself as a report, and has all its figures as
/// fields.
final class EvaluationObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "evaluation" }
  let result: EvaluationResult

  init(_ result: EvaluationResult) { self.result = result }

  override func copied(_ copier: Copier) -> NativeObject { EvaluationObject(result) }
  override func equals(_ other: NativeObject) -> Bool {
    (other as? EvaluationObject)?.result == result
  }

  override var kind: String { "evaluation" }

  override var fieldNames: [String] { figureNames + (result.measures.isEmpty ? [] : ["metrics"]) }

  private var figureNames: [String] {
    switch result.figures {
    case .classes:
      [
        "loss", "accuracy", "balanced_accuracy", "auc", "count", "classes", "macro", "weighted",
        "confusion",
      ]
    case .sets:
      ["loss", "accuracy", "exact_match", "count", "classes", "micro", "macro", "weighted"]
    case .numbers:
      ["loss", "mean_square", "root_mean_square", "mean_absolute_error", "r_squared", "count"]
    case .running: ["loss", "perplexity", "count", "columns"]
    case .none: ["loss", "count"]
    }
  }

  override func field(_ name: String) -> Value? {
    switch name {
    case "loss": return .number(result.loss)
    case "count": return .number(Double(result.count))
    case "metrics": return .object(MapObject(measures: result.measures))
    default: break
    }
    switch result.figures {
    case .classes(let figures): return Self.field(name, figures)
    case .sets(let figures): return Self.field(name, figures)
    case .numbers(let figures): return Self.field(name, figures)
    case .running(let figures): return Self.field(name, figures)
    case .none: return Self.field(name)
    }
  }

  /// What a program can ask any evaluation.
  private static func field(_ name: String) -> Value? {
    switch name {
    case "accuracy": Value.none
    case "classes", "confusion": .list([])
    default: nil
    }
  }

  private static func field(_ name: String, _ figures: RunningFigures) -> Value? {
    switch name {
    case "perplexity": figures.perplexity.asValue
    case "columns": .number(Double(figures.columns))
    default: field(name)
    }
  }

  private static func field(_ name: String, _ figures: ClassFigures) -> Value? {
    switch name {
    case "accuracy": .number(figures.accuracy)
    case "balanced_accuracy": .number(figures.balancedAccuracy)
    case "auc": figures.areaUnderCurve.asValue
    case "classes": .list(figures.classes.indices.map { .object(map(ofClass: $0, figures)) })
    case "macro": .object(MapObject(fields: fields(figures.macro)))
    case "weighted": .object(MapObject(fields: fields(figures.weighted)))
    case "confusion": figures.confusion.asValue
    default: nil
    }
  }

  private static func field(_ name: String, _ figures: SetFigures) -> Value? {
    switch name {
    case "accuracy", "exact_match": .number(figures.exactMatch)
    case "micro": .object(MapObject(fields: fields(figures.micro)))
    case "classes", "macro", "weighted": field(name, figures.labels)
    case "confusion": .list([])
    default: nil
    }
  }

  private static func field(_ name: String, _ figures: NumberFigures) -> Value? {
    switch name {
    case "mean_square": .number(figures.meanSquare)
    case "root_mean_square": .number(figures.rootMeanSquare)
    case "mean_absolute_error": .number(figures.meanAbsoluteError)
    case "r_squared": figures.rSquared.asValue
    default: field(name)
    }
  }

  private static func map(ofClass index: Int, _ figures: ClassFigures) -> MapObject {
    MapObject(
      fields: [("class", .string(figures.classes[index]))] + fields(figures.scores(index)) + [
        ("count", .number(Double(figures.counts[index]))),
        ("predicted", .number(Double(figures.taken[index]))),
        ("correct", .number(Double(figures.found[index]))),
      ])
  }

  private static func fields(_ scores: ClassFigures.Scores) -> [(String, Value)] {
    [
      ("precision", .number(scores.precision)), ("recall", .number(scores.recall)),
      ("f1", .number(scores.f1)),
    ]
  }

  /// All fields as a map, from which it can be made again.
  override var plain: Value? {
    .object(
      MapObject(
        fields: figureNames.map { ($0, field($0)?.finite ?? .none) }
          + (result.measures.isEmpty ? [] : [("metrics", field("metrics") ?? .none)])))
  }

  /// Of classes a row each, of numbers one row, as a table has them.
  var rows: [Value] {
    switch result.figures {
    case .classes, .sets: field("classes")?.asList?.values ?? []
    case .numbers, .running, .none: plain.map { [$0] } ?? []
    }
  }

  override var summary: String {
    var name = "accuracy"
    if case .sets = result.figures { name = "exact match" }
    let measure =
      result.accuracy.map { "\(name) \(TrainingLines.fixed($0, 4))" }
      ?? result.perplexity.map { "perplexity \(TrainingLines.perplexity($0))" }
    return [
      "evaluation of \(result.count.grouped) examples: loss \(TrainingLines.loss(result.loss))",
      measure,
    ]
    .compactMap { $0 }.joined(separator: ", ")
  }
  override var display: DisplayBundle { DisplayBundle(EvaluationTable.parts(of: result)) }
}

extension Value {
  /// None in the place of a number that files of JSON have no way to write.
  var finite: Value {
    if case .number(let number) = self, !number.isFinite { .none } else { self }
  }
}
