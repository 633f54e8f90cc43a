internal import Layers
internal import Tensors

/// A model in the midst of its life, as a journal keeps it: a model file that also says where the
/// model's random choices stand. The optimizer's state is left out, it would be twice as large.
public struct ModelState {
  fileprivate let model: Model
  fileprivate let random: RandomSource
}

extension Model {
  public var stateBytes: [UInt8] {
    var file = unsealedFile
    file.metadata.append(
      ("setl.random", random.state.map { String($0, radix: 16) }.joined(separator: " ")))
    return file.sealed().bytes
  }

  /// Reads a state of a model of the same layers; nil where it is of another, or damaged.
  public func state(from bytes: [UInt8]) -> ModelState? {
    guard let file = try? SafetensorsFile(bytes: bytes),
      file.text("setl.layers") == layersText, let saved = try? Model(file),
      let random = RandomSource(
        state: (file.text("setl.random") ?? "").split(separator: " ")
          .compactMap { UInt64($0, radix: 16) })
    else { return nil }
    return ModelState(model: saved, random: random)
  }

  /// Becomes as it was.
  public func restore(_ state: ModelState) {
    restore(from: state.model)
    random = state.random
  }
}
