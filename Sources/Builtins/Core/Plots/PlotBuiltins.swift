internal import Evaluation
internal import Figures

private let titleHelp = "what stands above"
private let xHelp = "what goes to the right"
private let yHelp = "what goes up"

/// Pictures.
let plotBuiltins: [Builtin] = [
  Builtin(
    "plot", in: .figures, "Draws curves: of a history, of numbers, or of several lists of them.",
    .required(
      "values",
      "a history, numbers, or a list or map of several; with y: how far to the right; or a topology_change "
        + "or topology_history",
      kinds: .of(
        "history", "list", "map", "range", "tensor", "topology_change", "topology_history")),
    .optional("y", shown: "none", "numbers, or several lists of them", orElse: Value.none),
    .optional("title", default: "", titleHelp), .optional("x_label", default: "", xHelp),
    .optional("y_label", default: "", yHelp),
    .optional("labels", default: [String](), "names of the curves"),
    example: "plot([1, 4, 9, 16], title: \"Squares\")", isShown: true
  ) {
    (
      context, values: Value, y: Value, title: String, xLabel: String, yLabel: String,
      labels: [String]
    ) in
    let panels: [Panel]
    if let drawn = values.asObject as? any DrawnObject {
      panels = Panel.titled(drawn.panels, title, xLabel, yLabel)
    } else if let histories = histories(values) {
      panels = HistoryPanels.panels(
        histories, labels: labels, title: title, xLabel: xLabel, yLabel: yLabel)
    } else {
      panels = [
        Panel(
          .lines(try curves(values, y, labels: labels)), title: title, xLabel: xLabel,
          yLabel: yLabel)
      ]
    }
    return context.show(Figure(panels))
  },
  Builtin(
    "scatter", in: .figures, "Draws points.",
    .required(
      "x", "how far to the right each is; or points, each of two numbers",
      kinds: .of("list", "range", "tensor")),
    .optional("y", shown: "none", "how far up each is", orElse: Value.none),
    .optional("title", default: "", titleHelp), .optional("x_label", default: "", xHelp),
    .optional("y_label", default: "", yHelp),
    .optional("labels", default: [String](), "the class of each point, which tells them apart"),
    example: "scatter([1, 2, 3], [2, 1, 3], labels: [\"a\", \"b\", \"a\"])", isShown: true
  ) {
    (
      context, x: Value, y: Value, title: String, xLabel: String, yLabel: String,
      labels: [String]
    ) in
    context.show(
      Figure(
        .points(try cloud(x, y, labels)), title: title, xLabel: xLabel, yLabel: yLabel))
  },
  Builtin(
    "bar", in: .figures, "Draws a bar for each number, or a group of bars for each name.",
    .required(
      "values", "numbers, a map of them, or a list or map of several lists",
      kinds: .of("list", "map", "range", "tensor")),
    .optional("labels", default: [String](), "a name for each bar, or group"),
    .optional("title", default: "", titleHelp), .optional("x_label", default: "", xHelp),
    .optional("y_label", default: "", yHelp),
    example: "bar({dense: 0.87, sparse: 0.88}, title: \"Accuracy\")", isShown: true
  ) {
    (
      context, values: Value, labels: [String], title: String, xLabel: String, yLabel: String
    ) in
    let (names, bars) = try PlotValues.bars(values, labels: labels)
    return context.show(
      Figure(.bars(categories: names, bars), title: title, xLabel: xLabel, yLabel: yLabel))
  },
  Builtin(
    "histogram", in: .figures, "Draws how many of some numbers lie where.",
    .required(
      "values", "numbers, a tensor, or a sparse matrix or layer for its weights",
      kinds: .of("list", "range", "tensor", "sparse", "layer")),
    .optional(
      "bins", shown: "by the spread", "how many bars", orElse: Int?.none, range: .from(1, to: 1000)),
    .optional("title", default: "", titleHelp), .optional("x_label", default: "", xHelp),
    .optional("y_label", default: "count", yHelp),
    example: "histogram(random_normal(1000, seed: 1), bins: 20)", isShown: true
  ) {
    (context, values: Value, bins: Int?, title: String, xLabel: String, yLabel: String) in
    context.show(
      Figure(
        .histogram(Bins(try PlotValues.weights(values), count: bins)), title: title,
        xLabel: xLabel, yLabel: yLabel))
  },
  Builtin(
    "heatmap", in: .figures, "Draws a matrix as coloured cells.",
    .required(
      "matrix",
      "a tensor of two axes, lists of numbers, a sparse matrix, a topology_change, a topology_history, "
        + "or a history of a training that was watched",
      kinds: .of("tensor", "list", "sparse", "topology_change", "topology_history", "history")),
    .optional("rows", default: [String](), "a name for each row"),
    .optional("columns", default: [String](), "a name for each column"),
    .optional("title", default: "", titleHelp), .optional("x_label", default: "", xHelp),
    .optional("y_label", default: "", yHelp),
    example: "heatmap([[9, 1], [2, 8]], rows: [\"no\", \"yes\"], columns: [\"no\", \"yes\"])",
    isShown: true
  ) {
    (
      context, matrix: Value, rows: [String], columns: [String], title: String, xLabel: String,
      yLabel: String
    ) in
    if let drawn = matrix.asObject as? any DrawnObject {
      try PlotValues.checkNoNames(rows, columns)
      return context.show(Figure(Panel.titled(drawn.matrices, title, xLabel, yLabel)))
    }
    if let history = matrix.asObject as? HistoryObject, !history.watchedMatrices.isEmpty {
      try PlotValues.checkNoNames(rows, columns)
      return context.show(
        Figure(Panel.titled(history.watchedMatrices, title, xLabel, yLabel)))
    }
    let grid = try PlotValues.grid(matrix, rows: rows, columns: columns)
    return context.show(
      Figure(.heatMap(grid), title: title, xLabel: xLabel, yLabel: yLabel))
  },
]

