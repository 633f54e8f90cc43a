internal import Datasets
internal import Evaluation
internal import Evolution
internal import Glibc
internal import Layers
internal import Processes
internal import Syntax
internal import Tensors
internal import Training
internal import WholeFiles

/// The pulled loop, evaluation, prediction, files of models.
let trainingBuiltins: [Builtin] = [
  Builtin(
    "training", in: .training,
    "Trains a model step by step: a `for` loop pulls a report after each epoch.",
    .required("model", "the model, which changes"), .required("data", "examples to train on"),
    .optional(
      "epochs", default: 1, "times through the data", range: .from(0, to: 1_000_000),
      aliases: ["num_epochs", "n_epochs", "epoch", "iterations", "max_iter"]),
    .optional(
      "batch", default: 64, "examples a step", range: .from(1, to: 0x1p20),
      aliases: ["batch_size"]),
    .optional(
      "optimizer", shown: "adam()", "such as adamw(…), sgd(…)", orElse: OptimizerObject(Adam())),
    .optional(
      "evolution", shown: "none", "a rule that acts between epochs", orElse: RuleObject?.none),
    .optional(
      "validation", shown: "none", "examples to evaluate on after each epoch",
      orElse: ExamplesObject?.none, aliases: ["validation_data", "val", "valid"]),
    .optional(
      "clip", default: 5.0, "largest norm of all gradients together; none for no limit",
      range: .above(0), aliases: ["clipnorm", "max_norm"]),
    .optional("loss", shown: "from the labels", lossHelp, orElse: LossValue?.none),
    .optional("metrics", shown: "none", MeasuresValue.help, orElse: MeasuresValue?.none),
    .optional(
      "every", shown: "none", "a report each so many steps instead", orElse: Int?.none,
      range: .from(1)),
    .optional(
      "seed", shown: "none", "of batches, dropout and growth", orElse: Int?.none,
      aliases: ["random_state", "random_seed"]),
    .optional(
      "checkpointing", default: false,
      "of long texts keep some states and compute the others again: little memory, same results"),
    .choice("keep", ["last", "best"], "whether the best model is kept beside the last"),
    .optional(
      "resume", shown: "none",
      "a file that `save(training, …)` or `checkpoint:` wrote, to go on with",
      orElse: FilePath?.none),
    .optional(
      "checkpoint", shown: "none", "a file to write while it trains", orElse: FilePath?.none),
    .optional(
      "checkpoint_minutes", default: 10.0, "between two writings of it", range: .from(0, to: 1e6)),
    .optional("watch", default: [String](), Watch.help),
    .optional(
      "schedule", shown: "none", "of the rate: such as cosine(), or a list of rates by epoch",
      orElse: ScheduleValue?.none),
    .optional(
      "class_weights", shown: "none",
      "how often the examples of a class count:  {rare: 5}, others 1; or \"balanced\"",
      orElse: ClassWeightsValue?.none, aliases: ["class_weight"]),
    .optional(
      "label_smoothing", default: 0.0,
      "share of each label that is spread over all classes", range: .shareBelowOne),
    .optional(
      "noise", shown: "none", "added to gradients: η of variance η / (1 + step)^0.55",
      orElse: Double?.none, range: .above(0)),
    .optional(
      "patience", shown: "none", "ends the training after so many evaluations that are no better",
      orElse: Int?.none, range: .from(1, to: 0x1p30)),
    .optional(
      "min_delta", default: 0.0, "by how much one must be better to count for `patience`",
      range: .from(0)),
    .optional(
      "monitor", shown: "\"accuracy\"", "what evaluations are compared by, or \"loss\"",
      orElse: String?.none),
    example: "let data = toy_reviews(60, seed: 1)\n"
      + "let model = sequential(embedding(vocabulary: 400, units: 4), lstm(units: 4), dense(1))\n"
      + "for report in training(model, data.train, epochs: 2) { print(report.epoch) }  # prints: 1, 2"
  ) {
    (
      context, model: ModelObject, data: ExamplesObject, epochs: Int, batch: Int,
      optimizer: OptimizerObject, evolution: RuleObject?, validation: ExamplesObject?,
      clip: Double?, loss: LossValue?, metrics: MeasuresValue?, every: Int?, seed: Int?,
      checkpointing: Bool, keep: String,
      resume: FilePath?, checkpoint: FilePath?, minutes: Double, watched: [String],
      schedule: ScheduleValue?, classWeights: ClassWeightsValue?, labelSmoothing: Double,
      noise: Double?, patience: Int?, leastGain: Double, monitor: String?
    ) in
    var options = TrainingOptions()
    options.epochs = epochs
    options.batch = batch
    options.optimizer = optimizer.optimizer
    options.evolution = evolution?.rule
    options.validation = validation?.data
    options.clip = clip
    let functions = try ProgramFunctions(
      of: model.model, loss: loss, metrics, context, remembers: false)
    options.loss = functions.loss
    options.measures = functions.measures
    options.every = every
    options.seed = context.seed(seed)
    options.checkpointing = checkpointing
    options.schedule = try schedule?.schedule(argument: "schedule")
    options.classWeights = try classWeights?.weights()
    options.labelSmoothing = labelSmoothing
    options.noise = noise.map { GradientNoise(eta: $0) }
    options.patience = patience.map { Patience($0, leastGain: leastGain) }
    options.monitor = try monitorNamed(monitor)
    options.threads = context.state.threads
    options.group = context.group
    // Where both are one file, the first start finds none.
    let resumed =
      try resume.flatMap { try $0 == checkpoint && !context.hasFile($0.place) ? nil : $0 }.map {
        path in
        let bytes = try context.contents(of: path.place, copies: 3)
        return try blaming("resume") { try SafetensorsFile(bytes: bytes) }
      }
    if seed == nil, let saved = resumed.flatMap({ TrainingRun.seed(in: $0) }) {
      options.seed = saved
    }
    let examples = data.data
    // Gradients of each thread, and what optimizers keep.
    try model.model.checkMemory(numbers: options.threads + 3, for: "the training")
    try MemoryBudget.check(
      4
        * model.model.activationCount(
          on: examples, batch: batch, threads: options.threads, checkpointing: checkpointing,
          loss: options.loss),
      for: "a step on the longest texts", argument: "batch")
    let watch = try Watch(watched, model.model)
    options.watchesPlaces = watch?.needsPlaces ?? false
    let run = try bridged {
      try TrainingRun(model: model.model, data: examples, options: options)
    }
    let record = try context.journal?.begin()
    let training = TrainingObject(
      run, context, keeper: record.map { TrainingKeeper($0, run) }, keepsBest: keep == "best",
      watch: watch, asked: functions.asked)
    if let resumed { try blaming("resume") { try training.resume(resumed) } }
    if let checkpoint {
      training.writeCheckpoints(to: checkpoint.lasting, each: .seconds(60 * minutes))
    }
    return training
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
    example: "history([{epoch: 1, loss: 0.7}, {epoch: 2, loss: 0.5}]).loss  # [0.7, 0.5]"
  ) { (_, reports: [MapObject], best: Int?) in
    HistoryObject(reports.map(\.withEvaluation), best: best)
  },
  Builtin(
    "evaluate", in: .training,
    "Tells how well a model does, as a report whose figures are fields: of classes accuracy, precision, "
      + "recall, F1 (0 where nothing was found), auc, confusion; of several labels an example micro, macro and "
      + "exact_match, the share of examples with all labels right; of numbers the errors.",
    .required("model", "a trained model, or a packed one"), .required("data", "examples"),
    .optional("loss", shown: "that of the training", lossHelp, orElse: LossValue?.none),
    .optional("metrics", shown: "none", MeasuresValue.help, orElse: MeasuresValue?.none),
    example: "let data = toy_reviews(60, seed: 1)\n"
      + "let model = sequential(embedding(vocabulary: 400, units: 4), lstm(units: 4), dense(1))\n"
      + "evaluate(model, data.test).count  # 12"
  ) {
    (
      context, model: PredictorValue, data: ExamplesObject, loss: LossValue?,
      metrics: MeasuresValue?
    ) -> Value in
    let predictor = model.predictor
    let functions = try ProgramFunctions(
      of: predictor, loss: loss, metrics, context, remembers: true)
    return try context.opened(functions.asked) { computation in
      let result = try bridged {
        try predictor.evaluate(
          data.data, loss: functions.loss, measures: functions.measures,
          threads: context.state.threads, group: functions.asked.isEmpty ? context.group : nil,
          stop: context.stopRequests(computation))
      }
      guard let result else { throw ProgramStopped() }
      guard !result.loss.isNaN else { throw noNumbers() }
      return .object(EvaluationObject(result))
    }
  },
  Builtin(
    "predict", in: .training,
    "Gives the class of a text, its probability and those of all classes; of a model of several labels those that "
      + "it has, of a model of numbers the value. "
      + "Of a list or of examples, a list.",
    .required(
      "model", "a trained model, or a packed one; the loss of its training says what outputs mean"),
    .required(
      "text",
      "a text, a list of texts, numbers (a row or a sequence of rows, or several), or examples, whose labels do not matter"
    ),
    example: "let data = toy_reviews(60, seed: 1)\n"
      + "let model = sequential(embedding(vocabulary: 400, units: 4), lstm(units: 4), dense(1))\n"
      + "fit(model, data.train)\nlet answer = predict(model, \"a lovely quux\")\n"
      + "print(keys(answer.probabilities), answer.known)  # prints: [\"negative\", \"positive\"] 2 of 3"
  ) { (context, model: PredictorValue, asked: AskedExamples) in
    let functions = (model.predictor as? Model)?.network.askedFunctions ?? []
    return try context.opened(functions) { computation in
      try predicted(
        model.predictor, asked, group: functions.isEmpty ? context.group : nil,
        context.stopRequests(computation), context)
    }
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
    "save", in: .training, and: [.files, .figures],
    "Writes a value to a file in the form of the file's ending: a model with all that it knows as "
      + ".safetensors, a figure as .svg, .png or .txt, a history, an evaluation, a table or a list of maps as .csv, "
      + ".tsv or .json.",
    .required("value", "what to write"),
    .required("path", "the file, which is replaced as a whole"),
    example: "let model = sequential(dense(1, inputs: 2))\nsave(model, \"model.safetensors\")\n"
      + "load(\"model.safetensors\").parameters  # 3"
  ) { (context, value: SavedValue, path: FilePath) in
    let bytes = try value.bytes(for: path.place, context)
    try context.write(bytes, to: path.place)
    return Value.none
  },
  Builtin(
    "load", in: .training, and: [.tensors],
    "Reads a model that `save` wrote, and tells what is damaged; of a file .npz of NumPy a map of its arrays as "
      + "tensors, of one .npy its array.",
    .required("path", "the file"),
    .optional(
      "layers", shown: "none",
      "of a model with layers written in setl these, in their order: a file holds their parameters, and not "
        + "their `forward`",
      orElse: [MapObject]?.none),
    example: "save(sequential(dense(1, inputs: 2)), \"small.safetensors\")\n"
      + "load(\"small.safetensors\").layers[0].kind  # \"dense\""
  ) { (context, path: FilePath, layers: [MapObject]?) -> Value in
    if path.place.hasSuffix(".npz") || path.place.hasSuffix(".npy") {
      let arrays = try tensors(in: path, context)
      guard path.place.hasSuffix(".npz") else {
        return arrays.first.map { .object(TensorObject($0.tensor)) } ?? .none
      }
      return .object(
        MapObject(fields: arrays.map { ($0.name, .object(TensorObject($0.tensor))) }))
    }
    let bytes = try context.contents(of: path.place, copies: 3)
    WeightMemory.bytes = MemoryBudget.bytes
    let model = try bridged { try Model(SafetensorsFile(bytes: bytes)) }
    try model.network.adopt(try (layers ?? []).map { try OwnLayerValue.layer($0, context) })
    return .object(ModelObject(model))
  },
]

