internal import Datasets
internal import Processes

/// Batches whose answers are asked for, shared out over the processes that run a program together: each
/// answers every so many-th, and all get all answers in the order of the batches.
struct SharedBatches {
  private let batches: [[Int]]
  private let examples: ModelExamples
  /// Nil where this process answers all: it is alone, or there is nothing to share out.
  private let group: (any ProcessGroup)?
  private let stop: StopRequests
  private let lengths: [Int]

  init(
    _ batches: [[Int]], _ examples: ModelExamples, _ group: (any ProcessGroup)?,
    _ stop: StopRequests
  ) {
    self.batches = batches
    self.examples = examples
    // What comes first of a stream is what the rest goes on from.
    self.group = batches.count > 1 && !examples.data.isStream ? group : nil
    lengths = examples.data.hasTargetsByStep ? examples.data.lengths : []
    self.stop = stop
  }

  /// Calls `body` with each batch and what `answer` makes of it. False where it was to stop after a batch;
  /// throws `CancellationError` where it was to stop at once.
  func run(
    _ answer: ([Int]) throws -> Answers, _ body: ([Int], Answers) -> Void
  ) throws -> Bool {
    guard let group else {
      for batch in batches {
        if stop.afterBatch() { return false }
        body(batch, try answer(batch))
      }
      return true
    }
    for first in stride(from: 0, to: batches.count, by: group.count) {
      let round = batches[first..<min(first + group.count, batches.count)]
      let mine = group.number < round.count ? batches[first + group.number] : nil
      guard let all = try gather(mine, answer, group) else { return false }
      for (batch, bytes) in zip(round, all) {
        guard var found = Answers(bytes) else {
          throw ProcessError("what another process sent of an evaluation cannot be read")
        }
        found.finish(batch, of: examples, lengths: lengths)
        body(batch, found)
      }
    }
    return true
  }

  /// What each process answered of its batch; nil where one was asked to stop.
  private func gather(
    _ batch: [Int]?, _ answer: ([Int]) throws -> Answers, _ group: any ProcessGroup
  ) throws -> [[UInt8]]? {
    let isEnding = stop.afterBatch()
    var mine: [UInt8] = []
    var isDropped = false
    if let batch, !isEnding {
      do { mine = try answer(batch).bytes } catch is CancellationError { isDropped = true }
    }
    let told = try group.meet(for: .evaluation, [isEnding ? 1 : 0, isDropped ? 1 : 0])
    if told.contains(where: { $0[1] == 1 }) { throw CancellationError() }
    if told.contains(where: { $0[0] == 1 }) {
      if !isEnding { stop.endsForOthers() }
      return nil
    }
    return try group.gather(mine)
  }
}

extension Answers {
  /// What cannot be told from the batch: the loss, what was predicted, what the model gave.
  fileprivate var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func add<Number>(_ numbers: [Number]) {
      numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    add([loss.bitPattern, weight.bitPattern, UInt64(predictions.count), UInt64(outputs.count)])
    add(predictions)
    add(outputs)
    return bytes
  }

  fileprivate init?(_ bytes: [UInt8]) {
    self.init()
    guard bytes.count >= 32 else { return nil }
    bytes.withUnsafeBytes { bytes in
      loss = Double(bitPattern: bytes.loadUnaligned(as: UInt64.self))
      weight = Double(bitPattern: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      let predicted = Int(
        clamping: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
      let given = Int(clamping: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
      guard predicted <= bytes.count, given <= bytes.count,
        bytes.count == 32 + 8 * predicted + 4 * given
      else { return }
      predictions = (0..<predicted).map {
        bytes.loadUnaligned(fromByteOffset: 32 + 8 * $0, as: Int.self)
      }
      outputs = (0..<given).map {
        bytes.loadUnaligned(fromByteOffset: 32 + 8 * predicted + 4 * $0, as: Float.self)
      }
    }
    guard bytes.count == 32 + 8 * predictions.count + 4 * outputs.count else { return nil }
  }
}
