import Datasets
import Tensors
import Testing

/// Splits keep the share of the whole, and that of each class to within one example.
@Suite struct SplitTests {
  private func examples(_ sizes: [Int]) -> FeatureExamples {
    var labels: [Int] = []
    // Mixed, so that no class stands together.
    for turn in 0..<(sizes.max() ?? 0) {
      for (label, size) in sizes.enumerated() where turn < size { labels.append(label) }
    }
    return FeatureExamples(
      features: 1, inputs: labels.indices.map { Float($0) },
      targets: .classes(labels, names: sizes.indices.map { "class \($0)" }))
  }

  static let sizes: [[Int]] =
    [[1], [2], [3], [10], [1, 1], [2, 1], [100, 1], [7, 5, 3], [1000, 100, 10, 1]]
    + (1...20).map { [Int](repeating: 2, count: $0) }
    + (1...20).map { [Int](repeating: 3, count: $0) } + (1...30).map { Array(1...$0) }

  @Test(arguments: [0.01, 0.1, 0.25, 0.29, 1.0 / 3, 0.5, 0.75, 0.8, 0.9, 0.99])
  func partsHaveTheirShares(_ share: Double) {
    for sizes in Self.sizes {
      let whole = examples(sizes)
      var random = RandomSource(seed: 7)
      let (first, second) = whole.split(share, using: &random)
      let rounded = Int((share * Double(whole.count)).rounded())
      let expected = whole.count < 2 ? rounded : min(max(rounded, 1), whole.count - 1)
      #expect(first.count == expected, "\(sizes)")
      #expect(first.count + second.count == whole.count)
      for (count, size) in zip(first.classCounts, sizes) {
        #expect(abs(Double(count) - share * Double(size)) <= 1, "\(sizes)")
      }
      // Every example once, each part in the order of the whole.
      let parts = [first, second].map { part in
        (0..<part.count).map { part.inputs(at: $0).first ?? -1 }
      }
      #expect(parts.allSatisfy { $0 == $0.sorted() })
      #expect(parts.joined().sorted() == (0..<whole.count).map { Float($0) })
    }
  }

  @Test func theSameSeedSplitsAlikeAndAnotherDoesNot() {
    let whole = examples([20, 20])
    func first(_ seed: UInt64) -> [Float] {
      var random = RandomSource(seed: seed)
      let part = whole.split(0.5, using: &random).0
      return (0..<part.count).map { part.inputs(at: $0).first ?? -1 }
    }
    #expect(first(1) == first(1))
    #expect(first(1) != first(2))
  }

  @Test func numbersAreSplitWithoutClasses() {
    for count in 2...40 {
      let whole = FeatureExamples(
        features: 1, inputs: (0..<count).map { Float($0) },
        targets: .values((0..<count).map { Float($0) }, outputs: 1))
      var random = RandomSource(seed: 3)
      let (first, second) = whole.split(0.8, using: &random)
      #expect(first.count == min(max(Int((0.8 * Double(count)).rounded()), 1), count - 1))
      #expect(second.count == count - first.count)
      #expect((0..<first.count).allSatisfy { first.values(at: $0) == first.inputs(at: $0) })
    }
  }

  @Test func piecesOfPiecesKeepTheirTargets() {
    let whole = examples([4, 4, 4])
    let piece = whole.subset([11, 3, 7]).subset([2, 0])
    #expect(piece.count == 2 && piece.labels == [7 % 3, 11 % 3])
    #expect(piece.inputs(at: 0) == [7] && piece.inputs(at: 1) == [11])
    #expect(piece.classCounts == [0, 1, 1])
  }
}
