public import Tensors

/// What one training keeps of each value of a parameter: the optimizer's numbers, when a connection grew,
/// and what a rule notes of it. It belongs to the training, and moves along when connections move.
public final class ParameterState {
  public let parameter: Parameter
  /// The steps that the training has done: what grows now is born in this one.
  public var step = 0
  /// The optimizer's numbers, as many arrays as it has names for; none before the first step.
  public private(set) var arrays: [Storage<Float>] = []
  /// (count): the step in which each connection grew, 0 for those of the start; empty while all are.
  public let births = Storage<Int32>(count: 0)
  /// (count): what the evolution rule notes of each connection, 0 for new ones; empty before it does.
  public let marks = Storage<Float>(count: 0)

  public init(of parameter: Parameter) {
    self.parameter = parameter
    parameter.follow(with: self)
  }

  /// The same, kept of `parameter`, which has as many values.
  public init(copying other: ParameterState, of parameter: Parameter) {
    self.parameter = parameter
    step = other.step
    arrays = other.arrays.map { Storage(copying: $0) }
    births.array = other.births.array
    marks.array = other.marks.array
    parameter.follow(with: self)
  }

  /// All arrays that are kept, as a file has them; an empty one is not there.
  public struct Arrays: Sendable {
    public var optimizer: [[Float]]
    public var births: [Int32]
    public var marks: [Float]

    public init(optimizer: [[Float]], births: [Int32], marks: [Float]) {
      self.optimizer = optimizer
      self.births = births
      self.marks = marks
    }
  }

  /// Takes over `kept`, arrays that are as long as the parameter or not there.
  public func become(_ kept: Arrays) {
    arrays = kept.optimizer.map { Storage($0) }
    births.array = kept.births
    marks.array = kept.marks
  }

  /// Makes sure that the optimizer has `count` arrays; new ones are 0.
  public func prepare(arrays count: Int) {
    while arrays.count < count { arrays.append(Storage(count: parameter.count)) }
    if arrays.count > count { arrays.removeLast(arrays.count - count) }
  }

  /// (count): how many steps ago each connection grew; of those of the start all steps.
  public var ages: [Int] {
    guard births.count > 0 else { return [Int](repeating: step, count: parameter.count) }
    return births.array.map { step - Int($0) }
  }

  /// What was kept moves to where its connection is now; of what grew everything is 0, and its birth now.
  func move(by origins: [Int32]?, threads: Int = 1) {
    guard let origins else {
      for array in arrays { array.array = [Float](repeating: 0, count: parameter.count) }
      births.resize(to: 0)
      marks.resize(to: 0)
      return
    }
    for array in arrays { Self.move(array, by: origins, new: 0, threads: threads) }
    if marks.count > 0 { Self.move(marks, by: origins, new: 0, threads: threads) }
    let now = Int32(clamping: step)
    if births.count == 0 {
      births.array = origins.map { $0 < 0 ? now : 0 }
    } else {
      Self.move(births, by: origins, new: now, threads: threads)
    }
  }

  private static func move<Number>(
    _ kept: Storage<Number>, by origins: [Int32], new: Number, threads: Int
  ) {
    let moved = Storage<Number>(count: origins.count)
    let count = kept.count
    // Each run is written by one.
    nonisolated(unsafe) let (target, source) = (moved.pointer, kept.pointer)
    Parallel.runs(of: origins.count, threads: threads) { run in
      for position in run {
        let origin = Int(origins[position])
        target[position] = origin >= 0 && origin < count ? source[origin] : new
      }
    }
    kept.exchange(with: moved)
  }

  /// The memory that is held, in bytes.
  public var bytes: Int { arrays.reduce(births.bytes + marks.bytes) { $0 + $1.bytes } }
}
