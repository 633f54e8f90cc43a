/// Values in a row, which a program changes in place.
///
/// The storage is the list's own, so that the machine reads and writes an element without counting
/// references to an array or asking whether it is shared.
public final class ListObject: Object {
  private(set) var elements: UnsafeMutablePointer<Value>
  public private(set) var count: Int
  /// Elements that there is room for.
  public private(set) var capacity: Int

  public init(_ items: some Collection<Value>) {
    count = items.count
    capacity = max(items.count, 4)
    elements = .allocate(capacity: capacity)
    _ = UnsafeMutableBufferPointer(start: elements, count: count).initialize(from: items)
    super.init(.list)
  }

  /// `values` several times, one after the other.
  init(repeating values: ListObject, times: Int) {
    count = values.count * times
    capacity = max(count, 4)
    elements = .allocate(capacity: capacity)
    if values.count == 1, !values.elements.holdsObject {
      for place in 0..<count { (elements + place).initializeCopy(values.elements) }
    } else {
      for start in stride(from: 0, to: count, by: max(values.count, 1)) {
        (elements + start).initialize(from: values.elements, count: values.count)
      }
    }
    super.init(.list)
  }

  deinit {
    var containers = takeContainers()
    elements.deallocate()
    if !containers.isEmpty { Teardown.release(&containers) }
  }

  public override var kind: String { "list" }

  /// The elements where they lie: to be used at once, before the list changes. Indices are not checked.
  public var items: UnsafeMutableBufferPointer<Value> {
    UnsafeMutableBufferPointer(start: elements, count: count)
  }

  public var values: [Value] { Array(items) }

  /// The same of a list that may be long; throws S0210 where there is no memory for that, and a list of it.
  public func copied() throws -> [Value] {
    try checkCopy(times: 2)
    return values
  }

  /// Makes sure of the memory before all elements are copied, `times` over.
  public func checkCopy(times: Int = 1) throws {
    try MemoryBudget.check(
      Double(count * times) * MemoryBudget.bytesAnElement, for: "a copy of the list")
  }

  public func append(_ value: consuming Value) {
    if count == capacity { grow(to: count + 1) }
    (elements + count).initialize(to: value)
    count += 1
  }

  /// Appends where the memory need not be looked at; false where it must be.
  public func appendQuickly(_ arguments: QuickArguments) -> Bool {
    guard count < capacity || count < 1 << 16 else { return false }
    append(arguments.take(1))
    return true
  }

  public func append(contentsOf values: some Collection<Value>) {
    grow(to: count + values.count)
    for value in values { append(value) }
  }

  /// `place` lies within the list, or at its end.
  public func insert(_ value: Value, at place: Int) {
    if count == capacity { grow(to: count + 1) }
    (elements + place + 1).moveInitialize(from: elements + place, count: count - place)
    (elements + place).initialize(to: value)
    count += 1
  }

  /// `place` lies within the list.
  public func remove(at place: Int) -> Value {
    let value = (elements + place).move()
    (elements + place).moveInitialize(from: elements + place + 1, count: count - place - 1)
    count -= 1
    return value
  }

  /// Makes sure of the memory before a long list grows by `more` elements.
  public func checkGrowth(by more: Int) throws {
    guard count + more > capacity else { return }
    try MemoryBudget.check(
      Double(max(count * 2, count + more)) * MemoryBudget.bytesAnElement, for: "the list")
  }

  /// Makes room for `needed` elements.
  public func grow(to needed: Int) {
    guard needed > capacity else { return }
    capacity = max(needed, capacity * 2)
    let larger = UnsafeMutablePointer<Value>.allocate(capacity: capacity)
    larger.moveInitialize(from: elements, count: count)
    elements.deallocate()
    elements = larger
  }

  /// Gives up the lists and maps that it holds, and forgets all else.
  func takeContainers() -> [Value] {
    var containers: [Value] = []
    for place in 0..<count {
      if (elements + place).holdsContainer {
        containers.append((elements + place).move())
        (elements + place).initialize(to: .undefined)
      } else {
        (elements + place).clear()
      }
    }
    return containers
  }
}
