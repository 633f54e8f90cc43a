internal import Glibc
public import Tensors

/// How the next of several is drawn, each of which has a number that says how likely it is: softmax(z / T), of
/// that the likeliest alone.
public struct Sampling: Sendable {
  /// T: below 1 the likely become likelier, above 1 all become alike.
  public var temperature: Double
  public var among: Among

  /// Which can be drawn.
  public enum Among: Sendable {
    case all
    /// So many of the likeliest.
    case first(Int)
    /// The fewest that have this probability together (Holtzman et al. 2020, arXiv 1904.09751).
    case share(Double)
  }

  public init(temperature: Double, among: Among) {
    self.temperature = temperature
    self.among = among
  }

  /// The place of the one that is drawn; of equally likely ones the first counts as likelier. Nil where a number
  /// is none, or there are none.
  public func draw(_ numbers: [Float], using random: inout RandomSource) -> Int? {
    guard let most = numbers.max(), numbers.allSatisfy(\.isFinite) else { return nil }
    let powers = numbers.map { exp((Double($0) - Double(most)) / temperature) }
    let total = powers.reduce(0, +)
    guard case .all = among else {
      let order = powers.indices.sorted {
        powers[$0] != powers[$1] ? powers[$0] > powers[$1] : $0 < $1
      }
      return draw(order[..<count(of: order.map { powers[$0] / total })], powers, using: &random)
    }
    return draw(powers.indices, powers, using: &random)
  }

  /// How many can be drawn of such probabilities, which descend.
  private func count(of shares: [Double]) -> Int {
    switch among {
    case .all: return shares.count
    case .first(let count): return min(max(count, 1), shares.count)
    case .share(let wanted):
      var sum = 0.0
      for (place, share) in shares.enumerated() {
        sum += share
        if sum >= wanted { return place + 1 }
      }
      return shares.count
    }
  }

  private func draw(
    _ places: some Collection<Int>, _ powers: [Double], using random: inout RandomSource
  ) -> Int? {
    var left = random.uniform() * places.reduce(0) { $0 + powers[$1] }
    var last: Int?
    for place in places where powers[place] > 0 {
      last = place
      left -= powers[place]
      if left < 0 { break }
    }
    return last
  }
}
