internal import Evaluation
internal import Figures

/// Histories as curves: a panel for the loss, and one for the accuracy where there is one.
enum HistoryPanels {
  /// Of one history both training and validation; of several the validation of each where all have it, so
  /// that they can be compared.
  static func panels(
    _ histories: [HistoryObject], labels: [String], title: String, xLabel: String, yLabel: String
  ) -> [Panel] {
    var panels: [Panel] = []
    for measure in ["loss", "accuracy"] {
      let series =
        histories.count == 1
        ? one(histories[0], measure, labels) : several(histories, measure, labels)
      guard measure == "loss" || series.contains(where: { $0.y.contains { $0.isFinite } }) else {
        continue
      }
      panels.append(
        Panel(.lines(series), yLabel: yLabel.isEmpty ? measure : yLabel))
    }
    if histories.count == 1 { panels += histories[0].watchedPanels }
    panels[0].title = title
    panels[panels.count - 1].xLabel = xLabel.isEmpty ? "epoch" : xLabel
    return panels
  }

  private static func one(
    _ history: HistoryObject, _ measure: String, _ labels: [String]
  ) -> [Series] {
    let names = labels.count == 2 ? labels : ["training", "validation"]
    let both = [values(history, measure), values(history, "validation_" + measure)]
    return zip(names, both).filter { $0.1.contains { $0.isFinite } }.map {
      Series($0.0, $0.1, from: 1)
    }
  }

  private static func several(
    _ histories: [HistoryObject], _ measure: String, _ labels: [String]
  ) -> [Series] {
    let validations = histories.map { values($0, "validation_" + measure) }
    let isValidated = validations.allSatisfy { $0.contains { $0.isFinite } }
    return histories.indices.map { place in
      let name = labels.count == histories.count ? labels[place] : "\(place + 1)"
      return Series(
        name, isValidated ? validations[place] : values(histories[place], measure), from: 1)
    }
  }

  private static func values(_ history: HistoryObject, _ measure: String) -> [Double] {
    history.numbers(measure)
  }
}
