public import Tensors

/// A loss that a program wrote: a function of the outputs and targets of a whole batch.
public struct OwnObjective: Objective {
  /// Nil of a model that was read from a file, until it is told.
  public let loss: (any OwnLoss)?
  /// Outputs are probabilities already: of two classes the second is said from a half on, else from 0 on.
  private let readsShares: Bool
  public var emphasis = Emphasis()

  public init(_ loss: (any OwnLoss)?, after function: ActivationFunction?) {
    self.loss = loss
    readsShares = function == .sigmoid
  }

  /// What a file says instead of a name.
  public static let name = "own"
  public var name: String { Self.name }
  public var takes: String { "an output for each class, or one for two classes" }
  public var takesNumbers: Bool { true }
  public var needsWholeBatch: Bool { true }

  public func fits(outputs: Int, classes: Int) -> Bool {
    outputs == classes || outputs == 1 && classes == 2
  }

  public func evaluate(
    _ given: Activation, _ targets: ObjectiveTargets, scale: Float, gradient: Storage<Float>
  ) -> ObjectiveResult {
    var result = ObjectiveResult()
    let values = OwnValues(given)
    let outputs = OwnOutputs(values, targets)
    if case .classes = targets {
      result.predictions = (0..<outputs.count).map { answer(outputs.row($0)).label }
    }
    guard let found = loss?.loss(of: outputs, wantsGradient: scale != 0) else { return result }
    // The function gives the mean, and gradients are asked for of the sum times `scale`.
    result.loss = found.loss * Double(outputs.count)
    guard let slopes = found.gradient else { return result }
    let factor = Float(outputs.count) * scale
    result.gradient = OwnValues.laid(
      out: values.steps(of: factor == 1 ? slopes : slopes.map { $0 * factor }),
      features: values.features, isSequence: values.lengths != nil, like: given, in: gradient)
    return result
  }

  public func answer(_ outputs: [Float]) -> (label: Int, probabilities: [Float]) {
    guard outputs.count > 1 else {
      return (outputs.first.map { $0 > (readsShares ? 0.5 : 0) } ?? false ? 1 : 0, [])
    }
    return (powers(of: outputs.map(Double.init)).best, [])
  }
}

/// What a model gave of some examples, and what was wanted; where that is something at each step, a row a step,
/// an example's steps one after the other.
public struct OwnOutputs: Sendable {
  public let count: Int
  public let units: Int
  /// (count × units), an example's side by side.
  public let outputs: [Float]
  public let targets: ObjectiveTargets

  public init(count: Int, units: Int, outputs: [Float], targets: ObjectiveTargets) {
    self.count = count
    self.units = units
    self.outputs = outputs
    self.targets = targets
  }

  init(_ values: OwnValues, _ targets: ObjectiveTargets) {
    let rows = values.rows
    self.init(
      count: rows.count / max(values.features, 1), units: values.features, outputs: rows,
      targets: targets)
  }

  func row(_ index: Int) -> [Float] { Array(outputs[index * units..<(index + 1) * units]) }
}

/// A loss that the core does not know.
public protocol OwnLoss: AnyObject, Sendable {
  /// What it is written as, by which a training that goes on knows it.
  var text: String { get }
  /// The mean over the examples, and its gradient (count × units), nil where none reaches the outputs or
  /// is wanted; nil
  /// where nobody answers any more: then the whole pass is not looked at.
  func loss(
    of outputs: OwnOutputs, wantsGradient: Bool
  ) -> (loss: Double, gradient: [Float]?)?
}

/// A figure that a program wrote, told beside the loss.
public protocol OwnMeasure: AnyObject, Sendable {
  var name: String { get }
  /// Nil where nobody answers any more.
  func value(of outputs: OwnOutputs) -> Double?
}

/// What a measure came to.
public struct Measured: Sendable, Equatable {
  public let name: String
  public let value: Double

  public init(name: String, value: Double) {
    self.name = name
    self.value = value
  }
}
