public import Tensors

/// How different two sparse networks are when nobody cares which unit is which: neural-network sparse topology
/// distance (NNSTD, Liu et al. 2021, "Topological Insights into Sparse Neural Networks", arXiv 2006.14085).
///
/// A unit is the set of its inputs, and two differ by 1 − |a ∩ b| / |a ∪ b|, by 0 where both are empty. The
/// units of a layer are matched so that the sum is least, exactly, and the inputs of the next layer are
/// renamed by that match. The distance of a layer is the mean over its units, that of the whole the mean
/// over the matrices. So a network whose units were put in another order has distance 0.
///
/// Of an LSTM (own): embedding columns are sets of words; a unit's set are its rows of the input matrix, the
/// columns of each gate apart; the recurrent matrix is taken under that match.
///
/// Cost: units³ at most for the match, and for each input the product of those who take it.
public struct TopologyDistance: Sendable {
  public struct Part: Sendable {
    public let name: String
    public let distance: Double
  }

  /// Of the matrices that one of the two has sparse.
  public let parts: [Part]

  /// The mean over the matrices; 0 where there is none.
  public var mean: Double {
    parts.isEmpty ? 0 : parts.reduce(0) { $0 + $1.distance } / Double(parts.count)
  }

  /// The most units of a layer that are matched: a minute of work, and 256 MiB.
  public static let mostUnits = 8192

  /// Throws `TopologyError`, and what `checkStop` throws to end the work.
  public init(
    from first: [TopologyPart], to second: [TopologyPart], checkStop: () throws -> Void = {}
  ) throws {
    try first.check(against: second)
    var parts: [Part] = []
    // What each unit of the second is called in the first: those of the layer below, those of this one so far,
    // and those of the part whose states a recurrent matrix reads.
    var (below, layer, order): ([Int]?, [Int]?, [Int]?)
    for (a, b) in zip(first, second) {
      if a.role != .recurrent, a.firstUnit == 0 { (below, layer) = (layer, []) }
      guard a.matrix != nil || b.matrix != nil else {
        // All sets are alike: nobody can tell units of both apart.
        if a.role != .recurrent { (layer, order) = (nil, nil) }
        continue
      }
      let (mine, theirs) = (
        InputSets(a), InputSets(b, renaming: a.role == .recurrent ? order : below)
      )
      if a.role == .recurrent {
        parts.append(
          Part(
            name: a.name, distance: mine.meanDistance(to: theirs, partners: partners(order, mine))))
        continue
      }
      let match = try Self.match(mine, theirs, name: a.name, checkStop)
      parts.append(Part(name: a.name, distance: match.cost / Double(max(mine.count, 1))))
      var renamed = [Int](repeating: 0, count: mine.count)
      for (unit, partner) in match.columns.enumerated() { renamed[partner] = unit }
      order = renamed
      layer?.append(contentsOf: renamed.map { a.firstUnit + $0 })
    }
    self.parts = parts
  }

  private static func match(
    _ mine: InputSets, _ theirs: InputSets, name: String, _ checkStop: () throws -> Void
  ) throws -> Assignment {
    guard mine.count <= mostUnits else {
      throw TopologyError.tooManyUnits(name: name, units: mine.count, most: mostUnits)
    }
    return try Assignment(
      size: mine.count, costs: try mine.distances(to: theirs, checkStop: checkStop),
      checkStop: checkStop)
  }
}

/// The unit of the second that each of the first is matched with; the same where there is no order.
private func partners(_ order: [Int]?, _ sets: InputSets) -> [Int] {
  guard let order, order.count == sets.count else { return Array(0..<sets.count) }
  var partners = [Int](repeating: 0, count: order.count)
  for (partner, unit) in order.enumerated() { partners[unit] = partner }
  return partners
}

extension [TopologyPart] {
  /// Parts of the same sizes with as many connections in each block, at random places: what a distance by
  /// chance is measured between.
  public func randomised(using random: inout RandomSource) -> [TopologyPart] {
    map { part in
      guard let matrix = part.matrix else { return part }
      return TopologyPart(
        name: part.name, role: part.role, blocks: part.blocks, firstUnit: part.firstUnit,
        sparse: .random(
          rows: part.rows, columns: part.columns, density: matrix.density, blocks: part.blocks,
          using: &random))
    }
  }
}
