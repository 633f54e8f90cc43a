internal import Evolution
internal import Layers

/// When the rule of evolution acts in a training, and on what evidence.
extension TrainingRun {
  func moment(ofStep step: Int, rate: Double) -> EvolutionMoment {
    EvolutionMoment(
      epoch: state.epoch, epochs: options.epochs, step: step, stepsPerEpoch: batches.count,
      beginsEpoch: false, rate: rate)
  }

  func evolve(_ evolving: Evolving, at moment: EvolutionMoment) {
    let moves = evolving.act(at: moment, passes: shards.surveyed, memory: &state.memory)
    state.stretch.moves += moves
    state.ofEpoch.moves += moves
    placesSeen?.record(model.network)
    shards.endSurvey()
  }

  /// Between two epochs gradients are those of the last batch once more, with the weights as they are.
  func evolveBetweenEpochs(_ stop: StopRequests) throws -> Model.Moves {
    guard let evolving else { return Model.Moves() }
    var moment = moment(ofStep: state.step, rate: state.rate)
    moment.epoch += 1
    moment.beginsEpoch = true
    guard evolving.isDue(at: moment) else { return Model.Moves() }
    if evolving.needsGradients { try survey(stop) }
    defer {
      placesSeen?.record(model.network)
      shards.endSurvey()
    }
    return evolving.act(at: moment, passes: shards.surveyed, memory: &state.memory)
  }

  /// Computes the gradients of the last batch once more, unless that has been done since.
  func survey(_ stop: StopRequests) throws {
    guard surveyedStep != state.step, state.batch > 0 else { return }
    _ = try shards.train(
      on: batches[state.batch - 1], random: random(ofStep: state.step), forSurvey: true,
      shouldStop: stop.atOnce)
    surveyedStep = state.step
  }
}
