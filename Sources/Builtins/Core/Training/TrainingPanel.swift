internal import Figures
internal import Training

/// What a person sees while a model trains, where there is room for it:
///
///     epoch 3/40 ━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄ 62/125   2,892,447 words/s  12.1 s left
///     loss 0.2941  validation 0.3120         accuracy 0.8588  validation 0.8420
///     0.8 ┤⠉⠒⠤⣀                              1.0 ┤      ⣀⠤⠒⠉
///       0 ┤    ⠉⠒⠤⣀                          0.4 ┤⣀⣀⠤⠤⠒⠉
///         └────────────                          └────────────
///     density  sparse_embedding 10 %  sparse_lstm 10 %  moved 1,562
struct TrainingPanel {
  var progress: TrainingProgress
  var curves: TrainingCurves
  var densities: [(layer: String, density: Double)]

  /// None where it would not fit.
  func lines(columns: Int, rows: Int) -> [String] {
    guard columns >= 60, rows >= 8 else { return [] }
    let height = rows - 4
    let pace = "   \(TrainingLines.pace(progress))"
    let free = columns - pace.count - TrainingLines.epoch(progress, bar: 0).count
    let first = TrainingLines.epoch(progress, bar: min(max(free, 4), 30)) + pace
    var charts = [
      chart("loss", progress.loss, curves.loss, columns: columns / 2, height: height)
    ]
    if let accuracy = progress.accuracy {
      charts.append(
        chart("accuracy", accuracy, curves.accuracy, columns: columns / 2, height: height))
    }
    let rowsOfCharts = (0..<height + 2).map { row in
      charts.map { $0[row] }.joined()
    }
    return [first] + rowsOfCharts + [connections]
  }

  /// Title, rows and axis, each as wide as `columns`.
  private func chart(
    _ name: String, _ now: Double, _ curve: TrainingCurves.Curve, columns: Int, height: Int
  ) -> [String] {
    var title = "\(name) \(TrainingLines.fixed(now, 4))"
    if let last = curve.lastValidation { title += "  validation \(TrainingLines.fixed(last, 4))" }
    let most = columns * 2
    let shown = [curve.values(atMost: most), curve.validation(atMost: most)]
    let series = shown.filter { !$0.isEmpty }.map { values in
      // From the beginning until now, however many values that is.
      let last = Double(max(values.count - 1, 1))
      return Series("", x: values.indices.map { Double($0) / last }, y: values)
    }
    let text = Figure(.lines(series), title: title).text(width: columns - 2, height: height + 3)
    // Without what stands below the axis: it is shares of the time until now.
    let lines = text.replacing("┬", with: "─").split(
      separator: "\n", omittingEmptySubsequences: false
    ).prefix(height + 2)
    let missing = max(height + 2 - lines.count, 0)
    return (lines.map(String.init) + [String](repeating: "", count: missing)).map { line in
      String(line.prefix(columns)) + String(repeating: " ", count: max(columns - line.count, 0))
    }
  }

  /// How full each layer is, and what evolution moved.
  private var connections: String {
    var line =
      "density  "
      + densities.map { "\($0.layer) \(percent($0.density))" }
      .joined(separator: "  ")
    if let moves = TrainingLines.moves(progress.moves) { line += "  " + moves }
    return line
  }
}
