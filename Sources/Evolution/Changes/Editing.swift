public import Tensors

/// Connections removed and grown by hand, and what the rules share.
extension SparseMatrix {
  /// What goes of each of `blocks` equal blocks of rows: the fraction of its weights nearest zero.
  func selections(
    blocks: Int, fraction: Double, bySign: Bool, threads: Int = 1
  ) -> [Selection] {
    let blockRows = rows / max(blocks, 1)
    return (0..<max(blocks, 1)).map { block in
      let positions = positions(ofRows: block * blockRows..<(block + 1) * blockRows)
      return Selection(fraction, of: values, at: positions, bySign: bySign, threads: threads)
    }
  }

  /// Removes what is selected of each block, and grows `counts[block]` in it at uniformly random
  /// empty places; fewer where there are not as many.
  func replacing(
    _ gone: [Selection], growing counts: [Int], newWeights: SetEvolution.NewWeights,
    threads: Int = 1, using random: inout RandomSource
  ) -> TopologyChange {
    let blockRows = rows / gone.count
    var ranks: [[Int]] = []
    for (block, (gone, count)) in zip(gone, counts).enumerated() {
      let positions = positions(ofRows: block * blockRows..<(block + 1) * blockRows)
      let empty = blockRows * columns - (positions.count - gone.count)
      ranks.append(random.distinct(count, below: empty, threads: threads))
    }
    var weights: [Float] = []
    if newWeights == .normal {
      let total = ranks.reduce(0) { $0 + $1.count }
      weights = (0..<total).map { _ in Float(0.1 * random.normal()) }
    }
    return TopologyChange(
      of: self, removing: gone, growing: ranks, newWeights: weights, threads: threads)
  }

  /// Without the fraction of the weights nearest zero, in each block by itself.
  ///
  /// The number is rounded to the nearest whole one; the earlier connection goes where magnitudes are
  /// equal.
  public func pruned(fraction: Double, blocks: Int = 1) -> TopologyChange {
    let gone = selections(blocks: blocks, fraction: fraction, bySign: false)
    return TopologyChange(of: self, removing: gone, growing: gone.map { _ in [] }, newWeights: [])
  }

  /// With `count` more connections of weight 0 at uniformly random empty places of the whole matrix;
  /// fewer where there are not as many.
  public func grown(by count: Int, using random: inout RandomSource) -> TopologyChange {
    let none = selections(blocks: 1, fraction: 0, bySign: false)
    return replacing(none, growing: [count], newWeights: .zero, using: &random)
  }
}