/// Errors of a file that is not called `path`.
private func blaming<Result>(_ argument: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try bridged(body)
  } catch var error as NativeError {
    if error.argument == "path" { error.argument = argument }
    throw error
  }
}

/// What `predict` gives.
private func predicted(
  _ predictor: any Predictor, _ asked: AskedExamples, group: (any ProcessGroup)?,
  _ stop: StopRequests, _ context: CallContext
) throws -> Value {
  let threads = context.state.threads
  let predictions: [Prediction]
  let classes: [String]
  var isOne = false
  switch asked {
  case .text(let text):
    isOne = true
    predictions = try bridged { try predictor.predict([text], threads: threads, stop: stop) }
    classes = predictor.meaning.classes
  case .texts(let texts):
    predictions = try bridged {
      try predictor.predict(texts, threads: threads, group: group, stop: stop)
    }
    classes = predictor.meaning.classes
  case .numbers(let value):
    let one = predictor.meaning.isOneExample(value)
    let inputs = try ExampleNumbers(context: context)
      .inputs(one ? .list([value]) : value, "text")
    isOne = one
    predictions = try bridged {
      try predictor.predictions(
        inputs.withoutTargets, threads: threads, group: group, stop: stop)
    }
    classes = predictor.meaning.classes
  case .examples(let examples):
    predictions = try bridged {
      try predictor.predictions(examples.data, threads: threads, group: group, stop: stop)
    }
    classes = predictor.meaning.classes(for: examples.data)
  }
  guard !predictions.contains(where: { $0.outputs.contains(where: \.isNaN) }) else {
    throw noNumbers()
  }
  let values = PredictionValues(classes: classes)
  if isOne { return predictions.first.map { values.value(of: $0) } ?? .none }
  return .list(try context.map(predictions) { values.value(of: $0) })
}

