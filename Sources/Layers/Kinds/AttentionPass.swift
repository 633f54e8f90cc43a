internal import Glibc
internal import KernelTable
internal import Tensors

/// One shard through a pooling by attention: u = tanh(A h + b), e = q · u, α = softmax of e over a text's
/// words, y = Σ α h.
///
/// With dy the gradient of y:
///
///     dα = dy · h                  de = α (dα − Σ α dα)
///     du = de q (1 − u²)           dh = α dy + Aᵀ du
///     dq = Σ de u                  dA = Σ du hᵀ         db = Σ du
final class AttentionPass: LayerPass {
  private let weights: WeightMatrix
  private let bias: Parameter
  private let query: Parameter
  private let words = UnfoldedWords()
  /// (steps, features, width): u, and the gradients of its sums in turn.
  private let hidden = Storage<Float>()
  /// (steps, width): α, and its gradients.
  private let shares = Storage<Float>()
  private let shareGradients = Storage<Float>()
  private let output = Storage<Float>()
  private let inputGradient = Storage<Float>()
  private let scratch = Storage<Float>()
  private var given: SequencePanels?
  private var shouldStop: @Sendable () -> Bool = { false }
  let gradients: [GradientPart]

  /// The steps of which weight gradients are computed together.
  private static let chunk = 8

  init(_ weights: WeightMatrix, _ bias: Parameter, _ query: Parameter) {
    self.weights = weights
    self.bias = bias
    self.query = query
    gradients = [weights.parameter, bias, query].map { GradientPart(of: $0) }
  }

  // MARK: Forward

  func forward(_ input: Activation, mode: PassMode) -> Activation {
    guard case .sequence(let h) = words.forward(input) else {
      preconditionFailure("A pooling is given a sequence.")
    }
    given = h
    shouldStop = mode.shouldStop
    hidden.resize(to: h.steps * h.stride)
    shares.resize(to: h.steps * h.width)
    shares.fill(with: 0)
    output.resize(to: h.features * h.width)
    output.fill(with: 0)
    let extent = SequenceExtent(of: .sequence(h))
    for step in 0..<h.steps where !shouldStop() {
      let u = hidden.pointer + step * h.stride
      let active = Int(h.active.pointer[step])
      weights.multiply(
        h.panel(step), into: u, width: h.width, active: active, from: .each(bias.values.pointer))
      for row in 0..<h.features { Kernels.best.tanh(u + row * h.width, active) }
      addProducts(
        of: query.values.pointer, u, h, running: extent.running(at: step),
        to: shares.pointer + step * h.width)
    }
    makeShares(h)
    for step in 0..<h.steps {
      let (x, share) = (h.panel(step), shares.pointer + step * h.width)
      for row in stride(from: 0, to: h.features * h.width, by: h.width) {
        for column in 0..<extent.running(at: step) {
          output.pointer[row + column] += share[column] * x[row + column]
        }
      }
    }
    return .features(Panel(output.pointer, features: h.features, width: h.width, count: h.count))
  }

  /// sums += v · each column of a panel.
  private func addProducts(
    of v: Floats, _ panel: Floats, _ h: SequencePanels, running: Int, to sums: Floats
  ) {
    for row in 0..<h.features {
      let line = panel + row * h.width
      for column in 0..<running { sums[column] += v[row] * line[column] }
    }
  }

  /// The shares of each text's words, from their scores; less the largest, so that no power is too large.
  private func makeShares(_ h: SequencePanels) {
    for column in 0..<h.count {
      let places = stride(from: column, to: h.lengths[column] * h.width, by: h.width)
      let largest = places.reduce(-Float.infinity) { max($0, shares.pointer[$1]) }
      var total = 0.0
      for place in places {
        let power = exponential(shares.pointer[place] - largest)
        shares.pointer[place] = Float(power)
        total += power
      }
      for place in places { shares.pointer[place] = Float(Double(shares.pointer[place]) / total) }
    }
  }

  // MARK: Backward

  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    guard case .features(let dy) = gradient, let h = given else {
      preconditionFailure("A pooling's gradient is that of vectors.")
    }
    for part in gradients { part.clear() }
    inputGradient.resize(to: needsInput ? h.steps * h.stride : 0)
    var result = h
    result.pointer = inputGradient.pointer
    let extent = SequenceExtent(of: .sequence(h))
    setScoreGradients(dy, h, extent)
    for step in (0..<h.steps).reversed() where !shouldStop() {
      let running = extent.running(at: step)
      goBack(through: step, h, running: running)
      if needsInput { passDown(dy, to: result, step, running: running) }
      guard step % Self.chunk == 0 else { continue }
      weights.addGradient(
        d: hidden.pointer + step * h.stride, dStep: h.stride, x: h.panel(step), xStep: h.stride,
        width: h.width, steps: min(Self.chunk, h.steps - step), active: h.active.pointer + step,
        to: gradients[0].values.pointer, scratch: scratch)
    }
    return needsInput ? words.backward(.sequence(result)) : nil
  }

  /// de of all words.
  private func setScoreGradients(_ dy: Panel, _ h: SequencePanels, _ extent: SequenceExtent) {
    shareGradients.resize(to: h.steps * h.width)
    shareGradients.fill(with: 0)
    let (d, share) = (shareGradients.pointer, shares.pointer)
    for step in 0..<h.steps {
      let x = h.panel(step)
      for row in stride(from: 0, to: h.features * h.width, by: h.width) {
        for column in 0..<extent.running(at: step) {
          d[step * h.width + column] += dy.pointer[row + column] * x[row + column]
        }
      }
    }
    for column in 0..<h.count {
      let places = stride(from: column, to: h.lengths[column] * h.width, by: h.width)
      let mean = places.reduce(Float(0)) { $0 + share[$1] * d[$1] }
      for place in places { d[place] = share[place] * (d[place] - mean) }
    }
  }

  /// u of a step becomes the gradient of its sums; those of b and q get their part.
  private func goBack(through step: Int, _ h: SequencePanels, running: Int) {
    let u = hidden.pointer + step * h.stride
    let d = shareGradients.pointer + step * h.width
    let active = Int(h.active.pointer[step])
    for row in 0..<h.features {
      let line = u + row * h.width
      let q = query.values.pointer[row]
      var (ofQuery, ofBias): (Float, Float) = (0, 0)
      for column in 0..<running {
        ofQuery += d[column] * line[column]
        line[column] = d[column] * q * (1 - line[column] * line[column])
        ofBias += line[column]
      }
      (line + running).update(repeating: 0, count: active - running)
      gradients[1].values.pointer[row] += ofBias
      gradients[2].values.pointer[row] += ofQuery
    }
  }

  private func passDown(_ dy: Panel, to result: SequencePanels, _ step: Int, running: Int) {
    let d = result.panel(step)
    weights.multiplyTransposed(
      hidden.pointer + step * result.stride, into: d, width: result.width,
      active: Int(result.active.pointer[step]), accumulating: false)
    let share = shares.pointer + step * result.width
    for row in stride(from: 0, to: result.features * result.width, by: result.width) {
      for column in 0..<running {
        d[row + column] += share[column] * dy.pointer[row + column]
      }
    }
  }
}

/// exp(x) as the objectives have it, in double precision: a word's share is computed once.
private func exponential(_ x: Float) -> Double { exp(Double(x)) }
