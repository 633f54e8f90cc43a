internal import Evolution

/// Where a training stands, weights and what is kept of each apart: copied, saved and resumed whole.
struct TrainerState: Sendable, Equatable {
  /// The epoch under way, from 1; 0 before the first.
  var epoch = 0
  /// Steps that are done.
  var step = 0
  /// Batches that are done of this epoch.
  var batch = 0
  /// There is no further report.
  var isDone = false
  /// Training seconds, from which the time left is told.
  var seconds = 0.0
  /// Of the report under way, and of the epoch under way.
  var stretch = Tally()
  var ofEpoch = Tally()
  /// The rate of the last step.
  var rate = 0.0
  /// That of the last step in which the optimizer moved weights; nil before.
  var updateRate: Double?
  /// Evaluations so far.
  var evaluations = Evaluations()
  /// What the evolution rule remembers.
  var memory = RuleMemory()

  /// What some batches came to.
  struct Tally: Sendable, Equatable {
    var steps = 0
    /// Sum over the examples.
    var loss = 0.0
    /// What it is divided by for the mean.
    var weight = 0.0
    var examples = 0
    var correct = 0
    var words = 0
    var seconds = 0.0
    var moves = Model.Moves()
    /// Of each measure the sum over the examples.
    var measures: [Double] = []

    var meanLoss: Double { weight > 0 ? loss / weight : 0 }
    var accuracy: Double { Double(correct) / Double(max(examples, 1)) }

    var meanMeasures: [Double] { measures.map { $0 / Double(max(examples, 1)) } }

    mutating func add(_ outcome: Answers, words: Int, seconds: Double) {
      steps += 1
      loss += outcome.loss
      weight += outcome.weight
      examples += outcome.count
      correct += outcome.correct
      self.words += words
      self.seconds += seconds
      if measures.isEmpty { measures = outcome.measures.map { _ in 0 } }
      for (place, value) in outcome.measures.enumerated() where measures.indices.contains(place) {
        measures[place] += value * Double(outcome.count)
      }
    }
  }
}
