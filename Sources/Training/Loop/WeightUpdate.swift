internal import Evolution
internal import KernelTable
internal import Layers
internal import Tensors

/// The end of a step: gradients are clipped, and the optimizer moves every weight by itself. Holds what the
/// run keeps of each weight.
final class WeightUpdate {
  let states: [ParameterState]
  private let optimizer: any Optimizer
  var clip: Double?
  private let noise: GradientNoise?
  var threads: Int
  /// Those of matrices, and of vectors of words.
  private let matrices: Set<ObjectIdentifier>
  private let embeddings: Set<ObjectIdentifier>

  /// `other` is what another run of a copy of the model keeps.
  convenience init(
    _ network: Sequential, _ options: TrainingOptions, copying other: WeightUpdate? = nil
  ) {
    self.init(
      network.parameters, matrices: network.layers.flatMap(\.matrices), options, copying: other)
  }

  /// Of these parameters, those of `matrices` among them.
  init(
    _ parameters: [Parameter], matrices all: [WeightMatrix], _ options: TrainingOptions,
    copying other: WeightUpdate? = nil
  ) {
    optimizer = options.optimizer
    clip = options.clip
    noise = options.noise
    threads = options.threads
    trained = other?.trained
    states =
      other.map { zip($0.states, parameters).map { ParameterState(copying: $0, of: $1) } }
      ?? parameters.map { ParameterState(of: $0) }
    matrices = Set(all.map { ObjectIdentifier($0.parameter) })
    embeddings = Set(all.filter(\.looksUpRows).map { ObjectIdentifier($0.parameter) })
  }

  /// What is kept of the weights of `matrix`.
  func state(of matrix: WeightMatrix) -> ParameterState? {
    states.first { $0.parameter === matrix.parameter }
  }

  /// Step `context.step`, whose gradients are there; `random` is of this step, for noise.
  func update(_ context: StepContext, random: RandomSource) {
    let blocks = blocks
    var context = context
    context.scale = clippingScale(blocks)
    Parallel.run(pieces: blocks.count, threads: threads) { index in
      var context = context
      if let noise {
        noise.add(to: blocks[index], context, random: random.stream(UInt64(index)))
        context.scale = 1
      }
      optimizer.update(blocks[index], context)
    }
  }

  /// The weights that are trained, by parameters, while the model has others.
  private var trained: [[Float]]?
  var isShowingAverages: Bool { trained != nil }

  /// Puts the optimizer's averages into the model, where it has some.
  func showAverages(step: Int, evaluations: Evaluations) {
    guard trained == nil else { return }
    let weights = states.map(\.parameter.values.array)
    var isShown = false
    for block in blocks {
      let hasAverages = optimizer.averages(
        of: block, step: step, evaluations: evaluations, into: block.values)
      isShown = isShown || hasAverages
    }
    if isShown { trained = weights }
  }

  /// Puts the weights that are trained back; those of connections that moved since stay.
  func hideAverages() {
    for (state, weights) in zip(states, trained ?? [])
    where state.parameter.count == weights.count {
      state.parameter.values.array = weights
    }
    trained = nil
  }

  /// (count): where each weight of `state` has lately been going; nil where the optimizer keeps nothing of
  /// that kind, or has done no step.
  func momenta(of state: ParameterState) -> [Float]? {
    guard state.step > 0 else { return nil }
    state.prepare(arrays: optimizer.stateNames.count)
    var isKept = false
    let momenta = [Float](unsafeUninitializedCapacity: state.parameter.count) { target, count in
      count = state.parameter.count
      target.initialize(repeating: 0)
      guard let first = target.baseAddress else { return }
      isKept = optimizer.momenta(of: block(of: state, 0..<count), into: first)
    }
    return isKept ? momenta : nil
  }

  /// min(1, clip / norm of all gradients together).
  private func clippingScale(_ blocks: [WeightBlock]) -> Float {
    guard let clip else { return 1 }
    var squares = [Double](repeating: 0, count: blocks.count)
    squares.withUnsafeMutableBufferPointer { squares in
      // Each block writes its own place.
      nonisolated(unsafe) let squares = squares
      Parallel.run(pieces: blocks.count, threads: threads) { index in
        squares[index] = Kernels.best.sumOfSquares(blocks[index].gradient, blocks[index].count)
      }
    }
    let norm = squares.reduce(0, +).squareRoot()
    return norm > clip ? Float(clip / norm) : 1
  }

  /// All weights that are trained in blocks of a fixed size, each for one thread.
  private var blocks: [WeightBlock] {
    let size = 1 << 15
    return states.filter { !$0.parameter.isFrozen }.flatMap { state in
      state.prepare(arrays: optimizer.stateNames.count)
      return stride(from: 0, to: state.parameter.count, by: size).map {
        block(of: state, $0..<min($0 + size, state.parameter.count))
      }
    }
  }

  private func block(of state: ParameterState, _ range: Range<Int>) -> WeightBlock {
    let identity = ObjectIdentifier(state.parameter)
    return WeightBlock(
      values: state.parameter.values, gradient: state.parameter.gradient, states: state.arrays,
      start: range.lowerBound, count: range.count, isMatrix: matrices.contains(identity),
      isEmbedding: embeddings.contains(identity),
      births: state.births.count > 0 ? state.births : nil)
  }
}
