public import Tensors

/// The control: connections stay as they started.
public struct StaticTopology: EvolutionRule {
  public static let name = "static_topology"
  public static let summary = "Leaves the connections as they started."
  public var description: String { "static_topology()" }
  public var schedule: EvolutionSchedule { .never }

  public init() {}

  public func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?] { matrices.map { _ in nil } }
}
