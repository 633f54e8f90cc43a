internal import Syntax

/// The top-level variables of a session, a script or an imported file, found by number.
public final class Globals {
  private(set) var numbers: [String: Int] = [:]
  private(set) var names: [String] = []
  private(set) var values: UnsafeMutablePointer<Value>
  private var capacity = 64
  /// The line each was last given its value on, and the source, for messages.
  var origins: [Int: (source: SourceText, line: Int)] = [:]
  /// Those whose values a person has let go of, some of which have new ones.
  private(set) var forgotten: Set<Int> = []

  public init() { values = .allocate(capacity: 64) }

  /// Variables of the same names and numbers, which have no value yet.
  init(namesOf other: Globals) {
    numbers = other.numbers
    names = other.names
    origins = other.origins
    forgotten = other.forgotten
    capacity = max(other.names.count, 64)
    values = .allocate(capacity: capacity)
    values.initialize(repeating: .undefined, count: names.count)
  }

  deinit {
    values.deinitialize(count: names.count)
    values.deallocate()
  }

  /// The number of `name`, made when it is new.
  func number(of name: String) -> Int {
    if let known = numbers[name] { return known }
    let number = names.count
    if number == capacity { grow() }
    (values + number).initialize(to: .undefined)
    names.append(name)
    numbers[name] = number
    return number
  }

  private func grow() {
    let larger = UnsafeMutablePointer<Value>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: values, count: names.count)
    values.deallocate()
    values = larger
    capacity *= 2
  }

  /// Takes the values of all variables.
  func forget() {
    for number in names.indices { values[number] = .undefined }
  }

  public var definedNames: [String] {
    names.indices.filter { if case .undefined = values[$0] { false } else { true } }
      .map { names[$0] }
  }

  public func value(of name: String) -> Value? {
    guard let number = numbers[name] else { return nil }
    if case .undefined = values[number] { return nil }
    return values[number]
  }

  /// Takes the value of a variable.
  public func forget(_ name: String) {
    forgotten.insert(number(of: name))
    set(name, to: .undefined)
  }

  public func set(_ name: String, to value: Value) { values[number(of: name)] = value }
}
