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

  /// The same states, which then go their own way; without gradients.
  public func copied() -> CarriedStates {
    let copy = CarriedStates()
    copy.states.array = states.array
    copy.memory.array = memory.array
    copy.parts = parts.mapValues { $0.copied() }
    return copy
  }

  /// States and memory of this and all parts by the numbers on the way to them, `0.1.states`, in a fixed order;
  /// none that are empty.
  public var arrays: [(name: String, values: [Float])] {
    let own = [("states", states), ("memory", memory)].filter { $0.1.count > 0 }
    return own.map { ($0.0, $0.1.array) }
      + parts.sorted { $0.key < $1.key }.flatMap { number, part in
        part.arrays.map { ("\(number).\($0.name)", $0.values) }
      }
  }

  /// Takes over one of `arrays`; false where the name is none of those.
  public func set(_ name: some StringProtocol, to values: [Float]) -> Bool {
    switch name {
    case "states": states.array = values
    case "memory": memory.array = values
    default:
      guard let dot = name.firstIndex(of: "."), let number = Int(name[..<dot]), number >= 0 else {
        return false
      }
      return part(number).set(name[name.index(after: dot)...], to: values)
    }
    return true
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
