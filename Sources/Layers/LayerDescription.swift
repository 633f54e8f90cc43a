/// A layer without its weights, as a file tells of it: its kind, and what it was made with.
public struct LayerDescription: Sendable, Equatable {
  public var kind: String
  public var choices: LayerChoices

  /// There is no layer of that kind.
  public struct UnknownKind: Error {
    public let kind: String
  }

  public init(kind: String, choices: LayerChoices) {
    self.kind = kind
    self.choices = choices
  }

  public init(of layer: any Layer) { self.init(kind: layer.kind, choices: layer.choices) }

  /// Throws `UnknownKind`, `LayerChoices.Unreadable` and `LayerError`.
  public func makeLayer() throws -> any Layer {
    guard let type = allLayers.first(where: { $0.kinds.contains(kind) }) else {
      throw UnknownKind(kind: kind)
    }
    return try type.init(choices)
  }
}
