internal import Evaluation

/// The places of a list's elements in their order; equal ones keep theirs, and what is no number comes last,
/// ascending and descending. Throws where two have no order.
func sortedPlaces(
  of list: ListObject, descending: Bool, _ context: CallContext
) throws -> [Int] {
  // With places, sorted, and as the result.
  try list.checkCopy(times: 4)
  var comparisons = 0
  func look() throws {
    comparisons &+= 1
    if comparisons & 0xFF == 0 { try context.checkStop() }
  }
  let numbers = list.items.compactMap(\.asNumber)
  if numbers.count == list.count {
    return try (0..<list.count).sorted { a, b in
      try look()
      let (x, y) = (numbers[a], numbers[b])
      if x < y { return !descending }
      if x > y { return descending }
      return x.isNaN == y.isNaN ? a < b : y.isNaN
    }
  }
  let items = list.values
  return try items.indices.sorted { a, b in
    try look()
    guard let isBefore = items[a].comesBefore(items[b], descending: descending),
      let isBehind = items[b].comesBefore(items[a], descending: descending)
    else {
      throw NativeError(
        "S0302", "these cannot be put in order",
        label: "\(items[a].kindPhrase) and \(items[b].kindPhrase)", argument: "list")
    }
    return isBefore || (!isBehind && a < b)
  }
}
