public import Tensors

/// The states that a layer begins a sequence with, and after the pass those at each text's end: they are carried
/// from one piece of a long text to the next, in the columns of the panels.
///
/// Empty at first: then a sequence begins with 0. Layers that are made of others have a part for each.
public final class CarriedStates {
  /// (units, width), and the memory beside it where there is one.
  public let states = Storage<Float>()
  public let memory = Storage<Float>()
  /// After the way back: the gradients of what the sequence began with.
  public let stateGradients = Storage<Float>()
  public let memoryGradients = Storage<Float>()
  private var parts: [Int: CarriedStates] = [:]

  public init() {}

  /// Those of part `number` of a layer.
  public func part(_ number: Int) -> CarriedStates {
    if let known = parts[number] { return known }
    let new = CarriedStates()
    parts[number] = new
    return new
  }

  /// Makes room for the states at the end.
  func resize(to count: Int, hasMemory: Bool) {
    states.resize(to: count)
    memory.resize(to: hasMemory ? count : 0)
  }

  func keepGradients(_ dh: Storage<Float>, _ dc: Storage<Float>) {
    stateGradients.array = dh.array
    memoryGradients.array = memory.count > 0 ? dc.array : []
  }
}
