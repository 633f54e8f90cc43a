internal import Characters
internal import Datasets
internal import Layers

/// How much each class counts in a loss.
public enum ClassWeights: Sendable {
  /// n / (K · nₖ): all classes of the data count the same together, however many examples they have. Where
  /// examples can have several, (n − nₖ) / nₖ: those that have a class count as much as those that have not.
  case balanced
  /// By name; a class that is left out has weight 1.
  case named([(name: String, weight: Double)])
}

extension ModelExamples {
  /// `objective` as it is for these examples with weights of classes and smoothed labels. Throws
  /// `TrainingError` where they do not go together.
  func emphasised(
    _ objective: any Objective, by weights: ClassWeights?, smoothing: Double
  ) throws -> any Objective {
    guard weights != nil || smoothing > 0 else { return objective }
    if data.isStream, weights != nil {
      throw TrainingError(
        "`class_weights:` needs classes, and running text has none",
        help: "leave `class_weights:` out", argument: "class_weights")
    }
    if classes.isEmpty, !data.isStream {
      let argument = weights != nil ? "class_weights" : "label_smoothing"
      throw TrainingError(
        "`\(argument):` needs classes, the targets are numbers",
        help: "leave `\(argument):` out", argument: argument)
    }
    guard !objective.needsWholeBatch else {
      throw TrainingError(
        "`loss:` is a function of yours, which classes are not weighed for",
        help: "weigh them in the function",
        argument: weights != nil ? "class_weights" : "label_smoothing")
    }
    guard smoothing == 0 || objective.smoothsLabels else {
      let names = allObjectives.filter(\.smoothsLabels).map { "\"\($0.name)\"" }
      throw TrainingError(
        "labels are not smoothed for `loss: \"\(objective.name)\"`",
        notes: ["they are for \(names.joined(separator: " and "))"],
        help: "leave `label_smoothing:` out, or `loss:`", argument: "label_smoothing")
    }
    var objective = objective
    objective.emphasis = Emphasis(classWeights: try classWeights(weights), smoothing: smoothing)
    return objective
  }

  /// By the model's numbers of classes; empty where none are asked for.
  private func classWeights(_ weights: ClassWeights?) throws -> [Double] {
    switch weights {
    case nil: return []
    case .balanced:
      var counts = [Int](repeating: 0, count: classes.count)
      switch targets(of: Array(0..<count)[...]) {
      case .classes(let labels):
        for label in labels where counts.indices.contains(label) { counts[label] += 1 }
        return Emphasis.balanced(counts: counts)
      case .sets(let rows):
        for (place, isIts) in rows.enumerated() where isIts == 1 {
          counts[place % classes.count] += 1
        }
        return Emphasis.balanced(counts: counts, amongEach: count)
      case .values: return []
      }
    case .named(let pairs):
      let numbers = Self.numbers(of: pairs.map(\.name), in: classes)
      var result = [Double](repeating: 1, count: classes.count)
      for (number, pair) in zip(numbers, pairs) {
        guard number >= 0 else {
          throw TrainingError(
            "`class_weights:` names a class `\(pair.name)`, which is not there",
            notes: ["the classes are \(listed(classes))"],
            argument: "class_weights")
        }
        result[number] = pair.weight
      }
      return result
    }
  }
}
