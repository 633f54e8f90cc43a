internal import Datasets
internal import Evaluation
internal import Evolution
internal import Layers
internal import Training
internal import WholeFiles

/// Optimizers, the pulled loop, evaluation, prediction, files of models.
let trainingBuiltins: [Builtin] = [
  Builtin(
    "adam", in: .training, "The optimizer Adam (Kingma and Ba 2015).",
    .optional("rate", default: 0.001, "learning rate"),
    .optional("beta1", default: 0.9, "decay of the mean of gradients"),
    .optional("beta2", default: 0.999, "decay of the mean of their squares"),
    .optional("epsilon", default: 1e-8, "added to the root"), example: "adam(rate: 0.001)"
  ) { (_, rate: Double, beta1: Double, beta2: Double, epsilon: Double) in
    try positive(rate, "rate")
    for (name, beta) in [("beta1", beta1), ("beta2", beta2)] where !(0..<1).contains(beta) {
      throw NativeError("S0302", "`\(name)` must be from 0 to below 1", argument: name)
    }
    try positive(epsilon, "epsilon")
    return OptimizerObject(Adam(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon))
  },
  Builtin(
    "sgd", in: .training, "Stochastic gradient descent, with momentum.",
    .optional("rate", default: 0.01, "learning rate"),
    .optional("momentum", default: 0, "share of the last step that is kept, 0 to below 1"),
    example: "sgd(rate: 0.1, momentum: 0.9)"
  ) { (_, rate: Double, momentum: Double) in
    try positive(rate, "rate")
    guard (0..<1).contains(momentum) else {
      throw NativeError(
        "S0302", "`momentum` must be from 0 to below 1", argument: "momentum")
    }
    return OptimizerObject(SGD(rate: rate, momentum: momentum))
  },
  Builtin(
    "training", in: .training,
    "Trains a model step by step: a `for` loop pulls a report after each epoch.",
    .required("model", "the model, which changes"), .required("data", "examples to train on"),
    .optional("epochs", default: 1, "times through the data"),
    .optional("batch", default: 64, "examples a step"),
    .optional("optimizer", shown: "adam()", "adam(…) or sgd(…)", orElse: OptimizerObject(Adam())),
    .optional(
      "evolution", shown: "none", "a rule that acts between epochs", orElse: RuleObject?.none),
    .optional(
      "validation", shown: "none", "examples to evaluate on after each epoch",
      orElse: ExamplesObject?.none),
    .optional("clip", default: 5.0, "largest norm of all gradients together; none for no limit"),
    .optional("loss", shown: "from the labels", lossHelp, orElse: String?.none),
    .optional("every", shown: "none", "a report each so many steps instead", orElse: Int?.none),
    .optional("seed", shown: "none", "of batches, dropout and growth", orElse: Int?.none),
    .optional(
      "checkpointing", default: false,
      "of long texts keep some states and compute the others again: little memory, same results"),
    example: "let data = toy_reviews(60, seed: 1)\n"
      + "let model = sequential(embedding(vocabulary: 400, units: 4), lstm(units: 4), dense(1))\n"
      + "for report in training(model, data.train, epochs: 2) { print(report.epoch) }  # prints: 1, 2"
  ) {
    (
      context, model: ModelObject, data: Value, epochs: Int, batch: Int,
      optimizer: OptimizerObject, evolution: RuleObject?, validation: ExamplesObject?,
      clip: Double?, loss: String?, every: Int?, seed: Int?, checkpointing: Bool
    ) in
    guard (0...1_000_000).contains(epochs) else {
      throw NativeError("S0302", "`epochs` must be 0 or more", argument: "epochs")
    }
    guard (1...1 << 20).contains(batch) else {
      throw NativeError("S0302", "`batch` must be from 1 to 2^20", argument: "batch")
    }
    if let every, every < 1 {
      throw NativeError("S0302", "`every` must be 1 or more", argument: "every")
    }
    if let clip { try positive(clip, "clip") }
    var options = TrainingOptions()
    options.epochs = epochs
    options.batch = batch
    options.optimizer = optimizer.optimizer
    options.evolution = evolution?.rule
    options.validation = validation?.data
    options.clip = clip
    options.loss = try lossNamed(loss)
    options.every = every
    options.seed = context.seed(seed)
    options.checkpointing = checkpointing
    options.threads = context.state.threads
    let examples = try trainingData(data, "data")
    // Gradients of each thread, and what optimizers keep.
    try model.model.checkMemory(numbers: options.threads + 3, for: "the training")
    let run = try bridged {
      try TrainingRun(model: model.model, data: examples, options: options)
    }
    let record = try context.journal?.begin()
    return TrainingObject(
      run, context, keeper: record.map { TrainingKeeper($0, model.model) })
  },
  Builtin(
    "_looks_at", in: .training,
    "Says which models of a training its loop looks at, so that no more are kept.",
    .required("training", "what `training` gave"),
    .choice("models", ["every", "best", "last"], "that of every report, the best so far, or none"),
    example: "try { _looks_at(1) } catch problem { print(problem.code) }  # prints: S0302"
  ) { (_, training: TrainingObject, models: String) in
    training.keeper?.looks(at: ModelsLookedAt(rawValue: models) ?? .every)
    return training
  },
  Builtin(
    "history", in: .training, "Makes a history of the reports of a training, as `fit` gives it.",
    .required("reports", "reports in their order"),
    .optional("best_epoch", shown: "none", "the epoch that was kept", orElse: Int?.none),
    example: "length(history([]))  # 0"
  ) { (_, reports: [Value], best: Int?) in HistoryObject(reports.compactMap(\.asMap), best: best) },
  Builtin(
    "evaluate", in: .training,
    "Tells how well a model does: loss, accuracy, figures of each class, confusion table.",
    .required("model", "a trained model, or a packed one"), .required("data", "examples"),
    .optional("loss", shown: "from the labels", lossHelp, orElse: String?.none),
    example: "let data = toy_reviews(60, seed: 1)\n"
      + "let model = sequential(embedding(vocabulary: 400, units: 4), lstm(units: 4), dense(1))\n"
      + "evaluate(model, data.test).count  # 12"
  ) { (context, model: PredictorValue, data: Value, loss: String?) in
    let examples = try trainingData(data, "data")
    let result = try bridged {
      try model.predictor.evaluate(
        examples, loss: try lossNamed(loss), threads: context.state.threads,
        stop: context.stopRequests)
    }
    guard let result else { throw ProgramStopped() }
    return evaluationMap(result)
  },
  Builtin(
    "predict", in: .training, "Gives the class of a text and its probability; of a list, a list.",
    .required("model", "a model that was trained on texts, or a packed one"),
    .required("text", "a text, a list of texts, or examples"),
    example: "let data = toy_reviews(60, seed: 1)\n"
      + "let model = sequential(embedding(vocabulary: 400, units: 4), lstm(units: 4), dense(1))\n"
      + "fit(model, data.train)\nkind(predict(model, \"a lovely film\").probability)  # \"number\""
  ) { (context, model: PredictorValue, text: Value) in
    let threads = context.state.threads
    let predictor = model.predictor
    let classes = predictor.meaning.classes
    func result(_ prediction: Prediction) -> Value {
      let name = classes.indices.contains(prediction.label) ? classes[prediction.label] : ""
      let share =
        prediction.probabilities.indices.contains(prediction.label)
        ? prediction.probabilities[prediction.label].nearestShort : .nan
      return .object(
        MapObject(fields: [("class", .string(name)), ("probability", .number(share))]))
    }
    if let one = text.asString {
      return try bridged {
        try predictor.predict([one], threads: threads, stop: context.stopRequests)
      }.first.map(result)
        ?? .none
    }
    if let examples = text.asObject as? ExamplesObject {
      let predictions = try bridged {
        try predictor.predictions(examples.data, threads: threads, stop: context.stopRequests)
      }
      return Value.list(predictions.map(result))
    }
    guard let texts = [String].convert(text) else {
      throw NativeError(
        "S0302", "`predict` takes a text or a list of texts", label: "this is \(text.kindPhrase)",
        argument: "text")
    }
    let predictions = try bridged {
      try predictor.predict(texts, threads: threads, stop: context.stopRequests)
    }
    return .list(predictions.map(result))
  },
  Builtin(
    "pack", in: .training,
    "Makes a model ready to answer for single texts: several times as fast there, and smaller.",
    .required("model", "embedding, LSTMs and dense layers; later changes of it do not count"),
    .optional(
      "bits", default: 32, "of a sparse weight; with 8, evaluate tells what that costs in accuracy"),
    example: "let data = toy_reviews(60, seed: 1)\n"
      + "let model = sequential(sparse_embedding(vocabulary: 400, units: 8, density: 0.2),\n"
      + "                       sparse_lstm(units: 8, density: 0.2), dense(1))\n"
      + "fit(model, data.train)\nevaluate(pack(model, bits: 8), data.test).count  # 12"
  ) { (_, model: ModelObject, bits: Int) in
    guard let weights = PackedWeights(rawValue: bits) else {
      throw NativeError(
        "S0302", "`bits` must be 32 or 8", label: "this is \(bits)", argument: "bits")
    }
    // Lists of places and weights that grow, before what is made of them.
    try model.model.checkMemory(numbers: 12, for: "the packed model")
    return PackedModelObject(try bridged { try PackedModel(model.model, weights: weights) })
  },
  Builtin(
    "save", in: .training,
    "Writes a model with its vocabulary as a safetensors file, a figure as .svg, .png or .txt.",
    .required("value", "the model, or the figure"),
    .required("path", "the file, which is replaced as a whole"),
    example:
      "try { save(sequential(dense(1, inputs: 2)), \"no/such/folder/m\") } catch e { print(e.code) }"
      + "  # prints: S0421"
  ) { (_, value: SavedValue, path: String) in
    let bytes = try value.bytes(for: path)
    try bridged { try WholeFile.write(bytes, to: path) }
    return Value.none
  },
  Builtin(
    "load", in: .training, "Reads a model that `save` wrote.", .required("path", "the file"),
    example: "try { load(\"no such file\") } catch problem { print(problem.code) }  # prints: S0421"
  ) { (_, path: String) in
    let bytes = try contents(of: path, copies: 3)
    return ModelObject(try bridged { try Model(SafetensorsFile(bytes: bytes)) })
  },
]

