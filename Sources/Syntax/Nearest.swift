/// The candidate that a misspelt `name` most likely meant; nil when none is near.
///
/// One that differs in upper and lower case alone comes first, then the smallest number of letters
/// inserted, removed, changed or swapped with their neighbour, up to a third of the name's length.
public func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
  // What is longer is no name that somebody meant to write.
  guard name.utf8.count <= longest else { return nil }
  let lower = name.lowercased()
  let letters = Array(lower)
  let limit = max(1, letters.count / 3)
  var best: (name: String, distance: Int)?
  for candidate in candidates where candidate.utf8.count <= longest && candidate != name {
    let other = candidate.lowercased()
    if other == lower { return candidate }
    let others = Array(other)
    guard abs(others.count - letters.count) <= limit else { continue }
    let distance = editDistance(letters, others)
    guard distance <= limit, distance < max(letters.count, others.count) else { continue }
    if best.map({ distance < $0.distance || (distance == $0.distance && candidate < $0.name) })
      ?? true
    {
      best = (candidate, distance)
    }
  }
  return best?.name
}

/// Bytes of the longest name that is compared.
private let longest = 200

/// The optimal string alignment distance. Cost: the product of the lengths.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var before: [Int] = []
  var previous = Array(0...b.count)
  for i in 0..<a.count {
    var current = [i + 1]
    for j in 0..<b.count {
      var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
      current.append(cost)
    }
    before = previous
    previous = current
  }
  return previous[b.count]
}
