internal import KernelTable
internal import Layers
internal import Processes
internal import Tensors

/// Sums of gradients that are whole, by owners: of the values of all parameters end to end each process owns
/// a range, gets that range of every shard, adds them in the order of the shards, and gives what it came to
/// to all.
///
/// With S shards of N values on P processes each receives (S − S/P) · N/P + N · (P − 1)/P values, where
/// everybody getting everything would be (S − S/P) · N.
struct OwnedSums {
  private let group: any ProcessGroup
  private let parameters: [Parameter]
  private let threads: Int
  private var shards = 0
  /// Of each shard here: its gradients end to end.
  private var kept: [Storage<Float>] = []
  private var used = 0
  private let outgoing = Storage<Float>()
  private let incoming = Storage<Float>()
  /// What this process came to, and what all did.
  private let mySums = Storage<Float>()
  private let sums = Storage<Float>()

  init(_ group: any ProcessGroup, _ parameters: [Parameter], threads: Int) {
    self.group = group
    self.parameters = parameters
    self.threads = threads
  }

  private var count: Int { parameters.reduce(0) { $0 + $1.count } }

  /// Values are worth a second message from so many bytes saved on: what a fast network carries in the time
  /// of one.
  private static let worth = 1 << 16

  /// Whether it pays to add so many shards this way.
  func pays(shards: Int) -> Bool {
    let (all, processes) = (Double(shards), Double(group.count))
    let others = all - (all / processes).rounded(.up)
    let saved = others - others / processes - (processes - 1) / processes
    return 4 * saved * Double(count) > Double(Self.worth)
  }

  mutating func begin(shards: Int) {
    self.shards = shards
    used = 0
  }

  /// Keeps the gradients of the next shard here, one a parameter.
  mutating func add(_ parts: [GradientPart]) {
    if used == kept.count { kept.append(Storage<Float>()) }
    let place = kept[used]
    used += 1
    place.resize(to: count)
    var start = 0
    for (part, parameter) in zip(parts, parameters) {
      if part.pieces == nil, part.values.count == parameter.count {
        (place.pointer + start).update(from: part.values.pointer, count: parameter.count)
      } else {
        (place.pointer + start).update(repeating: 0, count: parameter.count)
        var offset = 0
        for piece in part.pieces ?? [] {
          (place.pointer + start + piece.start).update(
            from: part.values.pointer + offset, count: piece.count)
          offset += piece.count
        }
      }
      start += parameter.count
    }
  }

  /// The shards of a process, in the order of their sending.
  private func shards(of process: Int) -> Int {
    max(0, (shards - process + group.count - 1) / group.count)
  }

  /// Afterwards the parameters have the sums of all shards as their gradients.
  func finish() throws {
    let count = count
    sums.resize(to: count)
    // No message is longer than 2²⁸ bytes.
    let slice = max(1, (1 << 26) / max(shards, 1))
    for start in stride(from: 0, to: count, by: slice) {
      try finish(start..<min(start + slice, count))
    }
    var start = 0
    for parameter in parameters {
      parameter.gradient.pointer.update(from: sums.pointer + start, count: parameter.count)
      start += parameter.count
    }
  }

  private func finish(_ slice: Range<Int>) throws {
    func start(of process: Int) -> Int {
      slice.lowerBound + slice.count * process / group.count
    }
    let ranges = (0..<group.count).map { start(of: $0)..<start(of: $0 + 1) }
    let mine = ranges[group.number]
    outgoing.resize(to: used * slice.count)
    var place = 0
    for range in ranges {
      for gradients in kept.prefix(used) {
        (outgoing.pointer + place).update(
          from: gradients.pointer + range.lowerBound, count: range.count)
        place += range.count
      }
    }
    incoming.resize(to: shards * mine.count)
    try group.exchange(
      UnsafeRawBufferPointer(start: outgoing.pointer, count: 4 * outgoing.count),
      counts: ranges.map { 4 * used * $0.count },
      into: UnsafeMutableRawBufferPointer(start: incoming.pointer, count: 4 * incoming.count),
      given: (0..<group.count).map { 4 * shards(of: $0) * mine.count })
    addIncoming(mine.count)
    try group.gather(
      UnsafeRawBufferPointer(start: mySums.pointer, count: 4 * mine.count),
      counts: ranges.map { 4 * $0.count },
      into: UnsafeMutableRawBufferPointer(
        start: sums.pointer + slice.lowerBound, count: 4 * slice.count))
  }

  /// In the order of the shards, which lie by processes.
  private func addIncoming(_ count: Int) {
    mySums.resize(to: count)
    let starts = (0..<group.count).reduce(into: [0]) { starts, process in
      starts.append(starts[starts.count - 1] + shards(of: process))
    }
    let pieces = max(1, min(threads, count >> 14))
    Parallel.run(pieces: pieces, threads: threads) { piece in
      let range = count * piece / pieces..<count * (piece + 1) / pieces
      let sum = mySums.pointer + range.lowerBound
      for shard in 0..<shards {
        let place = starts[shard % group.count] + shard / group.count
        let source = incoming.pointer + place * count + range.lowerBound
        if shard == 0 {
          sum.update(from: source, count: range.count)
        } else {
          Kernels.best.addScaled(source, 1, sum, range.count)
        }
      }
    }
  }
}
