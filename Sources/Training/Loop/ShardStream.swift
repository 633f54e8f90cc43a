internal import KernelTable
internal import Layers
internal import Processes
internal import Tensors

/// What shards came to, as words of 32 bits to be sent: of each its loss, its predictions, and of each
/// parameter that travels so the pieces and values of its gradient.
struct ShardStream {
  private(set) var words: [UInt32] = []

  /// In place of a number of pieces: the whole parameter.
  fileprivate static let whole = UInt32.max

  mutating func removeAll() { words.removeAll(keepingCapacity: true) }

  mutating func append(_ result: ObjectiveResult) {
    let bits = result.loss.bitPattern
    words += [
      UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32),
      UInt32(truncatingIfNeeded: result.predictions.count),
    ]
    words += result.predictions.map { UInt32(truncatingIfNeeded: $0) }
  }

  mutating func append(_ part: GradientPart) {
    var count = part.values.count
    if let pieces = part.pieces {
      count = pieces.reduce(0) { $0 + $1.count }
      words.append(UInt32(truncatingIfNeeded: pieces.count))
      for piece in pieces {
        words.append(UInt32(truncatingIfNeeded: piece.start))
        words.append(UInt32(truncatingIfNeeded: piece.count))
      }
    } else {
      words.append(Self.whole)
    }
    words.append(UInt32(truncatingIfNeeded: count))
    part.values.pointer.withMemoryRebound(to: UInt32.self, capacity: count) {
      words.append(contentsOf: UnsafeBufferPointer(start: $0, count: count))
    }
  }

  /// The words of all processes end to end, each of which has so many.
  func gathered(from group: any ProcessGroup, lengths: [Int]) throws -> [UInt32] {
    let total = lengths.reduce(0, +)
    return try [UInt32](unsafeUninitializedCapacity: total) { all, count in
      try words.withUnsafeBytes {
        try group.gather(
          $0, counts: lengths.map { 4 * $0 }, into: UnsafeMutableRawBufferPointer(all))
      }
      count = total
    }
  }

  /// A shard, as it stands in the words.
  struct Shard {
    var result: ObjectiveResult
    /// One a parameter; nil for those that travel otherwise.
    var parts: [Part?]
  }

  /// A shard's gradient of a parameter, by places in the words.
  struct Part {
    /// Of the pairs of start and count; nil where it is the whole parameter.
    var pieces: Range<Int>?
    var values: Range<Int>

    /// Adds it to `gradient`, which the first shard begins.
    func add(_ words: UnsafeBufferPointer<UInt32>, to gradient: Storage<Float>, isFirst: Bool) {
      guard let base = words.baseAddress else { return }
      (base + values.lowerBound).withMemoryRebound(to: Float.self, capacity: values.count) {
        source in
        guard let pieces else {
          if isFirst {
            gradient.pointer.update(from: source, count: values.count)
          } else {
            Kernels.best.addScaled(source, 1, gradient.pointer, values.count)
          }
          return
        }
        if isFirst { gradient.fill(with: 0) }
        var offset = 0
        for place in stride(from: pieces.lowerBound, to: pieces.upperBound, by: 2) {
          let (start, count) = (Int(words[place]), Int(words[place + 1]))
          Kernels.best.addScaled(source + offset, 1, gradient.pointer + start, count)
          offset += count
        }
      }
    }
  }

  /// Reads the words of all processes. What does not fit is an error and never an access.
  struct Reader {
    private let words: [UInt32]
    private let lengths: [Int]
    private var place = 0
    private var end = 0

    init(_ words: [UInt32], lengths: [Int]) {
      self.words = words
      self.lengths = lengths
    }

    /// All shards of a batch, in their order. `sizes` says how many values each parameter has, nil for
    /// those that travel otherwise.
    mutating func shards(
      _ count: Int, of processes: Int, sizes: () -> [Int?]
    ) throws -> [Shard] {
      let sizes = sizes()
      var found = [Shard?](repeating: nil, count: count)
      var start = 0
      for (process, length) in lengths.enumerated() {
        place = start
        start += length
        end = start
        for shard in stride(from: process, to: count, by: processes) {
          let result = try result()
          found[shard] = Shard(result: result, parts: try sizes.map { try $0.map { try part($0) } })
        }
        guard place == end else { throw Self.unreadable }
      }
      return found.compactMap { $0 }
    }

    private static var unreadable: ProcessError {
      ProcessError("what another process sent of a step cannot be read")
    }

    private mutating func next() throws -> UInt32 {
      guard place < end else { throw Self.unreadable }
      place += 1
      return words[place - 1]
    }

    private mutating func next(_ count: Int) throws -> Range<Int> {
      guard count <= end - place else { throw Self.unreadable }
      place += count
      return place - count..<place
    }

    private mutating func result() throws -> ObjectiveResult {
      var result = ObjectiveResult()
      let (low, high) = (try next(), try next())
      result.loss = Double(bitPattern: UInt64(high) << 32 | UInt64(low))
      let predictions = try next(Int(try next()))
      result.predictions = words[predictions].map { Int(Int32(bitPattern: $0)) }
      return result
    }

    private mutating func part(_ size: Int) throws -> Part {
      let count = try next()
      guard count != ShardStream.whole else {
        let values = try next(Int(try next()))
        guard values.count == size else { throw Self.unreadable }
        return Part(pieces: nil, values: values)
      }
      let pieces = try next(2 * Int(count))
      var sum = 0
      for piece in stride(from: pieces.lowerBound, to: pieces.upperBound, by: 2) {
        guard Int(words[piece]) + Int(words[piece + 1]) <= size else { throw Self.unreadable }
        sum += Int(words[piece + 1])
      }
      let values = try next(Int(try next()))
      guard values.count == sum else { throw Self.unreadable }
      return Part(pieces: pieces, values: values)
    }
  }
}
