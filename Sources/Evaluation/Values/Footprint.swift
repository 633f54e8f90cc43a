/// How many bytes values hold: with all that they refer to, each object once.
///
/// Of large lists and maps the first elements are looked at, and the others taken to be alike: what is asked again and
/// again must not take long.
public struct Footprint {
  private var seen: Set<ObjectIdentifier> = []
  private var pending: [(value: Value, share: Double)] = []
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
    while let (value, share) = pending.popLast(), seen.count < Self.mostObjects {
      guard let object = value.asObject, seen.insert(ObjectIdentifier(object)).inserted else {
        continue
      }
      bytes += share * Self.anObject
      add(object, share)
    }
    return bytes
  }

  private mutating func add(_ object: Object, _ share: Double) {
    switch object {
    case let string as StringObject: bytes += share * Double(string.size)
    case let list as ListObject:
      bytes += share * Double(list.capacity) * MemoryBudget.bytesAnElement
      add(list.items.prefix(Self.mostElements), of: list.count, share)
    case let map as MapObject:
      // An entry, and what its index has for it.
      bytes += share * Double(map.count) * (MemoryBudget.bytesAnElement * 2.5 + 16)
      let pairs = map.firstPairs(Self.mostElements)
      add(pairs.flatMap { [$0.key, $0.value] }, of: map.count * 2, share)
    case let function as FunctionObject:
      add(function.captures.map { .object($0) }, of: function.captures.count, share)
    case let cell as Cell: add([cell.value], of: 1, share)
    case let native as NativeObject:
      bytes += share * native.heldBytes
      for values in (native as? HolderObject)?.heldValues ?? [] {
        add(values.prefix(Self.mostElements), of: values.count, share)
      }
    default: break
    }
  }

  private mutating func add(_ values: some Collection<Value>, of count: Int, _ share: Double) {
    guard !values.isEmpty else { return }
    let each = share * Double(count) / Double(values.count)
    for value in values { if case .object = value { pending.append((value, each)) } }
  }
}
