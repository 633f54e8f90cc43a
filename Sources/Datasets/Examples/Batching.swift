public import Tensors

/// Cuts examples into batches of texts of similar length, so that little is padded.
public enum Batching {
  /// How many batches are sorted by length together.
  private static let batchesInBucket = 64

  /// Every example once, in batches of `size` (the last of a bucket may be smaller), the order random.
  ///
  /// The examples are shuffled, cut into buckets of 64 batches, sorted by length within a bucket
  /// (longest first) and cut; the batches are then shuffled. So a batch is random but for its
  /// lengths, and the same source gives the same batches.
  public static func shuffled(
    lengths: [Int], size: Int, using random: inout RandomSource
  ) -> [[Int]] {
    var order = Array(lengths.indices)
    random.shuffle(&order)
    var batches: [[Int]] = []
    let bucket = max(size, 1) * batchesInBucket
    for start in stride(from: 0, to: order.count, by: bucket) {
      let members = Array(order[start..<min(start + bucket, order.count)])
      batches += cut(members, lengths: lengths, size: size)
    }
    random.shuffle(&batches)
    return batches
  }

  /// Every example once, longest first: for evaluation, where order does not matter.
  public static func sorted(lengths: [Int], size: Int) -> [[Int]] {
    cut(Array(lengths.indices), lengths: lengths, size: size)
  }

  private static func cut(_ members: [Int], lengths: [Int], size: Int) -> [[Int]] {
    // The position breaks ties, so the order does not hang on the sort's own.
    let sorted = members.enumerated().sorted { a, b in
      lengths[a.element] != lengths[b.element]
        ? lengths[a.element] > lengths[b.element] : a.offset < b.offset
    }.map(\.element)
    return stride(from: 0, to: sorted.count, by: max(size, 1)).map { start in
      Array(sorted[start..<min(start + max(size, 1), sorted.count)])
    }
  }
}
