internal import Evaluation
internal import Layers
internal import Training

extension Copier {
  /// The one copy of a model, with the copies of its layers: what several values share stays shared.
  func copy(_ model: Model) -> Model {
    once(model) {
      model.copy(network: copy(model.network) as? Sequential ?? model.network.copy())
    }
  }

  func copy(_ layer: any Layer) -> any Layer {
    once(layer as AnyObject) { layer.copied(parts: layer.parts.map { copy($0.layer) }) }
      as? any Layer ?? layer.copied()
  }
}
