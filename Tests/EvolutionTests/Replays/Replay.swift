import Evolution
import Tensors

/// A rule's definition, written plainly: sorting dictionaries of places. Shares no code with the rules
/// but the random numbers, which it draws as they are documented: ranks among the empty places.
typealias Replay =
  @Sendable (
    _ tables: [Table], _ moment: EvolutionMoment, _ memory: inout [String: Double],
    _ random: inout RandomSource
  ) -> [Outcome]

/// A rule with its replay, and what of the numbers of connections it keeps.
struct RuleCase: Sendable, CustomStringConvertible {
  enum Keeps { case blocks, matrices, model, none }

  let rule: any EvolutionRule
  let keeps: Keeps
  let replay: Replay

  var description: String { rule.description }
  var name: String { type(of: rule).name }

  /// Of each rule its forms, with nothing, some and all to move.
  static let all: [RuleCase] =
    setCases + selfishCases + rigLCases + sparseMomentumCases + reparameterizationCases
    + rewiringCases + economicCases + pruningCases + hebbCases + candidateCases
    + [
      RuleCase(rule: StaticTopology(), keeps: .blocks) { tables, _, _, _ in
        tables.map { Outcome($0, gone: [], grown: []) }
      }
    ]
}

// What several definitions say.

/// The `count` of lowest score, the earlier place first where scores are equal.
func lowest(_ count: Int, of places: [Place], by score: (Place) -> Float) -> Set<Place> {
  Set(places.sorted { (score($0), $0) < (score($1), $1) }.prefix(max(count, 0)))
}

/// `count` of the places at random, or all.
func draw(_ count: Int, of places: [Place], _ random: inout RandomSource) -> [Place] {
  random.distinct(count, below: places.count).map { places[$0] }
}

/// b + (a − b)(1 + cos πt) / 2 and its like by `left`.
func between(_ start: Double, _ end: Double, _ left: Double) -> Double {
  end + (start - end) * left
}

extension Table {
  func magnitude(_ place: Place) -> Float { cells[place]?.weight.magnitude ?? 0 }

  /// What may go: in a matrix that looks up rows, within steps, nothing younger than an epoch, which
  /// what was there from the start never is.
  func old(at moment: EvolutionMoment, _ places: [Place]? = nil) -> [Place] {
    let places = places ?? connections
    guard looksUpRows, !moment.beginsEpoch else { return places }
    return places.filter {
      (cells[$0]?.age ?? 0) >= min(moment.stepsPerEpoch, moment.step - 1)
    }
  }

  /// The rows of the blocks.
  var blockRows: [Range<Int>] {
    (0..<blocks).map { $0 * (rows / blocks)..<($0 + 1) * (rows / blocks) }
  }

  /// The `count` empty places of largest gradient; by rows, as many as each lost, by gradient where its
  /// word occurred.
  func strongest(
    _ count: Int, without gone: Set<Place>, lost: Set<Place>, _ random: inout RandomSource
  ) -> [Place] {
    let empty = empty(without: gone).sorted {
      (-slope($0).magnitude, $0) < (-slope($1).magnitude, $1)
    }
    guard looksUpRows else { return Array(empty.prefix(count)) }
    let counts = apportion(
      count, by: (0..<rows).map { row in Double(lost.filter { $0.row == row }.count) },
      rooms: (0..<rows).map { row in empty.filter { $0.row == row }.count })
    var grown: [Place] = []
    for row in 0..<rows where counts[row] > 0 {
      var own = empty.filter { $0.row == row }
      var chosen: [Place] = []
      if occurred.contains(row) {
        // As many as the row had connections are offered, and those just emptied.
        let had = connections.filter { $0.row == row }.count
        let absent = own.filter { cells[$0] == nil }.prefix(had)
        chosen = Array(
          own.filter { cells[$0] != nil || absent.contains($0) }.prefix(counts[row]))
      }
      own = own.filter { !chosen.contains($0) }.sorted()
      grown += chosen + draw(counts[row] - chosen.count, of: own, &random)
    }
    return grown
  }
}

/// Whole shares: quotas rounded down, the odd ones by remainder; what does not fit equally, again and
/// again.
func apportion(_ total: Int, by weights: [Double], rooms: [Int]) -> [Int] {
  var given = rooms.map { _ in 0 }
  var left = min(total, rooms.reduce(0, +))
  var weights = weights
  while left > 0 {
    var open = Set(rooms.indices.filter { given[$0] < rooms[$0] && weights[$0] > 0 })
    if open.isEmpty {
      weights = weights.map { _ in 1 }
      open = Set(rooms.indices.filter { given[$0] < rooms[$0] })
    }
    let sum = open.sorted().reduce(0) { $0 + weights[$1] }
    var quota: [Int: Double] = [:]
    for index in open { quota[index] = Double(left) * weights[index] / sum }
    var odd = left - quota.values.reduce(0) { $0 + Int($1) }
    let byRemainder = open.sorted {
      let a = (quota[$0] ?? 0).truncatingRemainder(dividingBy: 1)
      let b = (quota[$1] ?? 0).truncatingRemainder(dividingBy: 1)
      return a != b ? a > b : $0 < $1
    }
    for index in byRemainder {
      let wanted = Int(quota[index] ?? 0) + (odd > 0 ? 1 : 0)
      odd -= 1
      let fits = min(wanted, rooms[index] - given[index])
      given[index] += fits
      left -= fits
    }
    weights = weights.map { _ in 1 }
  }
  return given
}
