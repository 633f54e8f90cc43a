internal import Characters
internal import Syntax

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
        if x is ListObject || x is MapObject || x.family == .holder {
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
    case (let x as StringObject, let y as StringObject): return x.isSame(as: y)
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
    case (let x as NativeObject, let y as NativeObject):
      guard x.equals(y) else { return false }
      guard let x = x as? HolderObject, let y = y as? HolderObject else { return true }
      return zip(x.heldValues, y.heldValues).allSatisfy { these, others in
        zip(these, others).allSatisfy { compare($0, $1, &pairs) }
      }
    default: return false
    }
  }

  /// How this and `other` lie to each other; nil when the two have no order. Numbers by value, texts by
  /// code points, lists by their first elements that are not equal, or else by their lengths.
  func order(to other: Value) -> Order? { order(to: other, isSorted: false, within: 0) }

  /// Lists within each other that are compared; what holds itself has no end.
  private static let deepestOrder = 200

  /// `isSorted` takes all that is no number for the same.
  private func order(to other: Value, isSorted: Bool, within depth: Int) -> Order? {
    switch (self, other) {
    case (.number(let x), .number(let y)):
      if x < y { return .before }
      if x > y { return .after }
      if x == y || (isSorted && x.isNaN && y.isNaN) { return .same }
      return .unordered(isFirst: x.isNaN)
    case (.object(let x as StringObject), .object(let y as StringObject)):
      let order = x.text.ordered(before: y.text)
      return order < 0 ? .before : order > 0 ? .after : .same
    case (.object(let x as ListObject), .object(let y as ListObject)):
      guard depth < Self.deepestOrder else { return nil }
      for place in 0..<min(x.count, y.count) {
        let (a, b) = (x.items[place], y.items[place])
        guard let order = a.order(to: b, isSorted: isSorted, within: depth + 1) else {
          if a.equals(b) { continue }
          return nil
        }
        if case .same = order { continue }
        return order
      }
      return x.count < y.count ? .before : x.count > y.count ? .after : .same
    case (.object(let x as NativeObject), .object(let y as NativeObject)): return x.order(to: y)
    default: return nil
    }
  }

  /// Whether this comes before `other` in a sorted list; nil when the two have no order. What is no number
  /// comes last, whichever way it is sorted.
  public func comesBefore(_ other: Value, descending: Bool) -> Bool? {
    switch order(to: other, isSorted: true, within: 0) {
    case .before: !descending
    case .after: descending
    case .same: false
    case .unordered(let isFirst): !isFirst
    case nil: nil
    }
  }
}

/// How two values lie to each other.
public enum Order: Sendable {
  case before, same, after
  /// One is no number, the first or the second; or both are none.
  case unordered(isFirst: Bool)
}
