internal import Tensors

/// Draws a share of examples, of every class as near to that share as whole numbers allow.
///
/// The drawn are round(share × count) in all, but neither none nor all of two examples or more. Each
/// class gives the whole part of its share; what is missing then comes from the classes whose shares
/// lost the largest fractions, one each, ties by chance (the method of largest remainders). So no class
/// is further than one example from its share, however small the classes are. Within a class chance
/// draws.
enum Stratification {
  /// For each of the examples at `places` of a whole whether it is drawn; the same source draws the
  /// same. Where targets are numbers, all examples count as of one class.
  static func chosen(
    _ share: Double, of places: [Int], _ targets: Targets, using random: inout RandomSource
  ) -> [Bool] {
    var members = [[Int]](repeating: [], count: max(targets.classes.count, 1))
    if case .classes(let labels, _) = targets {
      for (position, place) in places.enumerated() { members[labels[place]].append(position) }
    } else {
      members[0] = Array(places.indices)
    }
    for label in members.indices { random.shuffle(&members[label]) }
    let counts = quotas(share, of: members.map(\.count), using: &random)
    var chosen = [Bool](repeating: false, count: places.count)
    for (label, count) in counts.enumerated() {
      for member in members[label].prefix(count) { chosen[member] = true }
    }
    return chosen
  }

  /// round(share × count), but neither none nor all of two or more.
  static func whole(_ share: Double, of count: Int) -> Int {
    let rounded = Int((min(max(share, 0), 1) * Double(count)).rounded())
    return count < 2 ? rounded : min(max(rounded, 1), count - 1)
  }

  /// How many of each class are drawn.
  static func quotas(
    _ share: Double, of sizes: [Int], using random: inout RandomSource
  ) -> [Int] {
    let total = whole(share, of: sizes.reduce(0, +))
    let share = min(max(share, 0), 1)
    let exact = sizes.map { share * Double($0) }
    var quotas = exact.map { Int($0) }
    let missing = total - quotas.reduce(0, +)
    guard missing != 0 else { return quotas }
    var order = Array(sizes.indices)
    random.shuffle(&order)
    let ranked = order.enumerated().sorted { a, b in
      let (one, other) = (
        exact[a.element] - Double(quotas[a.element]), exact[b.element] - Double(quotas[b.element])
      )
      return one != other ? one > other : a.offset < b.offset
    }.map(\.element)
    if missing > 0 {
      for label in ranked.filter({ quotas[$0] < sizes[$0] }).prefix(missing) { quotas[label] += 1 }
    } else {
      for label in ranked.reversed().filter({ quotas[$0] > 0 }).prefix(-missing) {
        quotas[label] -= 1
      }
    }
    return quotas
  }
}
