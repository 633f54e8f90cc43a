internal import Datasets
internal import Differentiation
internal import Evaluation
internal import Layers
internal import Tensors
internal import Training

/// A training by hand: the step of `training` in three pieces.
let handBuiltins: [Builtin] = [
  Builtin(
    "batches", in: .training, and: [.data],
    "Gives the batches of an epoch as a list of examples, in the order in which `training` with the same seed "
      + "takes them: of similar length, else at random.",
    .required("data", "examples"),
    .optional(
      "size", default: 64, "examples a batch", range: .from(1, to: 0x1p20),
      aliases: ["batch", "batch_size"]),
    .optional("seed", shown: "none", "of the order and of dropout", orElse: Int?.none),
    .optional("epoch", default: 1, "each has another order", range: .from(1, to: 1_000_000)),
    example: "length(batches(toy_reviews(100, seed: 1).train, 32, seed: 1))  # 3"
  ) { (context, data: ExamplesObject, size: Int, seed: Int?, epoch: Int) -> Value in
    let order = BatchOrder(size: size, seed: context.seed(seed), epoch: epoch)
    let batches = try bridged { try order.batches(of: data.data) }
    let steps = (epoch - 1) * batches.count
    return .list(
      batches.enumerated().map { number, members in
        .object(
          ExamplesObject(
            data.data.subset(members),
            place: BatchPlace(size: size, seed: order.seed, step: steps + number + 1)))
      })
  },
  Builtin(
    "batch_loss", in: .training,
    "Gives the mean loss of a model on a batch, computed as `training` does; within `gradient` of the model, "
      + "the loss whose gradient that is.",
    .required("model", "a model, within a gradient the one that it is taken of"),
    .required("batch", "examples, such as one of `batches`"),
    .optional("loss", shown: "from the labels", "as for `training`", orElse: LossValue?.none),
    example: """
      let data = toy_signals(40, seed: 1).train
      let model = sequential(lstm(4, inputs: 2), dense(length(data.classes)))
      let optimizer = adam(rate: 0.01)
      for batch in batches(data, 16, seed: 1) {
          step(optimizer, gradient(m => batch_loss(m, batch), model))
      }
      """
  ) { (context, model: ModelObject, batch: ExamplesObject, loss: LossValue?) -> Value in
    let functions = try ProgramFunctions(
      of: model.model, loss: loss, nil, context, remembers: false)
    let watched = model.watched
    let place =
      batch.place ?? BatchPlace(size: max(batch.data.count, 1), seed: context.seed(nil), step: 1)
    let threads = context.state.threads
    return try context.opened(functions.asked) { computation in
      let found = try bridged {
        try model.model.pass(
          batch.data, at: place, loss: functions.loss, isTraining: watched != nil, threads: threads,
          stop: context.stopRequests(computation))
      }
      guard let watched else { return .number(found.loss) }
      let sources = zip(model.model.network.parameters, found.gradients).flatMap {
        parameter, gradient in
        let whole = Tensor(shape: [gradient.count], values: gradient)
          .reshaped(WatchedWeights.shape(of: parameter, in: model.model.network))
        return watched.node(of: parameter).source { upper in
          let factor = upper.values.first ?? 1
          return factor == 1 ? whole : whole.mapped { $0 * factor }
        }
      }
      return TensorObject.value(Tensor(found.loss), from: sources)
    }
  },
  Builtin(
    "step", in: .training,
    "Moves what gradients were taken of: the weights of models and layers, and parameters. The optimizer "
      + "remembers what it keeps of each.",
    .required("optimizer", "such as adam(…); the same at every step"),
    .required(
      "gradients", "what `gradient` gave of a model, a layer or parameters",
      kinds: .of("list", "map", "tensor", "sparse", "number")),
    .optional(
      "clip", default: 5.0, "largest norm of all gradients together; none for no limit",
      range: .above(0), aliases: ["clipnorm", "max_norm"]),
    example: "let w = parameter(tensor([1, 2]))\n"
      + "step(sgd(rate: 0.5), gradient(w => sum(w ^ 2) / 2, w))\nto_list(w)  # [0.5, 1]"
  ) { (context, optimizer: OptimizerObject, gradients: Value, clip: Double?) in
    try optimizer.move(gradients, clip: clip, context)
    return Value.none
  },
]

extension OptimizerObject {
  /// Moves what `gradients` are gradients of. Throws `NativeError` where they do not say.
  fileprivate func move(_ gradients: Value, clip: Double?, _ context: CallContext) throws {
    guard !optimizer.needsEvaluations else {
      throw NativeError(
        "S0410", "`\(optimizer.description)` goes by evaluations, which a step by hand has none of",
        help: "use it in  training(…, validation: …)", argument: "optimizer")
    }
    var found: [(numbers: Trainable, gradient: [Float])] = []
    try Self.collect(gradients, into: &found, within: 0, context)
    guard !found.isEmpty else { throw Self.unknown }
    for (numbers, gradient) in found where gradient.count != numbers.parameter.count {
      throw NativeError(
        "S0203", "connections have moved since the gradients were taken",
        label: "\(gradient.count) gradients, \(numbers.parameter.count) connections",
        help: "move connections between steps:  evolve(model, rule)", argument: "gradients")
    }
    let parameters = found.map(\.numbers.parameter)
    guard Set(parameters.map { ObjectIdentifier($0) }).count == parameters.count else {
      throw NativeError(
        "S0302", "the gradients of a parameter are there twice",
        help: "take one gradient of all together", argument: "gradients")
    }
    for (numbers, gradient) in found {
      numbers.take()
      numbers.parameter.gradient.array = gradient
    }
    update(of: found.map(\.numbers)).move(clip: clip, threads: context.state.threads)
    for (numbers, _) in found { numbers.show() }
  }

  private func update(of numbers: [Trainable]) -> HandUpdate {
    let parameters = numbers.map(\.parameter)
    if let known = updates.first(where: { $0.isOf(parameters) }) { return known }
    let update = HandUpdate(numbers.map { ($0.parameter, $0.matrix) }, by: optimizer)
    updates.append(update)
    return update
  }

  private static func collect(
    _ value: Value, into found: inout [(numbers: Trainable, gradient: [Float])], within depth: Int,
    _ context: CallContext
  ) throws {
    try context.checkStop()
    guard depth < 1000 else { throw unknown }
    switch value.asObject {
    case let tensor as TensorObject:
      guard case .gradient(let numbers) = tensor.link else { throw unknown }
      found.append((numbers, tensor.tensor.values))
    case let sparse as SparseObject:
      guard case .gradient(let numbers) = sparse.link else { throw unknown }
      found.append((numbers, sparse.matrix.values))
    case let list as ListObject:
      for item in list.items { try collect(item, into: &found, within: depth + 1, context) }
    case let map as MapObject:
      for item in map.values { try collect(item, into: &found, within: depth + 1, context) }
    default: throw unknown
    }
  }

  private static var unknown: NativeError {
    NativeError(
      "S0302", "these are no gradients that say what they are of",
      notes: ["`gradient` gives such ones of models, layers, and what `parameter` made"],
      help: "step(optimizer, gradient(m => batch_loss(m, batch), model))", argument: "gradients")
  }
}
