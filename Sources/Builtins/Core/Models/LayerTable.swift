internal import Evaluation
internal import Layers
internal import Tensors
internal import Syntax

/// What the prompt shows of a layer: a row a matrix, and where the connections of sparse ones are.
enum LayerTable {
  static func parts(of object: LayerObject) -> [DisplayPart] {
    let layer = object.layer
    guard !layer.matrices.isEmpty else { return [.lines([object.summary])] }
    let ofMatrices = layer.matrices.map { matrix in
      row(
        layer.name(of: matrix), matrix.parameter,
        "\(matrix.rows.grouped) by \(matrix.columns.grouped)",
        density: matrix.isSparse ? percent(matrix.density) : "", indexBytes: matrix.indexBytes)
    }
    let ofOthers = layer.namedParameters.filter { named in
      !layer.matrices.contains { $0.parameter === named.parameter }
    }.map {
      row($0.name, $0.parameter, $0.parameter.count.grouped, density: "", indexBytes: 0)
    }
    let table = Table(
      [
        .left(), .left("size"), .right("weights"), .right("density"), .right("bytes"),
        .right("mean"), .right("deviation"),
      ], ofMatrices + ofOthers, isRuled: true)
    let pictures = layer.matrices.filter(\.isSparse).prefix(2).compactMap { matrix in
      matrix.sparseMatrix.map { ConnectionPicture(matrix: $0, title: layer.name(of: matrix)) }
    }
    return [.lines([object.summary]), .table(table)]
      + (pictures.isEmpty ? [] : [.characters(sideBySide(pictures))])
      + pictures.filter { !$0.isEmpty }.map { .picture($0) }
  }

  private static func row(
    _ name: String, _ parameter: Layers.Parameter, _ size: String, density: String, indexBytes: Int
  ) -> [String] {
    let statistics = Statistics(of: parameter.values.array)
    return [
      name, size, parameter.count.grouped, density,
      (4 * parameter.count + indexBytes).grouped, NumberFormat.short(statistics.mean),
      NumberFormat.short(statistics.deviation),
    ]
  }

  private static func sideBySide(_ pictures: [ConnectionPicture]) -> [String] {
    let blocks = pictures.map { [$0.title] + $0.matrix.densityPicture(width: 30, height: 6) }
    let widths = blocks.map { $0.map(\.count).max() ?? 0 }
    return (0..<(blocks.map(\.count).max() ?? 0)).map { line in
      zip(blocks, widths).map { block, width in
        let text = line < block.count ? block[line] : ""
        return text + String(repeating: " ", count: width - text.count)
      }.joined(separator: "  ").trimmedEnd
    }
  }
}
