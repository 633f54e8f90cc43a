public import Evolution
public import Layers
internal import Tensors

/// What a program that moves connections itself may look at, between two reports.
extension TrainingRun {
  /// What is kept of each connection of `matrix`; nil where the run does not train it.
  public func state(of matrix: WeightMatrix) -> ParameterState? { update.state(of: matrix) }

  /// (count): where each connection has lately been going; nil before the first step, and where the
  /// optimizer keeps nothing of that kind.
  public func momenta(of matrix: WeightMatrix) -> [Float]? {
    update.state(of: matrix).flatMap { update.momenta(of: $0) }
  }

  /// (count): the gradient of the last batch; nil before the first.
  public func gradients(of matrix: WeightMatrix) -> [Float]? {
    state.step > 0 ? matrix.parameter.gradient.array : nil
  }

  /// The `count` places without a connection whose gradient is largest, of the last batch once more with the
  /// weights as they are; nil before the first. Cost: a step, once a report.
  public func absentGradients(
    of matrix: WeightMatrix, count: Int, stop: StopRequests = .never
  ) throws -> AbsentGradients? {
    let place = model.network.sparsePlaces.first { $0.matrix === matrix }
    guard state.step > 0, let place else { return nil }
    guard !Shards.runsWhole(model, objective) else {
      throw TrainingError(
        "gradients of absent connections are not told of a model with functions of yours",
        notes: ["the batch would have to go through its layers and loss once more"],
        help: "rules that ask for them act within the training:  evolution: rigl()")
    }
    try survey(stop)
    return AbsentSearch(survey: shards.survey, threads: options.threads)
      .strongest(count, of: place)
  }
}
