internal import KernelTable
public import Tensors

/// Numbers that training changes: their values and their gradient, one entry a weight that exists.
public final class Parameter {
  public let name: String
  public let values: Storage<Float>
  public let gradient: Storage<Float>
  /// Training leaves the values as they are.
  public internal(set) var isFrozen = false
  /// What trainings keep of each value, as long as they last.
  private var states: [WeakState] = []

  private struct WeakState { weak var state: ParameterState? }

  public init(name: String, values: [Float]) {
    self.name = name
    self.values = Storage(values)
    self.gradient = Storage(count: values.count)
  }

  /// The same values, in memory of their own; what trainings keep of them stays behind.
  func copied() -> Parameter {
    let copy = Parameter(name: name, copying: values)
    copy.isFrozen = isFrozen
    return copy
  }

  private init(name: String, copying values: Storage<Float>) {
    self.name = name
    self.values = Storage(copying: values)
    gradient = Storage(count: values.count)
  }

  public var count: Int { values.count }

  /// Lets `state` move along when connections do, until nobody holds it any more.
  func follow(with state: ParameterState) {
    states.removeAll { $0.state == nil }
    states.append(WeakState(state: state))
  }

  /// Replaces the values after connections moved, and moves what trainings keep of each.
  ///
  /// `origins` holds for each new value the position that it had, −1 for one that was grown; without it
  /// all is forgotten that was kept.
  func replace(values new: [Float], origins: [Int32]?, threads: Int = 1) {
    values.set(new, threads: threads)
    gradient.resize(to: new.count)
    for state in states { state.state?.move(by: origins, threads: threads) }
  }

  /// The memory that is held, in bytes.
  public var bytes: Int { values.bytes + gradient.bytes }
}

/// One shard's gradient of a parameter: of all of its values, or of some pieces of them.
public final class GradientPart {
  /// A run of values of the parameter.
  public struct Piece {
    public var start: Int
    public var count: Int
  }

  public let parameter: Parameter
  /// The gradients, end to end.
  public let values: Storage<Float>
  /// What they belong to, where it is not the whole parameter; in the order of `values`.
  public var pieces: [Piece]?

  init(of parameter: Parameter) {
    self.parameter = parameter
    values = Storage(count: 0)
  }

  /// Makes the part as long as the parameter and 0.
  func clear() {
    values.resize(to: parameter.count)
    values.fill(with: 0)
  }

  /// Adds the part to `gradient`, which is as long as the parameter.
  public func add(to gradient: Storage<Float>) {
    let addScaled = Kernels.best.addScaled
    guard let pieces else {
      addScaled(values.pointer, 1, gradient.pointer, min(values.count, gradient.count))
      return
    }
    var offset = 0
    for piece in pieces {
      addScaled(values.pointer + offset, 1, gradient.pointer + piece.start, piece.count)
      offset += piece.count
    }
  }
}
