internal import Tensors

/// What is asked of a whole model, which is configured from when it was made.
extension Sequential {
  public var input: Shape {
    guard let statedInput else { preconditionFailure("A model says what it takes.") }
    return statedInput
  }

  public var output: Shape { outputs[outputs.count - 1] }

  /// The length of the vector that it gives, of a sequence of each; nil of words.
  public var outputUnits: Int? { output.features }

  /// It gives a vector for each step of a sequence.
  public var givesSequence: Bool { output.isSequence }

  /// Some layer looks at what comes later in a sequence than the step that it gives.
  public var readsAhead: Bool { layers.contains(where: \.readsAhead) }

  /// A sparse matrix, and where it stands: the number of its layer, and its own there.
  public struct SparsePlace {
    public let layer: Int
    public let number: Int
    public let matrix: WeightMatrix
  }

  /// The sparse matrices of all layers that are trained, in their order.
  public var sparsePlaces: [SparsePlace] {
    layers.enumerated().flatMap { layer, content in
      content.matrices.enumerated().filter { $1.isSparse && !$1.parameter.isFrozen }.map {
        SparsePlace(layer: layer, number: $0.offset, matrix: $0.element)
      }
    }
  }

  /// Of each embedding that began with pretrained vectors: how many of its words had none.
  public var wordsWithoutVector: [(count: Int, words: Int)] {
    all.compactMap { $0 as? Embedding }.compactMap { embedding in
      // Padding and the unknown word are no words.
      embedding.wordsWithoutVector.map { ($0, max(embedding.vocabulary - 2, 0)) }
    }
  }

  /// A model of the same layers with the same weights, which shares nothing with this one.
  public func copy() -> Sequential { copy(layers: layers.map { $0.copied() }) }

  /// The same with layers that were copied already.
  public func copy(layers: [any Layer]) -> Sequential {
    Sequential(copyOf: self, layers: layers)
  }

  /// Takes over the weights and connections of `other`, a model of the same layers.
  public func restore(from other: Sequential) {
    for (matrix, source) in zip(matrices, other.matrices) { matrix.restore(from: source) }
    for (parameter, source) in zip(parameters, other.parameters)
    where parameter.count == source.count {
      parameter.values.array = source.values.array
    }
  }
}
