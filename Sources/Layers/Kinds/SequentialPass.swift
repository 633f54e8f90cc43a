public import KernelTable
internal import Tensors

/// One shard's way through layers one after the other.
public final class SequentialPass: LayerPass {
  /// One a layer.
  public let passes: [any LayerPass]
  /// The number of its first matrix among those of all, one a layer.
  private let firstMatrices: [Int]
  /// The vectors of words that other layers may go by too.
  private let embedding: EmbeddingPass?

  /// The first of the last layers that look at each vector of a sequence by itself, and those vectors in panels of
  /// their own.
  private let firstByPlace: Int
  private let packedInput = Storage<Float>()
  private let unpackedGradient = Storage<Float>()
  private var places: PackedPlaces?

  /// One part a parameter, in the order of the layers' parameters.
  public let gradients: [GradientPart]

  init(of layers: [any Layer]) {
    passes = layers.map { $0.makePass() }
    firstByPlace = (layers.lastIndex { !$0.worksByPlace } ?? -1) + 1
    embedding = passes.lazy.compactMap { $0 as? EmbeddingPass }.first
    embedding?.tied = passes.compactMap { $0 as? TiedDensePass }
    gradients = passes.flatMap(\.gradients)
    firstMatrices = layers.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.matrices.count) }
  }

  public func forward(_ input: Activation, mode: PassMode) -> Activation {
    var activation = input
    places = nil
    for (index, pass) in passes.enumerated() {
      var layerMode = mode
      layerMode.random = mode.random.stream(UInt64(index))
      layerMode.carried = mode.carried?.part(index)
      layerMode.packsPlaces = false
      if mode.shouldStop() { return activation }
      if mode.packsPlaces, index == firstByPlace { activation = packed(activation) }
      activation = pass.forward(activation, mode: layerMode)
    }
    return activation
  }

  /// What the layers that look at each vector by itself are given.
  private func packed(_ activation: Activation) -> Activation {
    guard case .sequence(let panels) = activation, let places = PackedPlaces(of: panels) else {
      return activation
    }
    self.places = places
    return .sequence(places.packed(in: packedInput))
  }

  /// The gradient of what `packed` was given.
  private func unpacked(_ gradient: Activation?) -> Activation? {
    guard let places, case .sequence(let panels) = gradient else { return gradient }
    return .sequence(places.unpacked(panels, in: unpackedGradient))
  }

  /// Fills `gradients` from the gradient of what `forward` gave.
  public func backward(_ gradient: Activation) { _ = backward(gradient, needsInput: false) }

  public func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    var gradient: Activation? = gradient
    for (index, pass) in passes.enumerated().reversed() {
      guard let above = gradient else { return nil }
      gradient = pass.backward(above, needsInput: needsInput || index > 0)
      if index == firstByPlace { gradient = unpacked(gradient) }
    }
    embedding?.takeTiedGradients()
    return gradient
  }

  // MARK: Absent connections

  public func rowsWithGradient(ofMatrix number: Int, in rows: Range<Int>) -> [Int] {
    let layer = layer(ofMatrix: number)
    return passes[layer].rowsWithGradient(ofMatrix: number - firstMatrices[layer], in: rows)
  }

  public func addDenseGradient(ofMatrix number: Int, rows: Range<Int>, to block: Floats) {
    let layer = layer(ofMatrix: number)
    passes[layer].addDenseGradient(
      ofMatrix: number - firstMatrices[layer], rows: rows, to: block)
  }

  public func forgetAbsentGradients() {
    for pass in passes { pass.forgetAbsentGradients() }
  }

  /// The layer that has a matrix: the last that begins at it or before, of those that have any.
  private func layer(ofMatrix number: Int) -> Int {
    passes.indices.last { firstMatrices[$0] <= number } ?? 0
  }
}
