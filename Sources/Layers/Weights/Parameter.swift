internal import KernelTable
public import Tensors

/// Numbers that training changes: their values, their gradient, and what the optimizer remembers of
/// each. All arrays are equally long, one entry a weight that exists.
public final class Parameter {
  public let name: String
  public let values: Storage<Float>
  public let gradient: Storage<Float>
  /// The optimizer's moving averages, as many arrays as it keeps; empty before the first step.
  public internal(set) var state: [Storage<Float>] = []

  public init(name: String, values: [Float]) {
    self.name = name
    self.values = Storage(values)
    self.gradient = Storage(count: values.count)
  }

  /// The same values, in memory of their own; without the optimizer's state.
  func copied() -> Parameter { Parameter(name: name, copying: values) }

  private init(name: String, copying values: Storage<Float>) {
    self.name = name
    self.values = Storage(copying: values)
    gradient = Storage(count: values.count)
  }

  /// Takes over what the optimizer remembers of `other`, which has as many values.
  public func copyState(of other: Parameter) { state = other.state.map { Storage(copying: $0) } }

  public var count: Int { values.count }

  /// Makes sure that there are `arrays` arrays of optimizer state; new ones are 0.
  public func prepareState(arrays: Int) {
    while state.count < arrays { state.append(Storage(count: count)) }
    if state.count > arrays { state.removeLast(state.count - arrays) }
  }

  /// Forgets what the optimizer remembered, as a new training run does.
  public func forgetState() { state = [] }

  /// Replaces the values after connections moved.
  ///
  /// `origins` holds for each new value the position that its state had, −1 for state 0; without it
  /// the state is forgotten.
  func replace(values new: [Float], origins: [Int32]?) {
    state = origins.map { origins in state.map { Self.moved($0, by: origins) } } ?? []
    values.array = new
    gradient.resize(to: new.count)
  }

  private static func moved(_ old: Storage<Float>, by origins: [Int32]) -> Storage<Float> {
    let new = Storage<Float>(count: origins.count)
    let (source, target) = (old.pointer, new.pointer)
    for (index, origin) in origins.enumerated() where origin >= 0 && origin < old.count {
      target[index] = source[Int(origin)]
    }
    return new
  }

  /// The memory that is held, in bytes.
  public var bytes: Int {
    values.bytes + gradient.bytes + state.reduce(0) { $0 + $1.bytes }
  }
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
