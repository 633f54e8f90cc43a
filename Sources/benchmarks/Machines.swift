internal import ArgumentParser
internal import Evolution
internal import Layers
internal import Measuring
internal import Processes
internal import Training

/// Training steps of the processes that a launcher started together, and what they are made of.
struct Machines: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "machines",
    abstract: "Training steps over the processes of mpirun: what one takes, and its parts.",
    discussion: "benchmarks/machines.py starts it over one process and several, and compares.")

  @Option(help: "Texts a batch.")
  var batch = 256
  @Option(help: "Words of a text.")
  var length = 100
  @Option(help: "Steps an epoch; SET moves connections between epochs.")
  var steps = 10
  @Option(help: "Epochs; the first warms up.")
  var epochs = 8
  @Option(help: "Threads of each process.")
  var threads = 1
  @OptionGroup var sizes: TextModelOptions

  func validate() throws {
    try checkSizes(batch, length, steps, epochs, threads)
    try checkMemory(Double(batch) * Double(length) * Double(max(8, sizes.units)))
  }

  /// Seconds of one step, by parts.
  private struct Parts {
    /// Forward and backward of the shards here.
    var shards = 0.0
    /// Until the last process has come, and until its bytes have.
    var waiting = 0.0
    var transfer = 0.0
    /// Adding up, clipping and the optimizer.
    var rest = 0.0

    var sum: Double { shards + waiting + transfer + rest }
  }

  func run() throws {
    let group = try MPIGroup.joined()
    defer { group?.leave() }
    let timed = group.map { TimedGroup($0) }
    let model = try sizes.model()
    var options = TrainingOptions()
    options.batch = batch
    options.epochs = epochs
    options.threads = threads
    options.evolution = SetEvolution()
    options.seed = 1
    options.group = timed
    let data = syntheticTexts(
      count: batch * steps, length: length, vocabulary: sizes.vocabulary, isUniform: false, seed: 1)
    let run = try TrainingRun(model: model, data: data, options: options)
    let parts = try measure(run, timed)
    guard group?.number ?? 0 == 0 else { return }
    var row = Row("machines", figure: .time("ms_a_step"))
    row.add("processes", .whole(group?.count ?? 1))
    row.add("batch", .whole(batch))
    row.add("parameters", .whole(model.network.parameterCount))
    row.add("ms_a_step", .number(1000 * parts.sum))
    row.add("ms_shards", .number(1000 * parts.shards))
    row.add("ms_waiting", .number(1000 * parts.waiting))
    row.add("ms_transfer", .number(1000 * parts.transfer))
    row.add("ms_rest", .number(1000 * parts.rest))
    row.add("kb_received", .number(Double(timed?.bytes ?? 0) / 1000 / Double(steps * epochs)))
    row.add("weights", .text(model.file.metadata.first { $0.name == "setl.checksum" }?.text ?? "?"))
    row.print(asJSON: true)
  }

  /// The best of the epochs but the first: what else the machine does delays one process, and with it all.
  private func measure(_ run: TrainingRun, _ group: TimedGroup?) throws -> Parts {
    var epochs: [Parts] = []
    var parts = Parts()
    var began = ContinuousClock.now
    var (computed, waited, moved) = (began, 0.0, 0.0)
    let stop = StopRequests(
      afterBatch: {
        // Several processes ask right before they meet, one after the step.
        computed = .now
        (waited, moved) = (group?.waiting ?? 0, group?.transfer ?? 0)
        return false
      }, atOnce: { false })
    while try run.next(
      stop: stop,
      progress: { _ in
        let now = ContinuousClock.now
        let (waiting, transfer) = ((group?.waiting ?? 0) - waited, (group?.transfer ?? 0) - moved)
        if group == nil { computed = now }
        parts.shards += (computed - began).inSeconds
        parts.waiting += waiting
        parts.transfer += transfer
        parts.rest += (now - computed).inSeconds - waiting - transfer
        began = now
      }) != nil
    {
      epochs.append(parts)
      parts = Parts()
      began = .now
    }
    let best = epochs.dropFirst(epochs.count > 1 ? 1 : 0).min { $0.sum < $1.sum } ?? Parts()
    let share = 1 / Double(steps)
    return Parts(
      shards: best.shards * share, waiting: best.waiting * share, transfer: best.transfer * share,
      rest: best.rest * share)
  }
}