extension CallContext {
  /// Of what has no result before its end: an interrupt drops it.
  fileprivate var stopRequests: StopRequests {
    StopRequests { [interrupt] in interrupt.isRequested }
  }
}

/// What can be written to a file.
private enum SavedValue: ValueConvertible {
  static var kindName: String { "model or figure" }
  case model(ModelObject)
  case figure(FigureObject)

  static func convert(_ value: Value) -> SavedValue? {
    switch value.asObject {
    case let model as ModelObject: .model(model)
    case let figure as FigureObject: .figure(figure)
    default: nil
    }
  }

  func bytes(for path: String) throws -> [UInt8] {
    switch self {
    case .model(let model): model.model.file.bytes
    case .figure(let figure): try figure.bytes(for: path)
    }
  }
}

private let lossHelp =
  "\"binary_cross_entropy\", \"cross_entropy\" or \"mean_square\"; follows from labels and outputs"

private func positive(_ value: Double, _ name: String) throws {
  guard value > 0, value.isFinite else {
    throw NativeError(
      "S0302", "`\(name)` must be above 0", label: "this is \(value.asValue.text)", argument: name)
  }
}

private func lossNamed(_ name: String?) throws -> Loss? {
  guard let name else { return nil }
  if let loss = Loss(rawValue: name) { return loss }
  throw NativeError(
    "S0303", "there is no loss \"\(name)\"",
    notes: ["there are " + Loss.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")],
    argument: "loss")
}

private func trainingData(_ value: Value, _ name: String) throws -> TrainingData {
  if let examples = value.asObject as? ExamplesObject { return examples.data }
  throw NativeError(
    "S0302", "`\(name)` must be examples", label: "this is \(value.kindPhrase)",
    help: value.asObject is DatasetObject ? "name the part:  data.train  or  data.test" : nil,
    argument: name)
}

/// What `evaluate` gives.
func evaluationMap(_ result: EvaluationResult) -> MapObject {
  func share(_ value: Double?) -> Value { value.map { .number($0) } ?? .none }
  let classes = result.classes.indices.map { index -> Value in
    let precision = result.precision(index)
    let recall = result.recall(index)
    var f1: Double?
    if let precision, let recall, precision + recall > 0 {
      f1 = 2 * precision * recall / (precision + recall)
    }
    return .object(
      MapObject(fields: [
        ("class", .string(result.classes[index])), ("precision", share(precision)),
        ("recall", share(recall)), ("f1", share(f1)),
      ]))
  }
  return MapObject(fields: [
    ("loss", .number(result.loss)), ("accuracy", share(result.accuracy)),
    ("count", .number(Double(result.count))), ("classes", .list(classes)),
    ("confusion", .list(result.confusion.map { .list($0.map { .number(Double($0)) }) })),
  ])
}
