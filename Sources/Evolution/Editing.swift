public import Tensors

/// Connections removed and grown by hand, and what the rules share.
extension SparseMatrix {
  /// The stored positions of block `block` of `blocks` equal blocks of rows.
  func positions(ofBlock block: Int, of blocks: Int) -> Range<Int> {
    let blockRows = blocks > 0 ? rows / blocks : rows
    return Int(rowStarts[block * blockRows])..<Int(rowStarts[(block + 1) * blockRows])
  }

  /// Removes the connections at `removed` (ascending), and grows `counts[block]` in each block at
  /// uniformly random empty places; fewer where there are not as many.
  func replacing(
    _ removed: [Int], growing counts: [Int], blocks: Int, newWeights: SetEvolution.NewWeights,
    using random: inout RandomSource
  ) -> TopologyChange {
    let blockPlaces = (blocks > 0 ? rows / blocks : rows) * columns
    var grown: [[Int]] = []
    var next = 0
    for block in 0..<max(blocks, 1) {
      let positions = positions(ofBlock: block, of: blocks)
      let first = next
      while next < removed.count, removed[next] < positions.upperBound { next += 1 }
      let empty = blockPlaces - (positions.count - (next - first))
      grown.append(random.distinct(block < counts.count ? counts[block] : 0, below: empty))
    }
    let total = grown.reduce(0) { $0 + $1.count }
    var weights: [Float] = []
    if newWeights == .normal {
      weights = (0..<total).map { _ in Float(0.1 * random.normal()) }
    }
    return TopologyChange(
      of: self, blocks: blocks, removing: removed, growing: grown, newWeights: weights)
  }

  /// Without the fraction of the weights nearest zero, in each block by itself.
  ///
  /// The number is rounded to the nearest whole one; the earlier connection goes where magnitudes are
  /// equal.
  public func pruned(fraction: Double, blocks: Int = 1) -> TopologyChange {
    var removed: [Int] = []
    for block in 0..<max(blocks, 1) {
      let positions = positions(ofBlock: block, of: blocks)
      let count = Int((min(max(fraction, 0), 1) * Double(positions.count)).rounded())
      removed += Selection.smallest(count, of: Array(positions), in: values)
    }
    return TopologyChange(of: self, blocks: blocks, removing: removed, growing: [])
  }

  /// With `count` more connections of weight 0 at uniformly random empty places of the whole matrix;
  /// fewer where there are not as many.
  public func grown(by count: Int, using random: inout RandomSource) -> TopologyChange {
    replacing([], growing: [count], blocks: 1, newWeights: .zero, using: &random)
  }
}
