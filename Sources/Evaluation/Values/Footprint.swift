/// How many bytes values hold: with all that they refer to, each object once.
///
/// Of large lists and maps the first elements are looked at, and the others taken to be alike: what is asked again and
/// again must not take long.
public struct Footprint {
  private var seen: Set<ObjectIdentifier> = []
  private var pending: [(value: Value, weight: Double)] = []
  private var bytes = 0.0

  /// Elements of one object that are looked at, and objects in all.
  private static let mostElements = 1000
  private static let mostObjects = 20_000
  /// What the system keeps for an object beside its content.
  private static let anObject = 48.0

  private init() {}

  /// What a value holds.
  public static func bytes(of value: Value) -> Double {
    var footprint = Footprint()
    footprint.pending = [(value, 1)]
    return footprint.counted()
  }

  /// Depth-first, by a list of its own: values may lie deeper in each other than the native stack goes.
  private mutating func counted() -> Double {
    while let (value, weight) = pending.popLast(), seen.count < Self.mostObjects {
      guard let object = value.asObject, seen.insert(ObjectIdentifier(object)).inserted else {
        continue
      }
      bytes += weight * Self.anObject
      add(object, weight)
    }
    return bytes
  }

  private mutating func add(_ object: Object, _ weight: Double) {
    switch object {
    case let string as StringObject: bytes += weight * Double(string.size)
    case let list as ListObject:
      bytes += weight * Double(list.capacity) * MemoryBudget.bytesAnElement
      add(list.items.prefix(Self.mostElements), of: list.count, weight)
    case let map as MapObject:
      // An entry, and what its index has for it.
      bytes += weight * Double(map.count) * (MemoryBudget.bytesAnElement * 2.5 + 16)
      let pairs = map.firstPairs(Self.mostElements)
      add(pairs.flatMap { [$0.key, $0.value] }, of: map.count * 2, weight)
    case let function as FunctionObject:
      add(function.captures.map { .object($0) }, of: function.captures.count, weight)
    case let cell as Cell: add([cell.value], of: 1, weight)
    case let native as NativeObject: bytes += weight * native.heldBytes
    default: break
    }
  }

  private mutating func add(_ values: some Collection<Value>, of count: Int, _ weight: Double) {
    guard !values.isEmpty else { return }
    let share = weight * Double(count) / Double(values.count)
    for value in values { if case .object = value { pending.append((value, share)) } }
  }
}
