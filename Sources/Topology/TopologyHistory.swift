internal import Tensors

/// How the connections of a network moved from record to record: one a epoch, or whenever one is made.
///
/// Cost of a record: the connections before and after, and the places that ever held one.
public struct TopologyHistory: Sendable {
  /// What is known of one record; of all sparse parts together.
  public struct Record: Sendable {
    public let connections: Int
    /// Since the record before; nil of the first.
    public let change: (removed: Int, grown: Int, kept: Int)?
    /// How many connections are there since each record, this one included: survivors of the first at 0.
    public let births: [Int]
    /// The share of places that ever held a connection (R_s).
    public let everActive: Double
    /// The share of connections of each block, a part each.
    public let blockShares: [[Double]]

    /// Ages in records.
    public var ages: AgeStatistics? { AgeStatistics(counts: births.reversed()) }
  }

  public private(set) var records: [Record] = []
  private var first: [TopologyPart] = []
  private var followed: [Followed] = []

  /// A part that was sparse at the first record.
  private struct Followed {
    let number: Int
    let name: String
    var births = ConnectionBirths()
    var seen: PlacesSeen
  }

  public init() {}

  /// The names of the parts that are followed, and of their gates.
  public var names: [String] { followed.map(\.name) }
  public var blockNames: [[String]] { followed.map { first[$0.number].blockNames } }

  /// Takes in the parts, which have the same sizes as those before. Parts with all connections at the first
  /// record are left out.
  public mutating func record(_ parts: [TopologyPart]) throws {
    if records.isEmpty { begin(parts) }
    try first.check(against: parts)
    var births = [Int](repeating: 0, count: records.count + 1)
    var (places, seen) = (0.0, 0.0)
    for place in followed.indices {
      let matrix = parts[followed[place].number].connections
      followed[place].births.record(matrix)
      followed[place].seen.record(matrix)
      for (birth, count) in followed[place].births.counts.enumerated() { births[birth] += count }
      places += parts[followed[place].number].places
      seen += Double(followed[place].seen.count)
    }
    let total = births.reduce(0, +)
    let grown = births[records.count]
    records.append(
      Record(
        connections: total,
        change: records.last.map {
          (removed: $0.connections - (total - grown), grown: grown, kept: total - grown)
        },
        births: births, everActive: places == 0 ? 0 : seen / places,
        blockShares: followed.map { parts[$0.number].blockShares }))
  }

  private mutating func begin(_ parts: [TopologyPart]) {
    first = parts.map {
      TopologyPart(
        name: $0.name, role: $0.role, blocks: $0.blocks, blockNames: $0.blockNames,
        firstUnit: $0.firstUnit, rows: $0.rows,
        columns: $0.columns)
    }
    followed = parts.enumerated().filter { $0.element.matrix != nil }.map { number, part in
      Followed(
        number: number, name: part.name, seen: PlacesSeen(rows: part.rows, columns: part.columns))
    }
  }

  /// (records, records): of the connections of each record the share that is there since each record.
  public var survivors: [[Double]] {
    records.map { record in
      (0..<records.count).map { birth in
        birth < record.births.count
          ? Double(record.births[birth]) / Double(max(record.connections, 1)) : .nan
      }
    }
  }
}
