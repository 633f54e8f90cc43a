internal import Evolution
internal import Layers

/// When the rule of evolution acts in a training, and on what evidence.
extension TrainingRun {
  func moment(ofStep step: Int, rate: Double) -> EvolutionMoment {
    EvolutionMoment(
      epoch: state.epoch, epochs: options.epochs, step: step, stepsPerEpoch: batches.count,
      beginsEpoch: false, rate: rate, threads: options.threads)
  }

  func evolve(_ evolving: Evolving, at moment: EvolutionMoment) {
    let moves = act(evolving, at: moment)
    state.stretch.moves += moves
    state.ofEpoch.moves += moves
  }

  /// What was kept for the survey is gone before connections are copied.
  private func act(_ evolving: Evolving, at moment: EvolutionMoment) -> Model.Moves {
    let absent = evolving.absentGradients(at: moment, in: shards.survey)
    shards.endSurvey()
    defer { placesSeen?.record(model.network) }
    return evolving.act(at: moment, absent: absent, memory: &state.memory)
  }

  /// Between two epochs gradients are those of the last batch once more, with the weights as they are.
  func evolveBetweenEpochs(_ stop: StopRequests) throws -> Model.Moves {
    guard let evolving else { return Model.Moves() }
    var moment = moment(ofStep: state.step, rate: state.rate)
    moment.epoch += 1
    moment.beginsEpoch = true
    guard evolving.isDue(at: moment) else { return Model.Moves() }
    if evolving.needsGradients { try survey(stop) }
    return act(evolving, at: moment)
  }

  /// Computes the gradients of the last batch once more, unless that has been done since.
  func survey(_ stop: StopRequests) throws {
    guard surveyedStep != state.step, state.batch > 0 else { return }
    _ = try shards.train(
      on: batches[state.batch - 1], random: random(ofStep: state.step), forSurvey: true,
      exchange: exchange, StopRequests(afterBatch: { false }, atOnce: stop.atOnce))
    surveyedStep = state.step
  }
}
