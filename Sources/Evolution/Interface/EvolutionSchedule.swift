internal import Glibc

/// When a rule acts, and how much then.
///
/// A rule of epochs acts between epochs: before each n-th but the first, never after the last. A rule
/// of steps acts in the steps whose number is a multiple of n. After `until` neither acts any more, and
/// there what it changes has come from `start` to `end`:
///
///     constant  start
///     linear    end + (start − end)(1 − t)
///     cosine    end + (start − end)(1 + cos πt) / 2
///     cubic     end + (start − end)(1 − t)³          t the progress / until, at most 1
public struct EvolutionSchedule: Sendable, Equatable {
  public enum Interval: Sendable, Equatable {
    case epochs(Int)
    case steps(Int)
    case never
  }

  public enum Shape: String, Sendable, CaseIterable {
    case constant, linear, cosine, cubic
  }

  public var every: Interval
  /// Whether a rule of steps acts with the last step of each epoch where an epoch has fewer steps than
  /// the interval: there the epoch's steps are the interval.
  public var actsEachEpoch: Bool
  public var shape: Shape
  /// The fraction at the start of the training.
  public var start: Double
  /// The fraction at `until`.
  public var end: Double
  /// The share of the training after which the rule acts no more.
  public var until: Double

  public init(
    every: Interval, actsEachEpoch: Bool = false, shape: Shape = .constant, start: Double,
    end: Double = 0, until: Double = 1
  ) {
    self.every = every
    self.actsEachEpoch = actsEachEpoch
    self.shape = shape
    self.start = start
    self.end = end
    self.until = until
  }

  public static let never = EvolutionSchedule(every: .never, start: 0)

  /// Whether the rule acts between epochs; else within steps, if at all.
  public var actsBetweenEpochs: Bool {
    switch every {
    case .epochs: true
    case .steps, .never: false
    }
  }

  /// Whether the rule acts now.
  public func isDue(at moment: EvolutionMoment) -> Bool {
    guard Double(moment.step) <= lastStep(moment) else { return false }
    switch every {
    case .epochs(let count):
      return moment.beginsEpoch && moment.epoch > 1 && moment.epoch <= moment.epochs
        && (moment.epoch - 1) % max(count, 1) == 0
    case .steps(let count):
      return !moment.beginsEpoch && moment.step > 0
        && moment.step % interval(count, moment.stepsPerEpoch) == 0
    case .never: return false
    }
  }

  /// Whether the rule acts at all in a training of so many epochs, each of `stepsPerEpoch` steps: at its first
  /// moment, or never.
  public func acts(inEpochs epochs: Int, of stepsPerEpoch: Int) -> Bool {
    var moment = EvolutionMoment(
      epoch: 1, epochs: epochs, step: 0, stepsPerEpoch: stepsPerEpoch,
      beginsEpoch: actsBetweenEpochs)
    switch every {
    case .epochs(let count):
      guard count < epochs else { return false }
      moment.epoch = max(count, 1) + 1
      moment.step = max(count, 1) * stepsPerEpoch
    case .steps(let count): moment.step = interval(count, stepsPerEpoch)
    case .never: return false
    }
    return isDue(at: moment)
  }

  /// Whether the rule acts at this moment, or would, for the last time in the training.
  public func isLast(at moment: EvolutionMoment) -> Bool {
    let last = lastStep(moment)
    switch every {
    case .epochs(let count):
      let next = Double(moment.epoch) + Double(max(count, 1))
      return next > Double(moment.epochs) || (next - 1) * Double(moment.stepsPerEpoch) > last
    case .steps(let count):
      return Double(moment.step) + Double(interval(count, moment.stepsPerEpoch)) > last
    case .never: return true
    }
  }

  /// The fraction at this moment.
  public func fraction(at moment: EvolutionMoment) -> Double {
    let done = until > 0 ? min(moment.progress / until, 1) : 1
    let left =
      switch shape {
      case .constant: 1.0
      case .linear: 1 - done
      case .cosine: (1 + cos(.pi * done)) / 2
      case .cubic: (1 - done) * (1 - done) * (1 - done)
      }
    return end + (start - end) * left
  }

  /// The last step after which the rule may act, with room for what rounding takes.
  private func lastStep(_ moment: EvolutionMoment) -> Double {
    min(max(until, 0), 1) * moment.steps + 1e-6
  }

  private func interval(_ count: Int, _ stepsPerEpoch: Int) -> Int {
    max(actsEachEpoch ? min(count, stepsPerEpoch) : count, 1)
  }
}

extension EvolutionSchedule {
  /// The same at the intervals that were asked for, if they were.
  func paced(by interval: Interval?) -> EvolutionSchedule {
    guard let interval else { return self }
    var paced = self
    paced.every = interval
    paced.actsEachEpoch = false
    return paced
  }

  /// What is looked at to spare the young: births, of a rule that acts within steps.
  var birthsWithinSteps: EvidenceKinds {
    switch every {
    case .steps: .births
    case .epochs, .never: []
    }
  }

  /// How many steps lie between two updates.
  func steps(at moment: EvolutionMoment) -> Double {
    switch every {
    case .epochs(let count): Double(max(count, 1)) * Double(moment.stepsPerEpoch)
    case .steps(let count): Double(interval(count, moment.stepsPerEpoch))
    case .never: 0
    }
  }

  /// A rule as a program would write it: its name, `choices`, and what of the schedule is not as
  /// `usual`.
  func describe(
    _ name: String, _ choices: [String], unlike usual: EvolutionSchedule
  ) -> String {
    var choices = choices
    if every != usual.every || actsEachEpoch != usual.actsEachEpoch {
      choices.append("every: \(every.text)")
    }
    if shape != usual.shape { choices.append("decay: \"\(shape.rawValue)\"") }
    if until != usual.until { choices.append("until: \(until)") }
    return "\(name)(\(choices.joined(separator: ", ")))"
  }
}

extension EvolutionSchedule.Interval {
  /// As a program would write it: a number of steps, or a text.
  var text: String {
    switch self {
    case .epochs(1): "\"epoch\""
    case .epochs(let count): "\"\(count) epochs\""
    case .steps(let count): "\(count)"
    case .never: "\"never\""
    }
  }
}
