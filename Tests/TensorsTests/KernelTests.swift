import Glibc
import KernelTable
import Tensors
import Testing

/// Every variant of every kernel that this machine can run, against the plain definition.
@Suite struct KernelTests {
  static let variants = Kernels.all.indices.map { $0 }

  struct Size: Sendable {
    var rows: Int
    var columns: Int
    var width: Int
    var density: Double
  }

  static let sizes: [Size] = [(0, 3), (1, 1), (3, 2), (4, 4), (7, 5), (33, 20)].flatMap {
    rows, columns in
    [16, 32, 48, 64, 112].flatMap { width in
      [0, 0.1, 0.5, 1].map {
        Size(rows: rows, columns: columns, width: width, density: $0)
      }
    }
  }

  private func random(_ count: Int, _ source: inout RandomSource) -> Storage<Float> {
    Storage((0..<count).map { _ in source.uniform(-1, 1) })
  }

  private func matrix(_ size: Size, _ source: inout RandomSource) -> SparseMatrix {
    var matrix = SparseMatrix.random(
      rows: size.rows, columns: size.columns, density: size.density, using: &source)
    for position in matrix.values.indices { matrix.values[position] = source.uniform(-1, 1) }
    return matrix
  }

  private func withRows(_ matrix: SparseMatrix, _ body: (SparseRows) -> Void) {
    let starts = Storage(matrix.rowStarts)
    let columns = Storage(matrix.columnIndices)
    let values = Storage(matrix.values)
    withExtendedLifetime((starts, columns, values)) {
      body(
        SparseRows(
          rowStarts: starts.pointer, columnIndices: columns.pointer, values: values.pointer))
    }
  }

  @Test(arguments: variants, sizes)
  func sparseProduct(variant: Int, size: Size) {
    var source = RandomSource(seed: 1)
    let matrix = matrix(size, &source)
    let x = random(size.columns * size.width, &source)
    let start = random(size.rows * size.width, &source)
    for accumulates in [false, true] {
      for active in stride(from: 16, through: size.width, by: 16) {
        let y = Storage(start.array)
        withRows(matrix) {
          Kernels.all[variant].sparseProduct(
            $0, size.rows, x.pointer, y.pointer, size.width, active, accumulates)
        }
        for row in 0..<size.rows {
          for column in 0..<size.width {
            let place = row * size.width + column
            var expected = accumulates ? start.pointer[place] : 0
            for k in matrix.positions(ofRow: row) {
              expected +=
                matrix.values[k]
                * x.pointer[Int(matrix.columnIndices[k]) * size.width + column]
            }
            if column >= active { expected = start.pointer[place] }
            #expect(abs(y.pointer[place] - expected) < 1e-4)
          }
        }
      }
    }
  }

  @Test(arguments: variants, sizes)
  func sampledProduct(variant: Int, size: Size) {
    for steps in [1, 3, 8, 19] { sampledProduct(variant, size, steps) }
  }

  private func sampledProduct(_ variant: Int, _ size: Size, _ steps: Int) {
    var source = RandomSource(seed: 2)
    let matrix = matrix(size, &source)
    let d = random(steps * size.rows * size.width, &source)
    let x = random(steps * size.columns * size.width, &source)
    // Fewer columns run as the texts end.
    let active = Storage<Int32>(
      (0..<steps).map { Int32(max(16, size.width - $0 / 8 * 16)) })
    let gradient = Storage<Float>(count: matrix.count)
    withRows(matrix) {
      Kernels.all[variant].sampledProduct(
        $0, size.rows, d.pointer, size.rows * size.width, x.pointer, size.columns * size.width,
        size.width, steps, active.pointer, gradient.pointer)
    }
    for row in 0..<size.rows {
      for k in matrix.positions(ofRow: row) {
        var expected: Float = 0
        for step in 0..<steps {
          for column in 0..<Int(active.pointer[step]) {
            expected +=
              d.pointer[(step * size.rows + row) * size.width + column]
              * x.pointer[
                (step * size.columns + Int(matrix.columnIndices[k])) * size.width + column]
          }
        }
        #expect(abs(gradient.pointer[k] - expected) < 2e-3)
      }
    }
  }

  @Test(arguments: variants, [1, 7, 8, 20, 33])
  func rowsAndPanels(variant: Int, features: Int) {
    var source = RandomSource(seed: 3)
    let width = 32
    let rows = random(width * features, &source)
    let places = (0..<width).map { rows.pointer + $0 * features }
    let panel = Storage<Float>(count: features * width)
    Kernels.all[variant].gatherRows(places, features, panel.pointer, width, width)
    for feature in 0..<features {
      for column in 0..<width {
        #expect(
          panel.pointer[feature * width + column] == rows.pointer[column * features + feature])
      }
    }
    // All columns into one row: what two places of a word add up to.
    let sum = Storage<Float>(count: features)
    Kernels.all[variant].scatterRows(
      panel.pointer, [Floats](repeating: sum.pointer, count: width), features, width, width)
    for feature in 0..<features {
      var expected: Float = 0
      for column in 0..<width { expected += panel.pointer[feature * width + column] }
      #expect(abs(sum.pointer[feature] - expected) < 1e-4)
    }
  }

  @Test(arguments: variants)
  func squashing(variant: Int) {
    let inputs = (-400...400).map { Float($0) / 20 } + [0, 100, -100, .infinity, -.infinity]
    let tanh = Storage(inputs)
    let sigmoid = Storage(inputs)
    Kernels.all[variant].tanh(tanh.pointer, tanh.count)
    Kernels.all[variant].sigmoid(sigmoid.pointer, sigmoid.count)
    for (index, input) in inputs.enumerated() {
      let e = exp(-2 * abs(Double(input)))
      let magnitude = (1 - e) / (1 + e)
      let expected = input < 0 ? -magnitude : magnitude
      #expect(abs(Double(tanh.pointer[index]) - expected) < 2e-6)
      let p = 1 / (1 + exp(-Double(input)))
      #expect(abs(Double(sigmoid.pointer[index]) - p) < 2e-6)
    }
  }

  @Test(arguments: variants, [1, 15, 16, 40])
  func optimizers(variant: Int, count: Int) {
    var source = RandomSource(seed: 4)
    let table = Kernels.all[variant]
    let w = random(count, &source)
    let g = random(count, &source)
    let (m, v) = (Storage<Float>(count: count), Storage<Float>(count: count))
    var expected = (
      w.array, [Float](repeating: 0, count: count), [Float](repeating: 0, count: count)
    )
    for _ in 0..<3 {
      table.adam(
        w.pointer, g.pointer, m.pointer, v.pointer, count, 0.5, 0.9, 0.999, 0.01, 1e-6)
      for n in 0..<count {
        let gradient = g.pointer[n] * 0.5
        expected.1[n] = 0.9 * expected.1[n] + 0.1 * gradient
        expected.2[n] = 0.999 * expected.2[n] + 0.001 * gradient * gradient
        expected.0[n] -= 0.01 * expected.1[n] / (expected.2[n].squareRoot() + 1e-6)
      }
    }
    for n in 0..<count { #expect(abs(w.pointer[n] - expected.0[n]) < 1e-5) }
    let squares = table.sumOfSquares(g.pointer, count)
    #expect(abs(squares - g.array.reduce(0.0) { $0 + Double($1) * Double($1) }) < 1e-5)
  }
}
