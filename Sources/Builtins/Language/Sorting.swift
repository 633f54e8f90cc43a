internal import Evaluation

/// Which way is up: one for all keys, or one for each key of lists of keys.
struct SortDirections {
  private var common = false
  private var each: [Bool] = []

  /// Of a bool, or a list of bools.
  init(_ value: Value) throws {
    if case .bool(let bool) = value {
      common = bool
      return
    }
    guard let list = value.asList else { return }
    for item in list.items {
      guard case .bool(let bool) = item else {
        throw NativeError(
          "S0302", "`descending` is true or false, or a list of these",
          label: "found \(item.kindPhrase)", argument: "descending")
      }
      each.append(bool)
    }
  }

  init(_ descending: Bool) { common = descending }

  /// The direction of key `place` where several decide, or of all.
  func descends(_ place: Int) -> Bool { each.isEmpty ? common : place < each.count && each[place] }

  var areSeveral: Bool { !each.isEmpty }

  /// The one direction where there is one key.
  func one() throws -> Bool {
    guard each.isEmpty else {
      throw NativeError(
        "S0302", "several directions need several keys", help: "descending: true",
        argument: "descending")
    }
    return common
  }

  /// Throws unless there are as many as keys.
  func check(_ keys: Int) throws {
    guard !each.isEmpty, each.count != keys else { return }
    throw NativeError(
      "S0302", "each key has one direction",
      label: "\(each.count) for \(keys) \(keys == 1 ? "key" : "keys")", argument: "descending")
  }

  /// Whether `a` comes before `b`; nil where the two have no order.
  func isBefore(_ a: Value, _ b: Value) throws -> Bool? {
    guard !each.isEmpty else { return a.comesBefore(b, descending: common) }
    guard let x = a.asList, let y = b.asList else { return nil }
    try check(x.count)
    for place in 0..<min(x.count, y.count) {
      let (left, right) = (x.items[place], y.items[place])
      guard let isBefore = left.comesBefore(right, descending: descends(place)),
        let isBehind = right.comesBefore(left, descending: descends(place))
      else { return nil }
      if isBefore != isBehind { return isBefore }
    }
    return false
  }
}

/// The places of a list's elements in their order; equal ones keep theirs, and what is no number comes last,
/// ascending and descending. Throws where two have no order.
func sortedPlaces(
  of list: ListObject, descending: SortDirections, _ context: CallContext
) throws -> [Int] {
  // With places, sorted, and as the result.
  try list.checkCopy(times: 4)
  var comparisons = 0
  func look() throws {
    comparisons &+= 1
    if comparisons & 0xFF == 0 { try context.checkStop() }
  }
  let numbers = list.items.compactMap(\.asNumber)
  if numbers.count == list.count, !descending.areSeveral {
    let descends = descending.descends(0)
    return try (0..<list.count).sorted { a, b in
      try look()
      let (x, y) = (numbers[a], numbers[b])
      if x < y { return !descends }
      if x > y { return descends }
      return x.isNaN == y.isNaN ? a < b : y.isNaN
    }
  }
  let items = list.values
  return try items.indices.sorted { a, b in
    try look()
    guard let isBefore = try descending.isBefore(items[a], items[b]),
      let isBehind = try descending.isBefore(items[b], items[a])
    else {
      throw NativeError(
        "S0302", "these cannot be put in order",
        label: "\(items[a].kindPhrase) and \(items[b].kindPhrase)", argument: "list")
    }
    return isBefore || (!isBehind && a < b)
  }
}
