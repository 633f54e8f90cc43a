internal import Evaluation
internal import Tensors
internal import Training

/// What `predict` gives of an example.
///
/// Of classes `{class, probability, probabilities}`, the last with a number for each class in their order. A
/// model that was trained with mean square makes no probabilities of its outputs: both are none then, and
/// `value` (or `values`) is what it gave. Of numbers `{value}`, or `{values}` where there are several. Of a
/// text also `known`, how many of its words are. Where a model answers at each step, a list of such.
struct PredictionValues {
  let classes: [String]

  func value(of prediction: Prediction) -> Value {
    guard prediction.steps.isEmpty else { return .list(prediction.steps.map { value(of: $0) }) }
    var fields: [(String, Value)] = []
    if let label = prediction.label, classes.indices.contains(label) {
      fields = [("class", .string(classes[label]))] + probabilities(prediction.probabilities, label)
      if prediction.probabilities.isEmpty { fields.append(outputs(prediction.outputs)) }
    } else {
      fields = [outputs(prediction.outputs)]
    }
    if let words = prediction.words { fields.append(("known", .object(KnownWordsObject(words)))) }
    return .object(MapObject(fields: fields))
  }

  private func probabilities(_ numbers: [Float], _ label: Int) -> [(String, Value)] {
    guard numbers.count == classes.count else {
      return [("probability", .none), ("probabilities", .none)]
    }
    let each = zip(classes, numbers).map { ($0, Value.number($1.nearestShort)) }
    return [
      ("probability", .number(numbers[label].nearestShort)),
      ("probabilities", .object(MapObject(fields: each))),
    ]
  }

  private func outputs(_ numbers: [Float]) -> (String, Value) {
    numbers.count == 1
      ? ("value", .number(numbers[0].nearestShort))
      : ("values", .list(numbers.map { .number($0.nearestShort) }))
  }
}

/// `3 of 5`: how many of a text's words a model knows.
final class KnownWordsObject: NativeObject {
  let words: KnownWords
  init(_ words: KnownWords) { self.words = words }

  override func copied(_ copier: Copier) -> NativeObject { KnownWordsObject(words) }
  override func equals(_ other: NativeObject) -> Bool {
    (other as? KnownWordsObject)?.words == words
  }

  override var kind: String { "known_words" }
  override var fieldNames: [String] { ["count", "words", "share"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "count": .number(Double(words.known))
    case "words": .number(Double(words.count))
    case "share": .number(words.count == 0 ? 0 : Double(words.known) / Double(words.count))
    default: nil
    }
  }
  override var plain: Value? {
    .object(MapObject(fields: fieldNames.map { ($0, field($0) ?? .none) }))
  }
  override var summary: String { "\(words.known.grouped) of \(words.count.grouped)" }
}