/// What `predict` is asked about.
private enum AskedExamples: ValueConvertible {
  static var kindName: String { "text, list of texts, numbers or examples" }
  static var kinds: KindSet { ["string", "list", "tensor", "examples"] }
  case text(String)
  case texts([String])
  /// Of one example, or of several.
  case numbers(Value)
  case examples(ExamplesObject)

  static func convert(_ value: Value) -> AskedExamples? {
    if let text = value.asString { return .text(text) }
    if let examples = value.asObject as? ExamplesObject { return .examples(examples) }
    if let texts = [String].convert(value) { return .texts(texts) }
    return ExampleNumbers.depth(of: value) > 0 ? .numbers(value) : nil
  }
}

extension ModelMeaning {
  /// Whether numbers are those of one example: a row, or a matrix where a sequence is taken.
  fileprivate func isOneExample(_ value: Value) -> Bool {
    let depth = ExampleNumbers.depth(of: value)
    if case .sequence = input { return depth == 2 }
    return depth == 1
  }
}

private let lossHelp =
  "a function of setl (outputs, targets) => number, which is slower, or of classes \"binary_cross_entropy\" (of several labels too), \"cross_entropy\" or \"focal\", of numbers \"mean_square\", \"mean_absolute\" or \"huber\"; follows from labels and outputs"

/// Where a training ended in weights that are none.
private func noNumbers() -> NativeError {
  NativeError(
    "S0410", "what the model gives is no number",
    notes: ["its weights, or the inputs, hold nan or too large numbers"],
    help: "go back to a model from before, and train with a smaller rate", argument: "model")
}

private func monitorNamed(_ name: String?) throws -> Monitor? {
  guard let name else { return nil }
  if let monitor = Monitor(rawValue: name) { return monitor }
  throw NativeError(
    "S0303", "`monitor` cannot be \(name.clipped.quoted)",
    notes: ["it is \"accuracy\" or \"loss\""], argument: "monitor")
}

func lossNamed(_ name: String) throws -> any Objective {
  if let loss = allObjectives.first(where: { $0.name == name }) { return loss }
  throw NativeError(
    "S0303", "there is no loss \"\(name)\"",
    notes: ["there are " + allObjectives.map { "\"\($0.name)\"" }.joined(separator: ", ")],
    argument: "loss")
}
