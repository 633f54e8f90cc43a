internal import Characters
internal import Layers
internal import Training
internal import Syntax

/// What `summary` shows of a model: a row a layer, and the whole beside its dense equivalent.
enum ModelTable {
  static func text(of model: Model) -> String {
    let network = model.network
    var rows = [["layer", "output", "parameters", "connections", "density", "bytes"]]
    for (layer, shape) in zip(network.layers, network.outputs) {
      rows.append(row(layer, shape.description))
    }
    let parameters = network.parameterCount
    let bytes = network.layers.reduce(0) { $0 + Self.bytes(of: $1) }
    let connections = network.layers.reduce(0) { $0 + Self.connections(of: $1) }
    rows.append(["all", "", parameters.grouped, connections.grouped, "", bytes.grouped])
    var lines = aligned(rows)
    let rule = String(repeating: "─", count: lines.map(\.count).max() ?? 0)
    lines.insert(rule, at: 1)
    lines.insert(rule, at: lines.count - 1)
    return (lines + comparison(network, bytes: bytes)).joined(separator: "\n")
  }

  private static func row(_ layer: any Layer, _ output: String) -> [String] {
    guard layer.parameterCount > 0 else { return [layer.kind, output, "", "", "", ""] }
    return [
      layer.kind, output, layer.parameterCount.grouped, connections(of: layer).grouped,
      layer.density < 1 ? percent(layer.density) : "", bytes(of: layer).grouped,
    ]
  }

  /// The model beside the one that has all connections.
  private static func comparison(_ network: Sequential, bytes: Int) -> [String] {
    let parameters = network.parameterCount
    let dense = network.denseParameterCount
    guard dense > parameters else { return ["\(parameters.grouped) parameters"] }
    let indices = network.layers.flatMap(\.matrices).reduce(0) { $0 + $1.indexBytes }
    return [
      "\(parameters.grouped) parameters; all connections would be \(dense.grouped), this is "
        + percent(share(parameters, of: dense)),
      "\(bytes.grouped) bytes, \(indices.grouped) of them indices; dense \((4 * dense).grouped), this is "
        + percent(share(bytes, of: 4 * dense)),
    ]
  }

  private static func share(_ part: Int, of whole: Int) -> Double {
    Double(part) / Double(max(whole, 1))
  }

  private static func connections(of layer: any Layer) -> Int {
    layer.matrices.reduce(0) { $0 + $1.count }
  }

  /// Parameters, and the indices that tell where they are.
  private static func bytes(of layer: any Layer) -> Int {
    4 * layer.parameterCount + layer.matrices.reduce(0) { $0 + $1.indexBytes }
  }

  /// Columns side by side: the first ones to the left, numbers to the right.
  static func aligned(_ rows: [[String]], toTheLeft left: Int = 2) -> [String] {
    let columns = rows.first?.count ?? 0
    let widths = (0..<columns).map { column in
      rows.map { displayWidth(of: $0[column]) }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, text in
        let space = String(repeating: " ", count: widths[column] - displayWidth(of: text))
        return column < left ? text + space : space + text
      }.joined(separator: "  ").trimmedEnd
    }
  }
}
