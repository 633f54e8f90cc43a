internal import Evaluation
internal import Layers
internal import Training

extension Copier {
  /// The one copy of a model, with the copies of its layers: what several values share stays shared.
  /// A loss that is written in setl stays behind.
  func copy(_ model: Model) throws -> Model {
    try once(model) {
      let copy = model.copy(network: try copy(model.network) as? Sequential ?? model.network.copy())
      copy.forgetOwnLoss()
      return copy
    }
  }

  func copy(_ layer: any Layer) throws -> any Layer {
    try once(layer as AnyObject) {
      let copy = layer.copied(parts: try layer.parts.map { try self.copy($0.layer) })
      if let own = copy as? OwnLayer {
        own.computation = try (own.computation as? LayerFunction)?.copied(self)
      }
      return copy
    } as? any Layer ?? layer.copied()
  }
}
