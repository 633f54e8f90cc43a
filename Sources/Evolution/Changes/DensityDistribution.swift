/// How the density of a model is spread over its matrices.
public enum DensityDistribution: Sendable {
  /// The same in all.
  case uniform
  /// Erdős–Rényi: ε (rows + columns) / (rows · columns) in a block of a matrix, with one ε for the model.
  /// What would exceed 1 is dense, and ε is solved again for the rest (Evci et al. 2020).
  case erdosRenyi

  /// One of the matrices: the size of its blocks, and how many there are.
  public struct Size: Sendable {
    public var rows: Int
    public var columns: Int
    public var blocks: Int

    public init(rows: Int, columns: Int, blocks: Int = 1) {
      self.rows = rows
      self.columns = columns
      self.blocks = blocks
    }

    var places: Double { Double(blocks) * Double(rows) * Double(columns) }
    var ends: Double { Double(blocks) * (Double(rows) + Double(columns)) }
  }

  /// The density of each matrix, so that all together have `density`.
  public func densities(of sizes: [Size], density: Double) -> [Double] {
    guard self == .erdosRenyi else { return sizes.map { _ in density } }
    var isDense = [Bool](repeating: false, count: sizes.count)
    while true {
      var left = density * sizes.reduce(0) { $0 + $1.places }
      var ends = 0.0
      for (size, isDense) in zip(sizes, isDense) {
        left -= isDense ? size.places : 0
        ends += isDense ? 0 : size.ends
      }
      let epsilon = ends > 0 ? max(left, 0) / ends : 0
      let shares = zip(sizes, isDense).map { size, isDense in
        isDense || size.places == 0 ? 1 : epsilon * size.ends / size.places
      }
      guard let first = shares.indices.first(where: { !isDense[$0] && shares[$0] > 1 }) else {
        return shares
      }
      // The fullest of them first: another may have room again once it is dense.
      let fullest = shares.indices.reduce(first) {
        !isDense[$1] && shares[$1] > shares[$0] ? $1 : $0
      }
      isDense[fullest] = true
    }
  }
}
