/// How weights follow their gradients.
///
/// An optimizer is a value that never changes: what it keeps of each weight are arrays that the run owns,
/// makes 0, moves along with connections and saves by the names of `stateNames`; what it is told of a step
/// is a `StepContext`. A new one is one file and a line in `allOptimizers`.
public protocol Optimizer: Sendable {
  /// As a program would write it: `adam(rate: 0.001)`.
  var description: String { get }
  /// The learning rate, before a schedule changes it.
  var rate: Double { get }
  /// What is kept of each weight, an array a name.
  var stateNames: [String] { get }

  /// It goes by evaluations, so that a run needs examples for them.
  var needsEvaluations: Bool { get }

  /// Moves some weights a step; each for itself, so that blocks can be cut anywhere.
  func update(_ weights: WeightBlock, _ context: StepContext)

  /// Writes to `result` where each weight has lately been going, as evolution rules compare it. False, and
  /// nothing written, where nothing of that kind is kept.
  func momenta(of weights: WeightBlock, into result: UnsafeMutablePointer<Float>) -> Bool

  /// Writes to `result` the weights to evaluate with and to save, after step `step`. False, and nothing
  /// written, where they are those that are trained.
  func averages(
    of weights: WeightBlock, step: Int, evaluations: Evaluations,
    into result: UnsafeMutablePointer<Float>
  ) -> Bool
}

extension Optimizer {
  public var needsEvaluations: Bool { false }

  public func averages(
    of weights: WeightBlock, step: Int, evaluations: Evaluations,
    into result: UnsafeMutablePointer<Float>
  ) -> Bool { false }
}

/// One of each optimizer, as it is by default.
public let allOptimizers: [any Optimizer] = [
  Adam(), AdamW(), RMSProp(), SGD(), NonMonotonicASGD(), LinBreg(), AdaBreg(),
]
