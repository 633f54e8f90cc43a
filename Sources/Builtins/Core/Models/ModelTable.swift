internal import Evaluation
internal import Layers
internal import Training

/// What `summary` shows of a model: a row a layer, and the whole beside its dense equivalent.
enum ModelTable {
  static func parts(of model: Model) -> [DisplayPart] {
    let network = model.network
    let parameters = network.parameterCount
    let bytes = network.layers.reduce(0) { $0 + Self.bytes(of: $1) }
    let connections = network.layers.reduce(0) { $0 + Self.connections(of: $1) }
    let table = Table(
      [
        .left("layer"), .left("output"), .right("parameters"), .right("connections"),
        .right("density"), .right("bytes"),
      ], network.parts.flatMap { rows($0) },
      footer: [["all", "", parameters.grouped, connections.grouped, "", bytes.grouped]],
      isRuled: true)
    return [.table(table), .lines(comparison(network, bytes: bytes) + embeddings(network))]
  }

  /// A layer's row, and those of its parts below it, a step further in.
  private static func rows(_ part: LayerPart, inset: String = "") -> [[String]] {
    [row(part.layer, inset + part.layer.title, part.output?.description ?? "")]
      + part.layer.parts.flatMap { rows($0, inset: inset + "  ") }
  }

  private static func row(_ layer: any Layer, _ name: String, _ output: String) -> [String] {
    guard layer.parameterCount > 0 else { return [name, output, "", "", "", ""] }
    let isFrozen = layer.frozenCount == layer.parameterCount
    return [
      name + (isFrozen ? ", frozen" : ""), output, layer.parameterCount.grouped,
      connections(of: layer).grouped,
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

  /// What is frozen, and which words begin at random where others have pretrained vectors.
  private static func embeddings(_ network: Sequential) -> [String] {
    let frozen = network.frozenCount
    let trained = network.parameterCount - frozen
    return (frozen == 0 ? [] : ["\(frozen.grouped) frozen, \(trained.grouped) are trained"])
      + network.wordsWithoutVector.map {
        "\($0.count.grouped) of \($0.words.grouped) words have no pretrained vector"
      }
  }

  private static func share(_ part: Int, of whole: Int) -> Double {
    Double(part) / Double(max(whole, 1))
  }

  private static func connections(of layer: any Layer) -> Int {
    layer.matrices.reduce(0) { $0 + $1.count }
  }

  /// Parameters, and the indices that tell where they are.
  static func bytes(of layer: any Layer) -> Int {
    4 * layer.parameterCount + layer.matrices.reduce(0) { $0 + $1.indexBytes }
  }
}
