internal import Characters

/// Values under keys, in the order of insertion. A key is a string, a number or a bool.
///
/// The entries lie side by side in their order. Above `mostWithoutIndex` of them an index finds a key by
/// its hash: open addressing with linear probing, at most half full, each place the number of an entry.
/// A removed entry leaves a gap, which the next growth closes. Finding, setting and removing cost the
/// same for any size. Measured against a dictionary of the collections library whose keys were an enum:
/// five times as fast for fields of small maps (benchmarks/language/nbody.setl).
public final class MapObject: Object {
  struct Entry {
    /// Undefined where the entry was removed.
    var key: Value
    var value: Value
    var hash: Int
  }

  private static let mostWithoutIndex = 8

  private(set) var entries: UnsafeMutablePointer<Entry>
  /// Entries in use, gaps among them.
  private(set) var used = 0
  private var capacity: Int
  private var gaps = 0
  /// Entry numbers by hash; −1 is free.
  private var index: UnsafeMutablePointer<Int32>?
  /// One less than the places of the index, a power of 2.
  private var mask = 0

  public override init() {
    capacity = 4
    entries = .allocate(capacity: 4)
    super.init(.map)
  }

  /// A map of named fields.
  public convenience init(fields: [(String, Value)]) {
    self.init()
    for (name, value) in fields { set(.string(name), to: value) }
  }

  public convenience init(pairs: [(key: Value, value: Value)]) {
    self.init()
    for (key, value) in pairs { set(key, to: value) }
  }

  deinit {
    var values: [Value] = []
    for number in 0..<used where (entries + number).pointee.value.isContainer {
      values.append(entries[number].value)
    }
    entries.deinitialize(count: used)
    entries.deallocate()
    index?.deallocate()
    if !values.isEmpty { Teardown.release(&values) }
  }

  public override var kind: String { "map" }
  public var count: Int { used - gaps }

  // MARK: Finding

  /// The number of the entry under `key`, −1 when there is none.
  private func find(_ key: Value, hash: Int) -> Int {
    var key = key
    return withUnsafeMutablePointer(to: &key) { find($0, hash: hash) }
  }

  private func find(_ key: UnsafeMutablePointer<Value>, hash: Int) -> Int {
    guard let index else {
      for number in 0..<used where entries[number].hash == hash {
        if isKey(key, ofEntry: number) { return number }
      }
      return -1
    }
    var place = hash & mask
    while true {
      let number = Int(index[place])
      if number == Self.free { return -1 }
      if entries[number].hash == hash, isKey(key, ofEntry: number) { return number }
      place = (place + 1) & mask
    }
  }

  /// Whether both are one key, their hashes being equal.
  @inline(__always)
  private func isKey(_ key: UnsafeMutablePointer<Value>, ofEntry number: Int) -> Bool {
    key.holdsSame(as: self.key(ofEntry: number))
      || entries[number].key.isSameKey(as: key.pointee)
  }

  private static let free = -1

  /// Where the value under a name lies; `note` keeps the number of its entry.
  func search(
    _ name: Value, _ note: UnsafeMutablePointer<Int32>
  ) -> UnsafeMutablePointer<Value>? {
    guard let hash = name.keyHash else { return nil }
    let number = find(name, hash: hash)
    note.pointee = Int32(truncatingIfNeeded: number)
    return number < 0 ? nil : place(ofEntry: number)
  }

  /// Where the value lies that is under the key at `key`; nil when there is none, or no such key can be.
  func place(_ key: UnsafeMutablePointer<Value>) -> UnsafeMutablePointer<Value>? {
    guard let hash = key.keyHash else { return nil }
    let number = find(key, hash: hash)
    return number < 0 ? nil : place(ofEntry: number)
  }

  @inline(__always)
  private func key(ofEntry number: Int) -> UnsafeMutablePointer<Value> {
    UnsafeMutableRawPointer(entries + number).assumingMemoryBound(to: Value.self)
  }

  /// Where the value of an entry lies: behind its key.
  @inline(__always)
  func place(ofEntry number: Int) -> UnsafeMutablePointer<Value> {
    (UnsafeMutableRawPointer(entries + number) + MemoryLayout<Value>.stride)
      .assumingMemoryBound(to: Value.self)
  }

