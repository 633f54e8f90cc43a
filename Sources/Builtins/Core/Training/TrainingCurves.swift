internal import Training

/// How loss and accuracy went so far, batch by batch, in a bounded number of points.
///
/// A point is the mean of as many batches as each point stands for; when there are too many points, each
/// two become one. So memory stays the same however long a training lasts.
struct TrainingCurves {
  private(set) var loss = Curve()
  private(set) var accuracy = Curve()

  mutating func append(_ progress: TrainingProgress) {
    loss.append(progress.batchLoss)
    if let share = progress.batchAccuracy { accuracy.append(share) }
  }

  mutating func append(_ validation: EvaluationResult) {
    loss.validate(validation.loss)
    if let share = validation.accuracy { accuracy.validate(share) }
  }

  struct Curve {
    /// Means while training.
    private(set) var values: [Double] = []
    /// What validation gave at a point; not a number at points without one.
    private(set) var validation: [Double] = []
    private(set) var lastValidation: Double?
    private var batchesPerPoint = 1
    private var sum = 0.0
    private var count = 0

    static let mostPoints = 512

    mutating func append(_ value: Double) {
      sum += value
      count += 1
      guard count == batchesPerPoint else { return }
      values.append(sum / Double(count))
      validation.append(.nan)
      (sum, count) = (0, 0)
      if values.count == Self.mostPoints { halve() }
    }

    mutating func validate(_ value: Double) {
      lastValidation = value
      guard let last = validation.indices.last else { return }
      validation[last] = value
    }

    private mutating func halve() {
      let pairs = stride(from: 0, to: values.count - 1, by: 2)
      validation = pairs.map { validation[$0 + 1].isNaN ? validation[$0] : validation[$0 + 1] }
      values = pairs.map { (values[$0] + values[$0 + 1]) / 2 }
      batchesPerPoint *= 2
    }

    /// The curve in at most `count` points: noise that cannot be drawn is averaged away.
    func values(atMost count: Int) -> [Double] {
      let group = max((values.count + count - 1) / max(count, 1), 1)
      return stride(from: 0, to: values.count, by: group).map { start in
        let part = values[start..<min(start + group, values.count)]
        return part.reduce(0, +) / Double(part.count)
      }
    }

    /// The validation over the same points, joined by straight lines; empty without any.
    func validation(atMost count: Int) -> [Double] {
      let group = max((values.count + count - 1) / max(count, 1), 1)
      var result = [Double](repeating: .nan, count: (values.count + group - 1) / group)
      var last: (place: Int, value: Double)?
      for (index, value) in validation.enumerated() where value.isFinite {
        let place = index / group
        if let last, last.place < place {
          for step in last.place..<place {
            let share = Double(step - last.place) / Double(place - last.place)
            result[step] = last.value + (value - last.value) * share
          }
        }
        result[place] = value
        last = (place, value)
      }
      return last == nil ? [] : result
    }
  }
}
