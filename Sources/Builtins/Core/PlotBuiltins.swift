internal import Evaluation
internal import Figures

/// Pictures.
let plotBuiltins: [Builtin] = [
  Builtin(
    "plot", in: .output, "Draws a history, or a list of numbers, as curves.",
    .required("value", "a history, or a list of numbers"),
    .optional("title", default: "", "what stands above"), example: "plot([1, 4, 9, 16])",
    isShown: true
  ) { (context, value: Value, title: String) in
    for chart in try charts(of: value, title: title) {
      context.output.display(DisplayBundle(text: chart.text()))
    }
    return value
  }
]

private func charts(of value: Value, title: String) throws -> [LineChart] {
  if let history = value.asObject as? HistoryObject {
    func curve(_ name: String) -> LineChart.Curve {
      let values = history.field(name)?.asList?.items.map { $0.asNumber ?? .nan } ?? []
      return .init(name, values)
    }
    var result: [LineChart] = []
    for (name, other) in [("loss", "validation_loss"), ("accuracy", "validation_accuracy")] {
      let shown = [curve(name), curve(other)].filter { $0.values.contains { $0.isFinite } }
      guard !shown.isEmpty else { continue }
      result.append(
        LineChart(
          title: title + shown.map(\.name).joined(separator: " and ") + " by epoch", curves: shown))
    }
    return result
  }
  guard let numbers = [Double].convert(value), !numbers.isEmpty else {
    throw NativeError(
      "S0302", "`plot` takes a history or a list of numbers", label: "this is \(value.kindPhrase)",
      argument: "value")
  }
  return [LineChart(title: title, curves: [.init("", numbers)])]
}
