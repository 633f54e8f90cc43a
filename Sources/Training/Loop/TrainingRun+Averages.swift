/// Where the optimizer evaluates with other weights than it trains: those are in the model while it is
/// evaluated, and when the run is over; in between the model has what is trained.
extension TrainingRun {
  /// A copy of the model with the weights that are evaluated.
  public var evaluatedModel: Model { withEvaluatedWeights { model.copy() } }

  func withEvaluatedWeights<Result>(_ body: () throws -> Result) rethrows -> Result {
    let isShown = update.isShowingAverages
    showEvaluatedWeights()
    defer { if !isShown { update.hideAverages() } }
    return try body()
  }

  func showEvaluatedWeights() {
    update.showAverages(step: state.step, evaluations: state.evaluations)
  }

  /// With the weights that are trained, from which the run can go on.
  func withTrainedWeights<Result>(_ body: () throws -> Result) rethrows -> Result {
    let isShown = update.isShowingAverages
    update.hideAverages()
    defer { if isShown { showEvaluatedWeights() } }
    return try body()
  }
}
