/// A layer that another one is made of.
public struct LayerPart {
  /// How its weights are told from those of the others: `0`, `forward`.
  public var name: String
  public var layer: any Layer
  /// What it gives; nil before it is configured.
  public var output: Shape?
  /// Of parts side by side: where what it gives begins among what the layer gives. Nil of parts in a row, each of
  /// which is given what the one before gives.
  public var firstUnit: Int?
}

/// A trained array of numbers by its name in its layer, which is unique there: `forward.input_weights`.
public struct NamedParameter {
  public var name: String
  public var parameter: Parameter
}

extension Layer {
  /// The parameters in their order, those of parts by the parts' names.
  public var namedParameters: [NamedParameter] {
    guard !parts.isEmpty else {
      return parameters.map { NamedParameter(name: $0.name, parameter: $0) }
    }
    return parts.flatMap { part in
      part.layer.namedParameters.map {
        NamedParameter(name: "\(part.name).\($0.name)", parameter: $0.parameter)
      }
    }
  }

  /// The name of one of its matrices, unique there.
  public func name(of matrix: WeightMatrix) -> String {
    namedParameters.first { $0.parameter === matrix.parameter }?.name ?? matrix.parameter.name
  }

  /// The innermost layer that has `matrix`.
  public func owner(of matrix: WeightMatrix) -> (any Layer)? {
    for part in parts {
      if let owner = part.layer.owner(of: matrix) { return owner }
    }
    return parts.isEmpty && matrices.contains { $0 === matrix } ? self : nil
  }

  /// The layers that stand in a row here: those of its parts, where these do.
  public var inRow: [any Layer] {
    parts.isEmpty || parts.contains { $0.firstUnit != nil }
      ? [self] : parts.flatMap { $0.layer.inRow }
  }

  /// Where the units that a matrix gives to begin among those of the layer.
  public func firstUnit(of matrix: WeightMatrix) -> Int {
    for part in parts where part.layer.matrices.contains(where: { $0 === matrix }) {
      return (part.firstUnit ?? 0) + part.layer.firstUnit(of: matrix)
    }
    return 0
  }

  /// What it gives of a step follows from later ones too.
  var readsAhead: Bool { all.contains { $0 is Bidirectional } }

  /// Of each layer in it that goes by the class of a text: how many classes it knows.
  public var labelCounts: [Int] { all.compactMap { ($0 as? ClassEmbedding)?.classes } }

  /// Itself and all that stand within it.
  var all: [any Layer] { [self] + parts.flatMap { $0.layer.all } }
}

/// The most layers within each other, and in all.
private let mostLayers = (depth: 32, size: 10_000)

/// Throws `LayerError` where layers cannot stand together in one: none, too many, or one with weights twice.
///
/// They are counted before they are looked at: parts that are in several layers would be seen again and again.
public func checkTogether(_ layers: [any Layer]) throws {
  guard !layers.isEmpty else { throw LayerError.noLayers }
  guard layers.allSatisfy({ $0.depth < mostLayers.depth }) else {
    throw LayerError.tooManyLayers(most: mostLayers.depth)
  }
  guard layers.reduce(0, { $0 + $1.size }) < mostLayers.size else {
    throw LayerError.tooManyLayers(most: mostLayers.size)
  }
  var seen: Set<ObjectIdentifier> = []
  for layer in layers.flatMap(\.all) where layer.hasWeights {
    guard seen.insert(ObjectIdentifier(layer)).inserted else {
      throw LayerError.alreadyUsed(layer: layer.kind)
    }
  }
}
