internal import KernelTable
internal import Layers
internal import Processes
internal import Tensors

/// Processes that train one model: shards are numbered over all of them, each computes every so many-th, and
/// all add all of them up in their order. So the sums are the same to the bit for any number of processes.
///
/// Of parameters whose gradients are pieces, such as the vectors of a batch's words, the pieces travel to
/// all. So do small gradients that are whole. Large ones are added by owners (`OwnedSums`): each process gets
/// a range of them from all, adds it, and what it came to goes to all.
///
/// Every batch begins with a meeting: its step, how many bytes follow, who wants to stop, and now and then a
/// checksum of the weights. Only what was told there ends a loop, and never a process's own wish: one that
/// left by itself would leave the others waiting.
final class GroupExchange: Exchange {
  private let group: any ProcessGroup
  private let parameters: [Parameter]
  private let threads: Int
  private let local: LocalExchange
  /// Those of `parameters` whose gradients are pieces, and the others.
  private let looksUp: [Bool]
  private var shards = 0
  private var isSurvey = false
  private var stream = ShardStream()
  private var owned: OwnedSums
  private var ownsWhole = false
  /// Steps so far, by which the weights are compared now and then.
  private var steps: UInt64 = 0
  private var isAskedToEnd = false

  /// What a process says of a batch.
  private enum Wish {
    static let toEnd: UInt64 = 1
    static let toDrop: UInt64 = 2
  }

  /// Weights are compared each so many steps.
  private static let comparison: UInt64 = 10

  init(_ group: any ProcessGroup, _ network: Sequential, threads: Int) {
    self.group = group
    parameters = network.parameters
    self.threads = threads
    local = LocalExchange(parameters, threads: threads)
    let tables = network.layers.flatMap(\.matrices).filter(\.looksUpRows).map(\.parameter)
    looksUp = parameters.map { parameter in tables.contains { $0 === parameter } }
    owned = OwnedSums(group, zip(parameters, looksUp).filter { !$0.1 }.map(\.0), threads: threads)
  }

  func begin(shards count: Int, forSurvey: Bool) -> [Int] {
    shards = count
    isSurvey = forSurvey
    guard !forSurvey else { return local.begin(shards: count, forSurvey: true) }
    ownsWhole = owned.pays(shards: count)
    stream.removeAll()
    owned.begin(shards: count)
    return Array(stride(from: group.number, to: count, by: group.count))
  }

  func add(_ lanes: ArraySlice<Lane>, to answers: inout Answers) {
    guard !isSurvey else { return local.add(lanes, to: &answers) }
    for lane in lanes {
      stream.append(lane.result)
      var whole: [GradientPart] = []
      for (part, looksUp) in zip(lane.pass.gradients, looksUp) {
        if ownsWhole && !looksUp { whole.append(part) } else { stream.append(part) }
      }
      if ownsWhole { owned.add(whole) }
    }
  }

  func finish(_ answers: inout Answers, isDropped: Bool, _ stop: StopRequests) throws {
    let lengths = try meet(isDropped: isDropped, stop)
    guard !isSurvey else { return }
    let all = try stream.gathered(from: group, lengths: lengths)
    var reader = ShardStream.Reader(all, lengths: lengths)
    let parts = try reader.shards(shards, of: group.count) {
      zip(parameters, looksUp).map { ownsWhole && !$1 ? nil : $0.gradient.count }
    }
    for shard in parts { answers.append(shard.result) }
    all.withUnsafeBufferPointer { words in
      Parallel.run(pieces: parameters.count, threads: threads) { index in
        for (number, shard) in parts.enumerated() {
          shard.parts[index]?.add(
            words, to: parameters[index].gradient, isFirst: number == 0)
        }
      }
    }
    if ownsWhole { try owned.finish() }
  }

  /// How many words each sends; throws where anybody drops the batch, or has other weights.
  private func meet(isDropped: Bool, _ stop: StopRequests) throws -> [Int] {
    steps += 1
    let isCompared = steps % Self.comparison == 1
    let wish = isDropped ? Wish.toDrop : stop.afterBatch() ? Wish.toEnd : 0
    let told = try group.meet(
      for: .step,
      [
        steps, isSurvey ? 0 : UInt64(stream.words.count), wish,
        isCompared && !isDropped ? parameters.weightsChecksum : 0,
      ])
    if told.contains(where: { $0[2] == Wish.toDrop }) { throw CancellationError() }
    for (number, other) in told.enumerated() where other[0] != told[0][0] {
      throw ProcessError(
        "process \(number) is in another step of the training than process 0",
        notes: ["it is its step \(other[0]), and step \(told[0][0]) of process 0"])
    }
    for (number, other) in told.enumerated() where other[3] != told[0][3] {
      throw ProcessError(
        "process \(number) has come to other weights than process 0",
        notes: ["they were the same when the training began: a machine may compute wrongly"],
        help: "go on from a checkpoint, without that machine")
    }
    isAskedToEnd = told.contains { $0[2] == Wish.toEnd }
    if isAskedToEnd, wish != Wish.toEnd { stop.endsForOthers() }
    return told.map { Int(clamping: $0[1]) }
  }

  func endsAfterBatch(_ stop: StopRequests) -> Bool { isAskedToEnd }
}

extension [Parameter] {
  /// Of all values, in their order.
  var weightsChecksum: UInt64 {
    var sum = Checksum()
    for parameter in self {
      sum.add(UnsafeRawBufferPointer(start: parameter.values.pointer, count: 4 * parameter.count))
    }
    return sum.value
  }
}
