/// How the learning rate changes while a model trains.
///
/// A schedule is a value that never changes, and keeps nothing: the rate of a step follows from where it is
/// and from the evaluations before it. A new one is one file and a line in `allSchedules`.
public protocol RateSchedule: Sendable {
  /// As a program would write it: `cosine()`.
  var description: String { get }
  /// It goes by evaluations, so that a run needs examples for them.
  var needsEvaluations: Bool { get }

  /// The rate of a step, where the optimizer's own is `rate`.
  func rate(_ rate: Double, at place: SchedulePlace, after evaluations: Evaluations) -> Double
}

extension RateSchedule {
  public var needsEvaluations: Bool { false }
}

/// Where in its run a step is.
public struct SchedulePlace: Sendable, Equatable {
  /// Steps before this one.
  public var step: Int
  /// Of the whole run.
  public var steps: Int
  /// Epochs before that of the step.
  public var epoch: Int

  public init(step: Int, steps: Int, epoch: Int) {
    self.step = step
    self.steps = steps
    self.epoch = epoch
  }
}

/// One of each schedule.
public let allSchedules: [any RateSchedule] = [
  CosineSchedule(), OneCycle(), Plateau(), RateList([0.1, 0.01]), StepDecay(every: 2),
  WarmUp(steps: 4, then: CosineSchedule()),
]
