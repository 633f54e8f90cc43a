/// Texts: two added, several joined, one that grows in place.
extension Machine {
  func concatenated(
    _ left: Unmanaged<StringObject>, _ right: Unmanaged<StringObject>
  ) throws -> StringObject {
    try left._withUnsafeGuaranteedRef { left in
      try right._withUnsafeGuaranteedRef { right in
        try MemoryBudget.check(Double(left.size + right.size), for: "the text")
        return StringObject(
          left.text + right.text, isKnownASCII: left.isASCII && right.isASCII)
      }
    }
  }

  /// The texts of the parts one after the other.
  func joined(_ parts: TextParts) throws -> StringObject {
    parts.write(to: &buffer)
    return try buffer.take()
  }

  /// Adds the parts in place to a text that nobody else holds; false when it is none, or is a part itself:
  /// it would be read while it grows.
  func appended(_ parts: TextParts, to place: UnsafeMutablePointer<Value>) -> Bool {
    guard !parts.contain(place) else { return false }
    return growing(place)?._withUnsafeGuaranteedRef { string in
      string.extend { parts.write(to: &$0) }
      return true
    } ?? false
  }

  /// Adds a text in place to one that nobody else holds; false when they are no such texts.
  func appended(
    _ other: UnsafeMutablePointer<Value>, to place: UnsafeMutablePointer<Value>
  ) -> Bool {
    guard place != other, other.object(.string, as: StringObject.self) != nil else { return false }
    return growing(place)?._withUnsafeGuaranteedRef { string in
      string.extend { $0.append(other) }
      return true
    } ?? false
  }

  /// The text at `place` where nobody else holds it, far from the budget: a text that grows may be copied
  /// once more.
  @inline(__always)
  private func growing(_ place: UnsafeMutablePointer<Value>) -> Unmanaged<StringObject>? {
    guard let string = place.object(.string, as: StringObject.self), place.isOnlyReference,
      Double(string._withUnsafeGuaranteedRef { $0.size }) * 4 < MemoryBudget.bytes
    else { return nil }
    return string
  }
}

/// The parts of a text where they lie: registers and constants, named by steps in a row.
struct TextParts {
  private let steps: UnsafeMutablePointer<Instruction>
  private let count: Int
  private let registers: UnsafeMutablePointer<Value>
  private let constants: UnsafeMutablePointer<Value>

  @inline(__always)
  init(
    _ steps: UnsafeMutablePointer<Instruction>, _ count: Int,
    _ registers: UnsafeMutablePointer<Value>, _ constants: UnsafeMutablePointer<Value>
  ) {
    (self.steps, self.count) = (steps, count)
    (self.registers, self.constants) = (registers, constants)
  }

  /// Where a part lies.
  @inline(__always)
  private func place(_ n: Int) -> UnsafeMutablePointer<Value> {
    (steps[n].operation == .textConstant ? constants : registers) + Int(steps[n].b)
  }

  func contain(_ value: UnsafeMutablePointer<Value>) -> Bool {
    for n in 0..<count where place(n) == value { return true }
    return false
  }

  func write(to buffer: inout TextBuffer) {
    for n in 0..<count { buffer.append(place(n)) }
  }
}
