internal import Evaluation
internal import Glibc
internal import Layers
internal import Processes
internal import Syntax
internal import Tensors
internal import Training

/// What holds until a program says otherwise.
public enum CoreDefaults {
  public static let seed = 0
  /// One for each core.
  public static var threads: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

/// What the natives of the core remember between calls, one a machine.
final class CoreState: InheritedAttachment {
  /// Every random choice without a `seed:` of its own.
  var random = RandomSource(seed: UInt64(CoreDefaults.seed))
  var threads: Int

  init(threads: Int) { self.threads = threads }

  /// How many calls of `alone` are open, and what was before the first of them.
  private var aloneCalls = 0
  /// Computations that ask functions of the program now, one within the other.
  var openWorks = 0
  private var before: (random: RandomSource, threads: Int)?

  /// From here on this process does by itself what the program says; until the last call ends, after which it
  /// goes on with the others from where they all were.
  func standAlone(_ begins: Bool, _ context: CallContext) {
    aloneCalls = max(0, aloneCalls + (begins ? 1 : -1))
    if begins, aloneCalls == 1 { before = (random, threads) }
    if aloneCalls == 0, let before { (random, threads) = before }
    context.isAlone = aloneCalls > 0
    context.output.standAlone(context.isAlone)
  }

  /// The trainings that are under way, the last one last.
  private var runs: [WeakRun] = []

  private struct WeakRun { weak var run: TrainingRun? }

  func noteRun(_ run: TrainingRun) {
    runs.removeAll { $0.run == nil }
    runs.append(WeakRun(run: run))
  }

  /// The last training that trains a layer with `matrix`.
  func run(of matrix: WeightMatrix) -> TrainingRun? {
    runs.last { $0.run?.state(of: matrix) != nil }?.run
  }

  /// A job draws what the session would draw next, and leaves the session's source where it is.
  func inherited() -> CoreState {
    let copy = CoreState(threads: threads)
    copy.random = random
    return copy
  }
}

extension CallContext {
  var state: CoreState {
    attachments.object(CoreState.self) {
      CoreState(threads: group?.threads ?? CoreDefaults.threads)
    }
  }

  /// The seed of a choice: the argument, or the next number of the session's source.
  func seed(_ argument: Int?) -> UInt64 {
    argument.map { UInt64(bitPattern: Int64($0)) } ?? state.random.next()
  }

  func source(_ argument: Int?) -> RandomSource { RandomSource(seed: seed(argument)) }
}

/// Randomness and threads.
let stateBuiltins: [Builtin] = [
  Builtin(
    "seed", in: .session, "Fixes every random choice that follows.",
    .required("number", "any whole number; 0 at the start"), example: "seed(7)"
  ) { (context, number: Int) in
    context.state.random = RandomSource(seed: UInt64(bitPattern: Int64(number)))
    return Value.none
  },
  Builtin(
    "threads", in: .session, "Sets how many threads train, and gives their number.",
    .optional(
      "count", shown: "as it is",
      "threads; at the start one for each core, shared with other processes of the program there",
      orElse: Int?.none,
      range: .from(1, to: 1024)),
    example: "threads(1)  # 1"
  ) { (context, count: Int?) in
    if let count { context.state.threads = count }
    return context.state.threads
  },
  Builtin(
    "_alone", in: .session, "Begins or ends what each process does by itself.",
    .required("begins", "whether it begins"), example: "_alone(true)\n_alone(false)"
  ) { (context, begins: Bool) in
    context.state.standAlone(begins, context)
    return Value.none
  },
  Builtin(
    "memory_limit", in: .session,
    "Sets how many bytes a program may hold before a request for more is an error, and gives it.",
    .optional(
      "bytes", shown: "as it is", "the limit; nine tenths of the machine's memory at the start",
      orElse: Double?.none, range: .from(1e8)),
    example: "memory_limit() > 1e8  # true"
  ) { (_, bytes: Double?) in
    if let bytes { MemoryBudget.bytes = bytes }
    return MemoryBudget.bytes
  },
]
