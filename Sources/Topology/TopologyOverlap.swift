internal import Tensors

/// How many connections two topologies have in common, beside what chance alone would give.
///
/// Of *a* and *b* connections among *n* places, drawn independently, a·b/n are expected to be common (the
/// mean of the hypergeometric distribution). Cost: the connections of both.
public struct TopologyOverlap: Sendable, Equatable {
  /// Connections of the first, of the second, and those that are in both.
  public private(set) var first = 0
  public private(set) var second = 0
  public private(set) var shared = 0
  /// How many would be in both by chance.
  public private(set) var expectedShared = 0.0

  /// Of all parts together; they must have the same sizes.
  public init(_ first: [TopologyPart], _ second: [TopologyPart]) throws {
    try first.check(against: second)
    for (a, b) in zip(first, second) { add(a, b) }
  }

  /// Of one part.
  public init(_ first: TopologyPart, _ second: TopologyPart) throws {
    try self.init([first], [second])
  }

  private mutating func add(_ a: TopologyPart, _ b: TopologyPart) {
    first += a.count
    second += b.count
    if a.places > 0 { expectedShared += Double(a.count) * Double(b.count) / a.places }
    guard let mine = a.matrix, let theirs = b.matrix else {
      // What one has whole is in both as far as the other has it.
      shared += min(a.count, b.count)
      return
    }
    mine.pair(with: theirs) { _, _, i, j in shared += i >= 0 && j >= 0 ? 1 : 0 }
  }

  /// Connections that one has at least.
  public var union: Int { first + second - shared }

  /// The share of those that both have, 0 to 1; 1 where there is none (Jaccard's index).
  public var share: Double { union == 0 ? 1 : Double(shared) / Double(union) }

  /// The same of what would be shared by chance.
  public var expectedShare: Double {
    let union = Double(first + second) - expectedShared
    return union <= 0 ? 1 : expectedShared / union
  }
}
