public import Tensors

/// How the connections of a model's sparse matrices change while it trains.
///
/// A rule says when it acts and how much (`schedule`), what it looks at (`evidence`), and what goes
/// and comes (`changes`), in all matrices at once; `TopologyChange` does the rest. It is a value:
/// what it keeps between updates lies in the `marks` of the connections and in its `RuleMemory`, both
/// of which are saved with the training.
public protocol EvolutionRule: Sendable {
  /// The name in the language.
  static var name: String { get }
  /// What it does, in a sentence.
  static var summary: String { get }

  /// The name and choices, as a program would write them.
  var description: String { get }

  /// When it acts, and how much then.
  var schedule: EvolutionSchedule { get }

  /// What it looks at beside the weights.
  var evidence: EvidenceKinds { get }

  /// Whether the weights are not updated in a step in which it acts.
  var replacesUpdate: Bool { get }

  /// Whether it changes each matrix as if it were the only one, so that a training holds the evidence of one
  /// at a time.
  var looksAtMatricesAlone: Bool { get }

  /// Whether it can act on a model that is not training: without gradients and without progress.
  var actsByHand: Bool { get }

  /// How many of the strongest empty places may be wanted of each matrix, so that no more are kept.
  func absentPlaces(of matrices: [EvolvingMatrix.Size], at moment: EvolutionMoment) -> [Int]

  /// The change of each matrix, nil where there is none.
  ///
  /// A rule that misses evidence it asked for changes nothing.
  func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?]
}

extension EvolutionRule {
  public var evidence: EvidenceKinds { [] }
  public var replacesUpdate: Bool { false }
  public var looksAtMatricesAlone: Bool { false }
  public var actsByHand: Bool { evidence.isSubset(of: .births) }

  public func absentPlaces(of matrices: [EvolvingMatrix.Size], at moment: EvolutionMoment) -> [Int]
  {
    [Int](repeating: 0, count: matrices.count)
  }

  /// The changes by hand, of a model that is not training: as at the start of one.
  public func changesByHand(
    of matrices: [EvolvingMatrix], threads: Int = 1, using random: inout RandomSource
  ) -> [TopologyChange?] {
    var memory = RuleMemory()
    return changes(of: matrices, at: .byHand(threads: threads), memory: &memory, using: &random)
  }
}

/// Every rule there is; a new one is one file and a line here.
public let allEvolutionRules: [any EvolutionRule.Type] = [
  SetEvolution.self, SelfishEvolution.self, RigL.self, SparseMomentum.self,
  DynamicReparameterization.self, DeepRewiring.self, MemoryEconomicTraining.self, GraNet.self,
  MagnitudePruning.self, CannistraciHebb.self, CandidateExchange.self, StaticTopology.self,
]
