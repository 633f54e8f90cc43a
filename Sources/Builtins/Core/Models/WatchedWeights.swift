internal import Differentiation
internal import Evaluation
internal import Layers
internal import Tensors

/// The weights of a layer or model that a gradient is taken of.
final class WatchedWeights {
  let layer: any Layer
  private let nodes: [ObjectIdentifier: GradientNode]

  init(of layer: any Layer) {
    self.layer = layer
    nodes = Dictionary(
      layer.parameters.map { (ObjectIdentifier($0), GradientNode(count: $0.count)) },
      uniquingKeysWith: { first, _ in first })
  }

  func node(of parameter: Layers.Parameter) -> GradientNode? { nodes[ObjectIdentifier(parameter)] }

  /// In the order of the parameters.
  var leaves: [GradientNode] { layer.parameters.compactMap { node(of: $0) } }

  /// A gradient, or weights, in the form that values of the weights have.
  static func shape(of parameter: Layers.Parameter, in layer: any Layer) -> [Int] {
    if let matrix = layer.matrices.first(where: { $0.parameter === parameter }) {
      return matrix.isSparse ? [matrix.count] : [matrix.rows, matrix.columns]
    }
    let own = layer.ownLayers.flatMap(\.contents).first { $0.parameter === parameter }
    return own?.shape ?? [parameter.count]
  }

  /// The gradients by names, `next` giving one after the other: of a model a list, a map a layer.
  static func gradients(of layer: any Layer, _ next: () -> Tensor?) -> Value {
    let names =
      layer.parts.isEmpty ? LayerNumbers(layer: layer).names : layer.namedParameters.map(\.name)
    return .object(
      MapObject(
        fields: zip(names, layer.parameters).map { name, parameter in
          let matrix = layer.matrices.first { $0.parameter === parameter }
          let values = next()?.values ?? [Float](repeating: 0, count: parameter.count)
          let numbers = Trainable(parameter, matrix)
          if var sparse = matrix?.sparseMatrix, sparse.count == values.count {
            sparse.values = values
            return (name, .object(SparseObject.gradient(sparse, of: numbers)))
          }
          let tensor = Tensor(shape: [values.count], values: values)
            .reshaped(shape(of: parameter, in: layer))
          return (name, .object(TensorObject.gradient(tensor, of: numbers)))
        }))
  }
}

/// One call of a layer, and the way back to what it was given and to its weights: gone once for all of them.
final class WatchedCall {
  private let back: (Tensor) -> (input: Tensor?, parameters: [Tensor])
  private var found: (input: Tensor?, parameters: [Tensor]) = (nil, [])

  init(_ back: @escaping (Tensor) -> (input: Tensor?, parameters: [Tensor])) { self.back = back }

  /// What a result of the call is made from: the input where `node` takes part, and the watched weights.
  func sources(
    _ node: GradientNode?, _ parameters: [Layers.Parameter], _ watched: WatchedWeights?
  ) -> [GradientNode.Source] {
    var sources: [GradientNode.Source] = []
    // Sources are asked in their order: the first goes back for all.
    func add(_ node: GradientNode?, _ value: @escaping (WatchedCall) -> Tensor?) {
      let isFirst = sources.isEmpty
      sources += node.source { [self] gradient in
        if isFirst { found = back(gradient) }
        return value(self) ?? gradient
      }
    }
    add(node) { $0.found.input }
    for (place, parameter) in parameters.enumerated() {
      add(watched?.node(of: parameter)) { call in
        call.found.parameters.indices.contains(place) ? call.found.parameters[place] : nil
      }
    }
    return sources
  }
}