  /// Sets the entry under the key at `key`; false where it cannot be one, or where the memory for a
  /// larger map is to be looked at.
  func set(
    _ key: UnsafeMutablePointer<Value>, to value: UnsafeMutablePointer<Value>
  ) -> Bool {
    guard let hash = key.keyHash else { return false }
    let number = find(key, hash: hash)
    if number >= 0 {
      place(ofEntry: number).copy(value)
    } else {
      guard used < capacity || used < 1 << 16 else { return false }
      add(key, hash, value)
    }
    return true
  }

  /// The value under `key`; nil when there is none, or no such key can be.
  public func value(_ key: Value) -> Value? {
    guard let hash = key.keyHash else { return nil }
    let number = find(key, hash: hash)
    return number < 0 ? nil : entries[number].value
  }

  public subscript(_ name: String) -> Value? { value(.string(name)) }

  // MARK: Changing

  /// False when `key` cannot be a key.
  @discardableResult
  public func set(_ key: Value, to value: Value) -> Bool {
    guard let hash = key.keyHash else { return false }
    let number = find(key, hash: hash)
    if number >= 0 {
      entries[number].value = value
    } else {
      var (key, value) = (key, value)
      add(&key, hash, &value)
    }
    return true
  }

  private func add(
    _ key: UnsafeMutablePointer<Value>, _ hash: Int, _ value: UnsafeMutablePointer<Value>
  ) {
    if used == capacity { grow() }
    self.key(ofEntry: used).initializeCopy(key)
    place(ofEntry: used).initializeCopy(value)
    entries[used].hash = hash
    used += 1
    if index != nil || used > Self.mostWithoutIndex { enter(used - 1) }
  }

  /// Takes the entry under `key` out, and gives its value.
  public func remove(_ key: Value) -> Value? {
    guard let hash = key.keyHash else { return nil }
    let number = find(key, hash: hash)
    guard number >= 0 else { return nil }
    let value = entries[number].value
    // The gap keeps its hash, so that those behind it in the index are still found.
    entries[number].key = .undefined
    entries[number].value = .undefined
    gaps += 1
    if gaps > 16, gaps * 2 > used { grow() }
    return value
  }

  /// Empties the map, and gives what it held.
  func takeValues() -> [Value] {
    defer {
      entries.deinitialize(count: used)
      (used, gaps) = (0, 0)
      dropIndex()
    }
    return values
  }

  /// Larger steps for maps of middling size, whose index is made anew each time.
  private func grow() {
    rebuild(capacity: max(4, count * (8...1024 ~= count ? 4 : 2)))
  }

  /// Moves the entries together into room for `newCapacity`.
  private func rebuild(capacity newCapacity: Int) {
    let moved = UnsafeMutablePointer<Entry>.allocate(capacity: newCapacity)
    var next = 0
    for number in 0..<used {
      let entry = (entries + number).move()
      if case .undefined = entry.key { continue }
      (moved + next).initialize(to: entry)
      next += 1
    }
    entries.deallocate()
    entries = moved
    capacity = newCapacity
    used = next
    gaps = 0
    dropIndex()
    if used > Self.mostWithoutIndex { makeIndex() }
  }

  private func enter(_ number: Int) {
    guard let index, used * 2 <= mask else { return makeIndex() }
    var place = entries[number].hash & mask
    while Int(index[place]) != Self.free { place = (place + 1) & mask }
    index[place] = Int32(truncatingIfNeeded: number)
  }

  private func makeIndex() {
    var size = 32
    while size < used * 4 { size *= 2 }
    dropIndex()
    let made = UnsafeMutablePointer<Int32>.allocate(capacity: size)
    made.initialize(repeating: Int32(Self.free), count: size)
    index = made
    mask = size - 1
    for number in 0..<used { enter(number) }
  }

  private func dropIndex() {
    index?.deallocate()
    index = nil
  }

  // MARK: Going through

