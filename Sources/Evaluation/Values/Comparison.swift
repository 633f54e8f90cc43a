/// Equality and order of values.
extension Value {
  /// Whether both are the same: numbers, strings, lists and maps by what they hold, the rest by
  /// identity. Values of different kinds are different. Works on structures of any depth.
  public func equals(_ other: Value) -> Bool {
    var pairs = [(self, other)]
    // Pairs of containers under comparison; one that comes again, in a cycle, adds nothing.
    var seen: Set<[ObjectIdentifier]> = []
    while let (a, b) = pairs.popLast() {
      if case .object(let x) = a, case .object(let y) = b {
        if x === y { continue }
        if x is ListObject || x is MapObject {
          guard seen.insert([ObjectIdentifier(x), ObjectIdentifier(y)]).inserted else { continue }
        }
        guard Self.haveEqualShape(x, y, &pairs) else { return false }
      } else {
        guard a.equalsPlainly(b) == true else { return false }
      }
    }
    return true
  }

  /// Whether both are the same where that is told at a glance; nil where both are objects.
  private func equalsPlainly(_ other: Value) -> Bool? {
    switch (self, other) {
    case (.none, .none), (.undefined, .undefined): true
    case (.bool(let x), .bool(let y)): x == y
    case (.number(let x), .number(let y)): x == y
    case (.object, .object): nil
    default: false
    }
  }

  /// Compares two parts at a glance, or leaves them for later; false where they differ.
  private static func compare(_ a: Value, _ b: Value, _ pairs: inout [(Value, Value)]) -> Bool {
    if let isEqual = a.equalsPlainly(b) { return isEqual }
    pairs.append((a, b))
    return true
  }

  /// Compares two objects themselves, and adds their parts to what is to be compared.
  private static func haveEqualShape(
    _ x: Object, _ y: Object, _ pairs: inout [(Value, Value)]
  ) -> Bool {
    switch (x, y) {
    case (let x as StringObject, let y as StringObject): return x.text == y.text
    case (let x as ListObject, let y as ListObject):
      guard x.items.count == y.items.count else { return false }
      return zip(x.items, y.items).allSatisfy { compare($0, $1, &pairs) }
    case (let x as MapObject, let y as MapObject):
      guard x.count == y.count else { return false }
      for (key, value) in x.pairs {
        guard let other = y.value(key), compare(value, other, &pairs) else { return false }
      }
      return true
    case (let x as RangeObject, let y as RangeObject):
      return x.start == y.start && x.end == y.end && x.step == y.step
    case (let x as NativeObject, let y as NativeObject): return x.equals(y)
    default: return false
    }
  }

  /// Whether this comes before `other`; nil when the two have no order.
  public func isLess(than other: Value) -> Bool? {
    switch (self, other) {
    case (.number(let x), .number(let y)): return x < y
    case (.object(let x as StringObject), .object(let y as StringObject)):
      return x.text.unicodeScalars.lexicographicallyPrecedes(y.text.unicodeScalars)
    case (.object(let x as ListObject), .object(let y as ListObject)):
      for (a, b) in zip(x.items, y.items) {
        // Lists of lists are compared one level deep.
        guard !(a.asObject is ListObject), let less = a.isLess(than: b),
          let greater = b.isLess(than: a)
        else { return nil }
        if less || greater { return less }
      }
      return x.items.count < y.items.count
    default: return nil
    }
  }
}
