public import Tensors

/// How the connections of a sparse matrix change between two stretches of training.
///
/// A rule decides what goes and what comes; `TopologyChange` does the rest. `blocks` is the number of
/// equal blocks of rows that evolve each by itself: the gates of an LSTM.
public protocol EvolutionRule: Sendable {
  /// The name in the language.
  static var name: String { get }
  /// What it does, in a sentence.
  static var summary: String { get }

  /// The name and choices, as a program would write them.
  var description: String { get }

  /// The change, or nil when there is none. Never changes the number of connections of a block,
  /// unless the rule says so.
  func change(
    of matrix: SparseMatrix, blocks: Int, using random: inout RandomSource
  ) -> TopologyChange?
}

/// Every rule there is; a new one is one file and a line here.
public let allEvolutionRules: [any EvolutionRule.Type] = [SetEvolution.self, StaticTopology.self]

/// The control: connections stay as they started.
public struct StaticTopology: EvolutionRule {
  public static let name = "static_topology"
  public static let summary = "Leaves the connections as they started."
  public var description: String { "static_topology()" }

  public init() {}

  public func change(
    of matrix: SparseMatrix, blocks: Int, using random: inout RandomSource
  ) -> TopologyChange? { nil }
}
