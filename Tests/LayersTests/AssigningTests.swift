import Layers
import Tensors
import Testing

@Suite struct AssigningTests {
  //  [ 1 2 . ]      [ . 5 6 ]      the 2 becomes 5, the 4 becomes 8
  //  [ . 3 4 ]  to  [ 7 . 8 ]
  @Test func whatIsRememberedStaysWithItsConnection() throws {
    let weights = WeightMatrix(
      name: "weights",
      sparse: SparseMatrix(
        rows: 2, columns: 3, rowStarts: [0, 2, 4], columnIndices: [0, 1, 1, 2],
        values: [1, 2, 3, 4]))
    let kept = ParameterState(of: weights.parameter)
    kept.prepare(arrays: 1)
    kept.arrays[0].array = [10, 20, 30, 40]
    kept.step = 5
    let new = SparseMatrix(
      rows: 2, columns: 3, rowStarts: [0, 2, 4], columnIndices: [1, 2, 0, 2],
      values: [5, 6, 7, 8])
    weights.assign(new)
    #expect(weights.sparseMatrix == new)
    #expect(kept.arrays[0].array == [20, 0, 0, 40])
    #expect(kept.ages == [5, 0, 0, 5])
    // What does not fit changes nothing.
    weights.assign(
      SparseMatrix(rows: 1, columns: 3, rowStarts: [0, 0], columnIndices: [], values: []))
    weights.assign(dense: [1, 2, 3, 4])
    #expect(weights.sparseMatrix == new)
  }

  /// Where a change leaves fewer connections than before, all that stay are as old as they were.
  @Test func whatStaysWhereOthersGoKeepsItsAge() {
    let weights = WeightMatrix(
      name: "weights",
      sparse: SparseMatrix(
        rows: 1, columns: 5, rowStarts: [0, 5], columnIndices: [0, 1, 2, 3, 4],
        values: [1, 2, 3, 4, 5]))
    let kept = ParameterState(of: weights.parameter)
    kept.step = 7
    weights.replace(
      with: SparseMatrix(
        rows: 1, columns: 5, rowStarts: [0, 3], columnIndices: [0, 3, 4], values: [0, 4, 5]),
      origins: [-1, 3, 4])
    #expect(kept.ages == [0, 7, 7])
  }

  @Test func denseOnesTakeAllWeights() {
    let weights = WeightMatrix(name: "weights", rows: 1, columns: 2, dense: [1, 2])
    weights.assign(dense: [3, 4])
    #expect(weights.parameter.values.array == [3, 4])
    weights.assign(dense: [5])
    #expect(weights.parameter.values.array == [3, 4])
  }

  @Test func rowsAreTakenOutAndPutBack() throws {
    for density in [0.0, 0.3, 1] {
      var random = RandomSource(seed: 1)
      let matrix = SparseMatrix.random(rows: 6, columns: 5, density: density, using: &random)
      for range in [0..<0, 0..<6, 2..<4, 5..<6] {
        let part = matrix.rows(range)
        #expect(part.invariantViolation() == nil)
        #expect(matrix.replacingRows(from: range.lowerBound, with: part) == matrix)
        var other = SparseMatrix.random(
          rows: range.count, columns: 5, density: 0.5, using: &random)
        other.values = other.values.map { _ in 7 }
        let changed = try #require(matrix.replacingRows(from: range.lowerBound, with: other))
        #expect(changed.invariantViolation() == nil)
        #expect(changed.rows(range) == other)
        #expect(changed.rows(0..<range.lowerBound) == matrix.rows(0..<range.lowerBound))
        #expect(changed.rows(range.upperBound..<6) == matrix.rows(range.upperBound..<6))
      }
    }
  }
}
