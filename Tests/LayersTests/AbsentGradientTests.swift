import Layers
import Tensors
import Testing

/// The gradient of places without a connection is the one that they would have in a dense layer of the same
/// weights.
@Suite struct AbsentGradientTests {
  /// The first longer than a segment of checkpoints; longest first, as in every batch.
  private static let longTexts: [[Int32]] = [
    [3, 1, 4, 1, 5, 2, 6, 5, 3, 5, 8, 7, 2, 3, 2, 3, 8, 4, 6, 2], [8, 2, 8, 1, 8, 2, 8, 4, 5],
    [2, 7, 1, 3], [5],
  ]

  @Test(arguments: TestCase.all, [false, true])
  func theyEqualThoseOfDenseLayers(_ test: TestCase, keepsCheckpoints: Bool) throws {
    var test = test
    if case .words = test.input {
      test.input = .words(Self.longTexts)
      let words = Self.longTexts.reduce(0) { $0 + $1.count }
      if test.isByStep { test.targets = .classes((0..<words).map { $0 * $0 % 9 }) }
    }
    let sparse = try test.model()
    guard sparse.layers.flatMap(\.matrices).contains(where: \.isSparse) else { return }
    let dense = try test.denseCopy(of: sparse)
    let expected = test.evaluate(dense)
    let pass = sparse.makeNetworkPass()
    // What was read, and the gradient of what was given, are looked at again.
    let (buffer, gradient) = (Storage<Float>(), Storage<Float>())
    defer { withExtendedLifetime((buffer, gradient)) {} }
    let plain = test.evaluate(sparse)
    // Used twice, so that nothing of the first time is left in the second.
    _ = test.evaluate(
      sparse, with: pass, keepsAbsentGradients: true, keepsCheckpoints: keepsCheckpoints,
      reading: buffer, gradient: gradient)
    let found = test.evaluate(
      sparse, with: pass, keepsAbsentGradients: true, keepsCheckpoints: keepsCheckpoints,
      reading: buffer, gradient: gradient)
    #expect(found.loss == plain.loss && found.gradients == plain.gradients)
    for (layer, content) in sparse.layers.enumerated() {
      for (number, matrix) in content.matrices.enumerated() where matrix.isSparse {
        let whole = wholeGradient(of: matrix, number, pass.passes[layer])
        let place = try #require(sparse.parameters.firstIndex { $0 === matrix.parameter })
        let wanted = expected.gradients[place]
        let largest = wanted.reduce(1) { max($0, abs($1)) }
        for (k, gradient) in whole.enumerated() {
          #expect(
            abs(gradient - wanted[k]) < 5e-5 * largest,
            "\(content.kind) \(matrix.parameter.name)[\(k)]")
        }
        #expect(whole.contains { abs($0) > 1e-4 })
      }
    }
  }

  /// In blocks of three rows.
  private func wholeGradient(
    of matrix: WeightMatrix, _ number: Int, _ pass: any LayerPass
  ) -> [Float] {
    var whole: [Float] = []
    for start in stride(from: 0, to: matrix.rows, by: 3) {
      let rows = start..<min(start + 3, matrix.rows)
      let block = Storage<Float>(count: rows.count * matrix.columns)
      pass.addDenseGradient(ofMatrix: number, rows: rows, to: block.pointer)
      let given = pass.rowsWithGradient(ofMatrix: number, in: rows)
      for row in rows where !given.contains(row) {
        let place = (row - rows.lowerBound) * matrix.columns
        #expect(block.array[place..<place + matrix.columns].allSatisfy { $0 == 0 })
      }
      whole += block.array
    }
    return whole
  }
}