  /// Keys and values in the order of insertion.
  public var pairs: [(key: Value, value: Value)] {
    var result: [(key: Value, value: Value)] = []
    result.reserveCapacity(count)
    for number in 0..<used {
      if case .undefined = entries[number].key { continue }
      result.append((entries[number].key, entries[number].value))
    }
    return result
  }

  public var keys: [Value] { pairs.map(\.key) }
  public var values: [Value] { pairs.map(\.value) }
  /// The first keys that are strings, at most so many of them.
  func firstNames(_ most: Int) -> [String] {
    var names: [String] = []
    for number in 0..<used where names.count < most {
      if let name = entries[number].key.asString { names.append(name) }
    }
    return names
  }

  /// The first entries whose keys are strings, at most so many of them.
  public func firstFields(_ most: Int) -> [(name: String, value: Value)] {
    var fields: [(name: String, value: Value)] = []
    for number in 0..<used where fields.count < most {
      guard let name = entries[number].key.asString else { continue }
      fields.append((name, entries[number].value))
    }
    return fields
  }

  /// The first entries, at most so many of them.
  public func firstPairs(_ most: Int) -> [(key: Value, value: Value)] {
    var pairs: [(key: Value, value: Value)] = []
    for number in 0..<used where pairs.count < most {
      if case .undefined = entries[number].key { continue }
      pairs.append((entries[number].key, entries[number].value))
    }
    return pairs
  }

  /// Whether the value under a key is an object that nothing else refers to.
  public func isAlone(with key: Value) -> Bool {
    var key = key
    guard let place = place(&key) else { return false }
    return place.holdsObject && place.isOnlyReference
  }

  /// Of the last `most` entries, those whose keys are whole numbers.
  public func lastNumbered(_ most: Int) -> [(number: Int, value: Value)] {
    (0..<used).suffix(most).compactMap { place in
      entries[place].key.asWhole.map { ($0, entries[place].value) }
    }
  }

  /// The entries at these places in the order of insertion; nil stands for those that are left out. Costs
  /// what is asked for, and the gaps before it.
  func pairs(at places: [Int?]) -> [(key: Value, value: Value)?] {
    guard gaps > 0 else {
      return places.map { $0.map { (entries[$0].key, entries[$0].value) } }
    }
    let all = pairs
    return places.map { $0.map { all[$0] } }
  }

  /// The keys that are strings.
  public var names: [String] { pairs.compactMap(\.key.asString) }
}

extension Value {
  /// Where the value stands in an index; nil when it cannot be a key.
  var keyHash: Int? {
    switch self {
    case .bool(let bool): return bool ? 1 : 2
    case .number(let number):
      // 0 and −0 are one key.
      let bits = number == 0 ? 0 : number.bitPattern
      // Whole numbers differ in the upper bits alone: those come down first.
      let mixed = (bits ^ (bits &>> 32)) &* 0x9E37_79B9_7F4A_7C15
      return Int(truncatingIfNeeded: mixed ^ (mixed &>> 29))
    case .object(let object):
      guard object.family == .string else { return object.asNative?.keyHash }
      return unsafeDowncast(object, to: StringObject.self).hash
    case .none, .undefined: return nil
    }
  }

  /// Whether both are one key, their hashes being equal.
  @inline(__always)
  func isSameKey(as other: Value) -> Bool {
    switch (self, other) {
    case (.object(let x), .object(let y)):
      // A key that is an object is a string, or one of the bridge.
      guard x.family == .string, y.family == .string else {
        guard let x = x.asNative, let y = y.asNative else { return false }
        return x.equals(y)
      }
      return unsafeDowncast(x, to: StringObject.self)
        .isSame(as: unsafeDowncast(y, to: StringObject.self))
    case (.number(let x), .number(let y)): return x == y || (x.isNaN && y.isNaN)
    case (.bool(let x), .bool(let y)): return x == y
    default: return false
    }
  }

  /// Whether the value holds others, so that it is torn down with care.
  @inline(__always)
  var isContainer: Bool {
    if case .object(let object) = self {
      object.family.rawValue >= Object.Family.firstContainer.rawValue
    } else {
      false
    }
  }
}
