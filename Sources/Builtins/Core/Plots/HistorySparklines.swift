internal import Evaluation
internal import Figures

extension HistoryObject {
  /// How each measure went, as a line of little bars with its first and last value.
  var sparklines: [String] {
    guard reports.count > 1 else { return [] }
    let names = ["loss", "accuracy", "validation_loss", "validation_accuracy"]
    let measures = names.map { (name: $0.withSpaces, values: numbers($0)) }
      .filter { $0.values.contains { $0.isFinite } }
    let width = measures.map(\.name.count).max() ?? 0
    return measures.map { name, values in
      let space = String(repeating: " ", count: width - name.count)
      let finite = values.filter(\.isFinite)
      let ends = [finite.first, finite.last].map { TrainingLines.fixed($0 ?? 0, 4) }
      return "\(name)\(space)  \(Sparkline.text(values))  \(ends[0]) to \(ends[1])"
    }
  }

  /// A number for each report; NaN where it has none.
  func numbers(_ name: String) -> [Double] {
    (field(name)?.asList?.values ?? []).map { $0.asNumber ?? .nan }
  }
}

extension String {
  /// `validation_loss` as `validation loss`.
  fileprivate var withSpaces: String { String(map { $0 == "_" ? " " : $0 }) }
}
