internal import Evaluation
internal import Layers
internal import Tensors
internal import Syntax

/// What the prompt shows of a layer: a row a matrix, and where the connections of sparse ones are.
enum LayerTable {
  static func text(of object: LayerObject) -> String {
    let layer = object.layer
    guard !layer.matrices.isEmpty else { return object.summary }
    var rows = [
      ["", "size", "weights", "density", "bytes", "mean", "deviation"]
    ]
    for matrix in layer.matrices {
      rows.append(
        row(
          matrix.parameter, "\(matrix.rows.grouped) by \(matrix.columns.grouped)",
          density: matrix.isSparse ? percent(matrix.density) : "", indexBytes: matrix.indexBytes))
    }
    let names = layer.matrices.map(\.parameter.name)
    for parameter in layer.parameters where !names.contains(parameter.name) {
      rows.append(row(parameter, parameter.count.grouped, density: "", indexBytes: 0))
    }
    var lines = [object.summary] + ModelTable.aligned(rows)
    lines.insert(String(repeating: "─", count: lines.dropFirst().map(\.count).max() ?? 0), at: 2)
    return (lines + pictures(layer.matrices)).joined(separator: "\n")
  }

  private static func row(
    _ parameter: Layers.Parameter, _ size: String, density: String, indexBytes: Int
  ) -> [String] {
    let statistics = Statistics(of: parameter.values.array)
    return [
      parameter.name, size, parameter.count.grouped, density,
      (4 * parameter.count + indexBytes).grouped, NumberFormat.short(statistics.mean),
      NumberFormat.short(statistics.deviation),
    ]
  }

  /// Those of the sparse matrices side by side, two at most.
  private static func pictures(_ matrices: [WeightMatrix]) -> [String] {
    let sparse = matrices.filter(\.isSparse).prefix(2)
    let blocks = sparse.compactMap { matrix in
      matrix.sparseMatrix.map { [matrix.parameter.name] + $0.densityPicture(width: 30, height: 6) }
    }
    let widths = blocks.map { $0.map(\.count).max() ?? 0 }
    return (0..<(blocks.map(\.count).max() ?? 0)).map { line in
      zip(blocks, widths).map { block, width in
        let text = line < block.count ? block[line] : ""
        return text + String(repeating: " ", count: width - text.count)
      }.joined(separator: "  ").trimmedEnd
    }
  }
}