/// A value that knows how it is drawn.
protocol DrawnObject: NativeObject {
  /// What `plot` draws.
  var panels: [Panel] { get }
  /// What `heatmap` draws.
  var matrices: [Panel] { get }
}

extension Panel {
  /// The panels with what a call says stands above the first, beside each and below the last.
  fileprivate static func titled(
    _ panels: [Panel], _ title: String, _ xLabel: String, _ yLabel: String
  ) -> [Panel] {
    var panels = panels
    if !title.isEmpty, !panels.isEmpty { panels[0].title = title }
    if !xLabel.isEmpty, !panels.isEmpty { panels[panels.count - 1].xLabel = xLabel }
    for place in panels.indices where !yLabel.isEmpty { panels[place].yLabel = yLabel }
    return panels
  }
}

extension CallContext {
  /// Shows a figure, and gives it.
  fileprivate func show(_ figure: Figure) -> FigureObject {
    let object = FigureObject(figure)
    output.display(object.display)
    return object
  }
}

private func histories(_ value: Value) -> [HistoryObject]? {
  if let history = value.asObject as? HistoryObject { return [history] }
  guard let list = value.asList, list.count > 0 else { return nil }
  let histories = list.items.compactMap { $0.asObject as? HistoryObject }
  return histories.count == list.count ? histories : nil
}

private func curves(_ values: Value, _ y: Value, labels: [String]) throws -> [Series] {
  if case .none = y {
    return try PlotValues.several(values, labels, argument: "values").map {
      Series($0.name, $0.values)
    }
  }
  guard let x = try PlotValues.numbers(values) else { throw PlotValues.wrong(values, "values") }
  return try PlotValues.several(y, labels, argument: "y").map { name, values in
    try PlotValues.checkCount(values.count, of: "y", x.count, argument: "y")
    return Series(name, x: x, y: values)
  }
}

/// A series for each class.
private func cloud(_ x: Value, _ y: Value, _ labels: [String]) throws -> [Series] {
  let (xs, ys): ([Double], [Double])
  if case .none = y {
    let points = try PlotValues.rows(x, argument: "x")
    guard points.allSatisfy({ $0.count == 2 }) else {
      throw NativeError(
        "S0203", "a point is two numbers", label: "here is a list of others",
        help: "scatter(x, y)  takes them apart", argument: "x")
    }
    (xs, ys) = (points.map { $0[0] }, points.map { $0[1] })
  } else {
    guard let first = try PlotValues.numbers(x) else { throw PlotValues.wrong(x, "x") }
    guard let second = try PlotValues.numbers(y) else { throw PlotValues.wrong(y, "y") }
    try PlotValues.checkCount(second.count, of: "y", first.count, argument: "y")
    (xs, ys) = (first, second)
  }
  guard !labels.isEmpty else { return [Series("", x: xs, y: ys)] }
  try PlotValues.checkCount(labels.count, of: "labels", xs.count, argument: "labels")
  var places: [String: [Int]] = [:]
  var names: [String] = []
  for (place, name) in labels.enumerated() {
    if places[name] == nil { names.append(name) }
    places[name, default: []].append(place)
  }
  return names.map { name in
    let own = places[name] ?? []
    return Series(name, x: own.map { xs[$0] }, y: own.map { ys[$0] })
  }
}
