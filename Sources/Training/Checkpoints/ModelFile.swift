internal import Datasets
internal import JSON
internal import Layers
internal import Tensors

/// A model as a safetensors file: each dense matrix one array, each sparse one three (`row_starts`,
/// `column_indices`, `values`), the biases; layers, vocabulary, classes and loss in the metadata as JSON, and
/// a checksum of it all.
extension Model {
  /// The version that is written; a file with a higher one is refused. 1 had no checksum and no loss.
  static let fileVersion = 2

  public var file: SafetensorsFile { unsealedFile.sealed() }

  var unsealedFile: SafetensorsFile { SafetensorsFile(arrays: arrays, metadata: metadata) }

  private var metadata: [(name: String, text: String)] {
    let vocabulary = meaning.vocabulary
    return [
      ("setl.version", "\(Self.fileVersion)"),
      ("setl.layers", layersText),
      ("setl.length", "\(meaning.length)"),
      ("setl.loss", (meaning.loss.map { .string($0.name) } ?? JSONValue.null).text),
      ("setl.classes", JSONValue.array(meaning.classes.map { .string($0) }).text),
      ("setl.labels", JSONValue.array(meaning.labels.map { .string($0) }).text),
      ("setl.tokens", (vocabulary.map { .string($0.tokens.rawValue) } ?? JSONValue.null).text),
      (
        "setl.vocabulary",
        vocabulary.map { JSONValue.array($0.words.map { .string($0) }).text } ?? "null"
      ),
    ]
  }

  /// The layers' kinds and choices.
  var layersText: String {
    JSONValue.array(network.layers.map { LayerDescription(of: $0).saved }).text
  }

  private var arrays: [SafetensorsFile.Array] {
    let matrices = Dictionary(
      network.matrices.map { (ObjectIdentifier($0.parameter), $0) },
      uniquingKeysWith: { first, _ in first })
    return network.namedParameters.flatMap { named in
      let (name, parameter) = ("layers.\(named.name)", named.parameter)
      if let matrix = matrices[ObjectIdentifier(parameter)] {
        return Self.arrays(of: matrix, name)
      }
      return [.init(name, shape: [parameter.count], .floats(parameter.values.array))]
    }
  }

  private static func arrays(of matrix: WeightMatrix, _ name: String) -> [SafetensorsFile.Array] {
    guard let sparse = matrix.sparseMatrix else {
      return [
        .init(name, shape: [matrix.rows, matrix.columns], .floats(matrix.parameter.values.array))
      ]
    }
    return [
      .init(name + ".row_starts", shape: [sparse.rows + 1], .integers(sparse.rowStarts)),
      .init(name + ".column_indices", shape: [sparse.count], .integers(sparse.columnIndices)),
      .init(name + ".values", shape: [sparse.count], .floats(sparse.values)),
    ]
  }
}
