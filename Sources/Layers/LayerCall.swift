public import Tensors

/// A layer as a function of rows of numbers, outside of a model's training: one call of it, and the way
/// back to what it was given.
///
/// Rows `(count, features)` and sequences `(count, steps, features)` are row-major, as tensors are;
/// inside, they are panels.
public final class LayerCall {
  private let layer: any Layer
  private let pass: any LayerPass
  private let isTraining: Bool
  private let count: Int
  private var width = 0
  private let input = Storage<Float>()
  private let gradient = Storage<Float>()
  private let active = Storage<Int32>()
  private var given: Activation?

  /// `layer` is configured, and takes what `forward` is given; `count` is at least 1.
  public init(_ layer: any Layer, count: Int, isTraining: Bool) {
    self.layer = layer
    pass = layer.makePass()
    self.isTraining = isTraining
    self.count = count
  }

  /// What the layer gives, and how many steps it has: nil for rows.
  public func forward(
    _ rows: [Float], steps: Int?, random: RandomSource
  ) -> (values: [Float], features: Int, steps: Int?) {
    let features = rows.count / (count * (steps ?? 1))
    width = steps == nil ? Panel.leastWidth(for: count) : Panel.width(for: count)
    layer.prepare(width: width, isTraining: isTraining)
    let given = activation(rows, features: features, steps: steps, in: input)
    self.given = given
    let result = pass.forward(given, mode: PassMode(isTraining: isTraining, random: random))
    switch result {
    case .features(let panel):
      return (values(panel.pointer, panel.features, steps: 1), panel.features, nil)
    case .sequence(let panels):
      return (
        values(panels.pointer, panels.features, steps: panels.steps), panels.features, panels.steps
      )
    case .words, .embedded: return (rows, features, steps)
    }
  }

  /// From the gradient of what `forward` gave to that of what it took, in the same order.
  public func backward(_ rows: [Float], features: Int, steps: Int?) -> [Float] {
    // Its connections may have moved since.
    layer.prepare(width: width, isTraining: true)
    let above = activation(rows, features: features, steps: steps, in: gradient)
    switch pass.backward(above, needsInput: true) {
    case .features(let panel): return values(panel.pointer, panel.features, steps: 1)
    case .sequence(let panels):
      return values(panels.pointer, panels.features, steps: panels.steps)
    case .words, .embedded, nil: return []
    }
  }

  /// One a parameter of the layer and one a weight, after `backward`.
  public var parameterGradients: [[Float]] {
    pass.gradients.map { part in
      guard part.pieces != nil || part.values.count != part.parameter.count else {
        return part.values.array
      }
      let whole = Storage<Float>(count: part.parameter.count)
      whole.fill(with: 0)
      part.add(to: whole)
      return whole.array
    }
  }

  private func activation(
    _ rows: [Float], features: Int, steps: Int?, in storage: Storage<Float>
  ) -> Activation {
    let length = steps ?? 1
    let stride = SequencePanels.stride(features: features, width: width)
    storage.resize(to: length * stride)
    storage.fill(with: 0)
    for row in 0..<count {
      for step in 0..<length {
        let source = (row * length + step) * features
        for feature in 0..<features {
          storage.pointer[step * stride + feature * width + row] = rows[source + feature]
        }
      }
    }
    guard let steps else {
      return .features(Panel(storage.pointer, features: features, width: width, count: count))
    }
    active.array = [Int32](repeating: Int32(width), count: steps)
    return .sequence(
      SequencePanels(
        pointer: storage.pointer, features: features, width: width, count: count,
        lengths: [Int](repeating: steps, count: count), active: active))
  }

  /// Panels as rows.
  private func values(_ panels: UnsafeMutablePointer<Float>, _ features: Int, steps: Int) -> [Float]
  {
    var rows = [Float](repeating: 0, count: count * steps * features)
    let stride = SequencePanels.stride(features: features, width: width)
    for row in 0..<count {
      for step in 0..<steps {
        let target = (row * steps + step) * features
        for feature in 0..<features {
          rows[target + feature] = panels[step * stride + feature * width + row]
        }
      }
    }
    return rows
  }
}
