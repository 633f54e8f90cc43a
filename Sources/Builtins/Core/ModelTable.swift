internal import Layers
internal import Training

/// What `summary` shows of a model: a row a layer, and the whole beside its dense equivalent.
enum ModelTable {
  static func text(of model: Model) -> String {
    let network = model.network
    var rows = [["layer", "output", "parameters", "density", "bytes"]]
    for (layer, shape) in zip(network.layers, network.outputs) {
      let hasWeights = layer.parameterCount > 0
      rows.append([
        layer.kind, shape.description, hasWeights ? layer.parameterCount.grouped : "",
        hasWeights && layer.density < 1 ? percent(layer.density) : "",
        hasWeights ? bytes(of: layer).grouped : "",
      ])
    }
    let parameters = network.parameterCount
    let dense = network.denseParameterCount
    let share = Double(parameters) / Double(max(dense, 1))
    let indices = network.layers.flatMap(\.matrices).reduce(0) { $0 + $1.indexBytes }
    var lines = aligned(rows)
    lines.insert(String(repeating: "─", count: lines.map(\.count).max() ?? 0), at: 1)
    lines.append(
      "\(parameters.grouped) parameters; all connections would be \(dense.grouped), this is "
        + percent(share))
    if indices > 0 { lines.append("indices of the connections: \(indices.grouped) bytes more") }
    return lines.joined(separator: "\n")
  }

  private static func bytes(of layer: any Layer) -> Int { 4 * layer.parameterCount }

  /// Columns side by side: the first two to the left, numbers to the right.
  static func aligned(_ rows: [[String]]) -> [String] {
    let columns = rows.first?.count ?? 0
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, text in
        let space = String(repeating: " ", count: widths[column] - text.count)
        return column < 2 ? text + space : space + text
      }
      return trimmed(cells.joined(separator: "  "))
    }
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
