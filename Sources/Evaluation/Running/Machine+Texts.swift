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

  /// The texts of `count` values one after the other.
  func joined(_ values: UnsafeMutablePointer<Value>, _ count: Int) throws -> StringObject {
    for n in 0..<count { buffer.append(values + n) }
    return try buffer.take()
  }

  /// Adds the texts of values in place to a text that nobody else holds, far from the budget: a text that
  /// grows may be copied once more. False when it is none.
  func appended(
    _ values: UnsafeMutablePointer<Value>, count: Int, to place: UnsafeMutablePointer<Value>
  ) -> Bool {
    guard let string = place.object(.string, as: StringObject.self), place.isOnlyReference else {
      return false
    }
    return string._withUnsafeGuaranteedRef { string in
      guard Double(string.size) * 4 < MemoryBudget.bytes else { return false }
      string.append(values, count)
      return true
    }
  }

  /// Adds a text in place to one that nobody else holds; false when they are no such texts.
  func appended(
    _ other: UnsafeMutablePointer<Value>, to place: UnsafeMutablePointer<Value>
  ) -> Bool {
    guard place != other, other.object(.string, as: StringObject.self) != nil else { return false }
    return appended(other, count: 1, to: place)
  }
}
