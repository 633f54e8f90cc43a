/// Parts of whole numbers.
extension Int {
  /// The fraction of it, in [0, 1], rounded to the nearest whole number.
  func share(_ fraction: Double) -> Int { Int(part(fraction).rounded()) }

  /// The fraction of it rounded down; what only rounding in binary took is given back.
  func shareRoundedDown(_ fraction: Double) -> Int { Int((part(fraction) + 1e-6).rounded(.down)) }

  /// The fraction of it rounded up.
  func shareRoundedUp(_ fraction: Double) -> Int { Int((part(fraction) - 1e-6).rounded(.up)) }

  private func part(_ fraction: Double) -> Double {
    Swift.min(Swift.max(fraction, 0), 1) * Double(Swift.max(self, 0))
  }
}

/// Shares `total` out in proportion to `weights`, in whole numbers of at most `rooms[i]` each.
///
/// What is left of the quotas goes to the largest remainders, the earlier one first. What does not fit
/// is shared out equally among those that have room, and so on; only where all are full is less given
/// than `total`. No positive weight at all counts as equal ones.
func shares(of total: Int, by weights: [Double], atMost rooms: [Int]) -> [Int] {
  var given = [Int](repeating: 0, count: rooms.count)
  var left = min(total, rooms.reduce(0) { $0 + max($1, 0) })
  var weights = weights
  while left > 0 {
    var open = rooms.indices.filter {
      given[$0] < rooms[$0] && weights[$0] > 0 && weights[$0].isFinite
    }
    if open.isEmpty {
      weights = [Double](repeating: 1, count: rooms.count)
      open = rooms.indices.filter { given[$0] < rooms[$0] }
    }
    let sum = open.reduce(0) { $0 + weights[$1] }
    let quotas = open.map { Double(left) * weights[$0] / sum }
    var parts = quotas.map { Int($0.rounded(.down)) }
    let odd = max(left - parts.reduce(0, +), 0)
    let order = parts.indices.sorted {
      let (a, b) = (quotas[$0] - Double(parts[$0]), quotas[$1] - Double(parts[$1]))
      return a != b ? a > b : $0 < $1
    }
    for index in order.prefix(odd) { parts[index] += 1 }
    for (index, part) in zip(open, parts) {
      let taken = min(part, rooms[index] - given[index], left)
      given[index] += taken
      left -= taken
    }
    weights = [Double](repeating: 1, count: rooms.count)
  }
  return given
}
