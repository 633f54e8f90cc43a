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
    let present = random(size.rows * size.width, &source)
    let numbers = random(size.rows, &source)
    for start in [SumStart.zero, .present, .each(numbers.pointer)] {
      for active in stride(from: 16, through: size.width, by: 16) {
        let y = Storage(present.array)
        withRows(matrix) {
          Kernels.all[variant].sparseProduct(
            $0, size.rows, x.pointer, y.pointer, size.width, active, start)
        }
        for row in 0..<size.rows {
          for column in 0..<size.width {
            let place = row * size.width + column
            var expected =
              switch start {
              case .zero: Float(0)
              case .present: present.pointer[place]
              case .each(let numbers): numbers[row]
              }
            for k in matrix.positions(ofRow: row) {
              expected +=
                matrix.values[k]
                * x.pointer[Int(matrix.columnIndices[k]) * size.width + column]
            }
            if column >= active { expected = present.pointer[place] }
            #expect(abs(y.pointer[place] - expected) < 1e-4)
          }
        }
      }
    }
  }

  @Test(arguments: variants, sizes)
  func scatteredProduct(variant: Int, size: Size) {
    var source = RandomSource(seed: 1)
    let matrix = matrix(size, &source)
    let x = random(size.rows * size.width, &source)
    let start = random(size.columns * size.width, &source)
    for active in stride(from: 16, through: size.width, by: 16) {
      let y = Storage(start.array)
      withRows(matrix) {
        Kernels.all[variant].scatteredProduct(
          $0, size.rows, x.pointer, y.pointer, size.width, active)
      }
      var expected = start.array
      for row in 0..<size.rows {
        for k in matrix.positions(ofRow: row) {
          for column in 0..<active {
            expected[Int(matrix.columnIndices[k]) * size.width + column] +=
              matrix.values[k] * x.pointer[row * size.width + column]
          }
        }
      }
      for (found, expected) in zip(y.array, expected) { #expect(abs(found - expected) < 1e-4) }
    }
  }

  /// Columns of a softmax: some numbers far below the largest, and more rows than are added at once.
  @Test(arguments: variants, [(1, 16), (3, 32), (150, 48)])
  func columnPowers(variant: Int, size: (rows: Int, width: Int)) {
    var source = RandomSource(seed: 4)
    let (rows, width) = size
    let y = Storage(source.uniform(-6, 6, count: rows * width))
    for row in stride(from: 0, to: rows, by: 7) { y.pointer[row * width] = -200 }
    for active in stride(from: 16, through: width, by: 16) {
      let (most, sums, powers) = (
        Storage<Float>(count: width), Storage<Float>(count: width),
        Storage<Float>(count: rows * width)
      )
      let places = Storage<Int32>(count: width)
      Kernels.all[variant].columnPowers(
        y.pointer, rows, width, active, most.pointer, places.pointer, sums.pointer,
        powers.pointer)
      let only = Storage<Float>(count: width)
      Kernels.all[variant].columnPowers(
        y.pointer, rows, width, active, most.pointer, places.pointer, only.pointer, nil)
      #expect(only.array == sums.array)
      let factors = Storage((0..<width).map { Float($0) })
      let scaled = Storage(powers.array)
      Kernels.all[variant].scaleColumns(scaled.pointer, rows, width, active, factors.pointer)
      for column in 0..<width {
        guard column < active else {
          #expect(sums.pointer[column] == 0 && scaled.pointer[column] == 0)
          continue
        }
        let values = (0..<rows).map { y.pointer[$0 * width + column] }
        let largest = values.max() ?? 0
        #expect(most.pointer[column] == largest)
        #expect(Int(places.pointer[column]) == values.firstIndex(of: largest))
        var sum = 0.0
        for (row, value) in values.enumerated() {
          let expected = exp(Double(value) - Double(largest))
          sum += expected
          let found = powers.pointer[row * width + column]
          #expect(abs(Double(found) - expected) <= 1e-6 * expected + 1e-38)
          #expect(scaled.pointer[row * width + column] == found * Float(column))
        }
        #expect(abs(Double(sums.pointer[column]) - sum) < 2e-6 * sum)
      }
    }
  }

  /// Beside the product and the sampled product of each step, whatever columns are looked at.
  @Test(arguments: variants, sizes)
  func sequenceBackward(variant: Int, size: Size) {
    for steps in [1, 3, 4, 8, 19] { sequenceBackward(variant, size, steps) }
  }

  private func sequenceBackward(_ variant: Int, _ size: Size, _ steps: Int) {
    var source = RandomSource(seed: 3)
    let byColumns = matrix(
      Size(rows: size.columns, columns: size.rows, width: size.width, density: size.density),
      &source)
    let (dSize, xSize) = (size.rows * size.width, size.columns * size.width)
    let d = random(steps * dSize, &source)
    let x = random(steps * xSize, &source)
    // The gradients lie the other way round: how far they are apart is for the caller to say.
    let dx = random(steps * xSize, &source)
    let untouched = dx.array
    let active = Storage<Int32>(
      (0..<steps).map { Int32(max(16, size.width - $0 / 8 * 16)) })
    let gradient = random(byColumns.count, &source)
    let before = gradient.array
    withRows(byColumns) {
      Kernels.all[variant].sequenceBackward(
        $0, size.columns, d.pointer, dSize, x.pointer, xSize,
        dx.pointer + (steps - 1) * xSize, -xSize, size.width, steps, active.pointer,
        gradient.pointer)
    }
    var expectedGradient = before
    for step in 0..<steps {
      for column in 0..<size.columns {
        let place = (steps - 1 - step) * xSize + column * size.width
        var expected = [Float](repeating: 0, count: size.width)
        for k in byColumns.positions(ofRow: column) {
          let row = step * dSize + Int(byColumns.columnIndices[k]) * size.width
          for n in 0..<Int(active.pointer[step]) {
            let number = d.pointer[row + n]
            expected[n] += byColumns.values[k] * number
            expectedGradient[k] += number * x.pointer[step * xSize + column * size.width + n]
          }
        }
        for n in 0..<size.width {
          let found = dx.pointer[place + n]
          let isLookedAt = n < Int(active.pointer[step])
          #expect(isLookedAt ? abs(found - expected[n]) < 2e-3 : found == untouched[place + n])
        }
      }
    }
    for k in before.indices {
      let difference = gradient.pointer[k] - expectedGradient[k]
      #expect(abs(difference) < 2e-3)
    }
  }

  /// Three steps one after the other: what goes down, and parts whose sums are the gradient.
  @Test(arguments: variants, sizes)
  func stepBackward(variant: Int, size: Size) {
    var source = RandomSource(seed: 4)
    let byColumns = matrix(
      Size(rows: size.columns, columns: size.rows, width: size.width, density: size.density),
      &source)
    let parts = Storage<Float>(count: 8 * byColumns.count)
    var expectedGradient = [Float](repeating: 0, count: byColumns.count)
    for (active, start) in [(size.width, SumStart.zero), (16, .zero), (size.width, .present)] {
      let d = random(size.rows * size.width, &source)
      let x = random(size.columns * size.width, &source)
      let dx = random(size.columns * size.width, &source)
      let before = dx.array
      withRows(byColumns) {
        Kernels.all[variant].stepBackward(
          $0, size.columns, d.pointer, x.pointer, dx.pointer, size.width, active, start,
          parts.pointer)
      }
      for column in 0..<size.columns {
        let place = column * size.width
        var expected = Array(before[place..<place + size.width])
        if case .zero = start { for n in 0..<active { expected[n] = 0 } }
        for k in byColumns.positions(ofRow: column) {
          let row = Int(byColumns.columnIndices[k]) * size.width
          for n in 0..<active {
            expected[n] += byColumns.values[k] * d.pointer[row + n]
            expectedGradient[k] += d.pointer[row + n] * x.pointer[place + n]
          }
        }
        for n in 0..<size.width {
          let difference = dx.pointer[place + n] - expected[n]
          #expect(n < active ? abs(difference) < 2e-3 : difference == 0)
        }
      }
    }
    for k in 0..<byColumns.count {
      let sum = (0..<8).reduce(Float(0)) { $0 + parts.pointer[8 * k + $1] }
      #expect(abs(sum - expectedGradient[k]) < 2e-3)
    }
  }

  @Test(arguments: variants, sizes)
  func sampledProduct(variant: Int, size: Size) {
    for steps in [1, 3, 4, 8, 19] { sampledProduct(variant, size, steps) }
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
    // All columns into one row, which the first begins: what two places of a word add up to.
    let sum = Storage([Float](repeating: .nan, count: features))
    Kernels.all[variant].scatterRows(
      panel.pointer, [Floats](repeating: sum.pointer, count: width),
      [1] + [Int32](repeating: 0, count: width - 1), features, width, width)
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
        w.pointer, g.pointer, m.pointer, v.pointer, count, 0.5, 0.9, 0.999, 0.01, 1e-6,
        0.98)
      for n in 0..<count {
        let gradient = g.pointer[n] * 0.5
        expected.1[n] = 0.9 * expected.1[n] + 0.1 * gradient
        expected.2[n] = 0.999 * expected.2[n] + 0.001 * gradient * gradient
        expected.0[n] *= 0.98
        expected.0[n] -= 0.01 * expected.1[n] / (expected.2[n].squareRoot() + 1e-6)
      }
    }
    for n in 0..<count { #expect(abs(w.pointer[n] - expected.0[n]) < 1e-5) }
    let squares = table.sumOfSquares(g.pointer, count)
    #expect(abs(squares - g.array.reduce(0.0) { $0 + Double($1) * Double($1) }) < 1e-5)
  }

  @Test(arguments: variants, [1, 15, 16, 40])
  func descents(variant: Int, count: Int) {
    var source = RandomSource(seed: 8)
    let table = Kernels.all[variant]
    let g = random(count, &source)
    // Plain, looking ahead, with decay; then RMSprop without and with momentum.
    for (ahead, direct, decay) in [(1, 0, 0), (0.8, 1, 0), (1, 0, 0.1), (0.8, 1, 0.1)]
      as [(Float, Float, Float)]
    {
      let (w, u) = (random(count, &source), Storage<Float>(count: count))
      var (weights, velocities) = (w.array, u.array)
      for _ in 0..<3 {
        table.descent(w.pointer, g.pointer, u.pointer, count, 0.5, decay, 0.3, 0.9, ahead, direct)
        for n in 0..<count {
          let step = -0.3 * (0.5 * g.pointer[n] + decay * weights[n])
          velocities[n] = 0.9 * velocities[n] + step
          weights[n] += ahead * velocities[n] + direct * step
        }
      }
      for n in 0..<count {
        #expect(abs(w.pointer[n] - weights[n]) < 1e-5 && abs(u.pointer[n] - velocities[n]) < 1e-5)
      }
    }
    for momentum in [nil, 0.9] as [Float?] {
      let w = random(count, &source)
      let (v, u) = (Storage<Float>(count: count), Storage<Float>(count: count))
      var (weights, squares, velocities) = (w.array, v.array, u.array)
      for _ in 0..<3 {
        table.rmsprop(
          w.pointer, g.pointer, v.pointer, momentum == nil ? nil : u.pointer, count, 0.5, 0.99,
          1e-3, 0.01, momentum ?? 0)
        for n in 0..<count {
          let gradient = 0.5 * g.pointer[n]
          squares[n] = 0.99 * squares[n] + 0.01 * gradient * gradient
          velocities[n] =
            (momentum ?? 0) * velocities[n] + gradient / (squares[n].squareRoot() + 1e-3)
          weights[n] -= 0.01 * velocities[n]
        }
      }
      for n in 0..<count { #expect(abs(w.pointer[n] - weights[n]) < 1e-4) }
    }
  }

  @Test(arguments: variants)
  func averagesCountFromTheirStartOrBirth(variant: Int) {
    let table = Kernels.all[variant]
    let count = 20
    let births = Storage<Int32>((0..<count).map { $0 < 10 ? 0 : 6 })
    for isBorn in [false, true] {
      let (w, a) = (Storage<Float>(count: count), Storage<Float>(count: count))
      var seen = [[Double]](repeating: [], count: count)
      for step in 4...9 {
        for n in 0..<count {
          w.pointer[n] = Float(step * step + n)
          if !isBorn || n < 10 || step > 6 { seen[n].append(Double(w.pointer[n])) }
        }
        table.average(
          w.pointer, a.pointer, isBorn ? UnsafePointer(births.pointer) : nil, count,
          Int32(step), 3)
      }
      // a ← w twice: the first of the weights does not count.
      for n in 0..<count {
        let counted = seen[n].dropFirst()
        let mean = counted.reduce(0, +) / Double(counted.count)
        #expect(abs(Double(a.pointer[n]) - mean) < 1e-4)
      }
    }
  }

  @Test(arguments: variants, [2, 4, 8])
  func narrowPanels(variant: Int, width: Int) {
    for (rows, columns) in [(0, 3), (1, 1), (7, 5), (33, 20)] {
      for density in [0, 0.3, 1] {
        narrowPanels(
          variant, Size(rows: rows, columns: columns, width: width, density: density))
      }
    }
  }

  private func narrowPanels(_ variant: Int, _ size: Size) {
    var source = RandomSource(seed: 5)
    let table = Kernels.all[variant]
    let width = size.width
    let matrix = matrix(size, &source)
    let x = random(size.columns * width, &source)
    let d = random(size.rows * width, &source)
    let start = random(size.columns * width, &source)
    let y = Storage(d.array)
    let dx = Storage(start.array)
    let (g, alone) = (Storage<Float>(count: matrix.count), Storage<Float>(count: matrix.count))
    let sums = Storage<Float>(count: size.rows)
    withRows(matrix) {
      table.sparseProduct($0, size.rows, x.pointer, y.pointer, width, width, .present)
      table.narrowBackward($0, size.rows, d.pointer, x.pointer, g.pointer, dx.pointer, width)
      table.narrowBackward($0, size.rows, d.pointer, x.pointer, alone.pointer, nil, width)
    }
    table.addRowSums(d.pointer, size.rows, width, width, sums.pointer)
    var expected = (y: d.array, dx: start.array)
    for row in 0..<size.rows {
      for k in matrix.positions(ofRow: row) {
        var gradient: Float = 0
        for column in 0..<width {
          let from = Int(matrix.columnIndices[k]) * width + column
          let to = row * width + column
          expected.y[to] += matrix.values[k] * x.pointer[from]
          expected.dx[from] += matrix.values[k] * d.pointer[to]
          gradient += d.pointer[to] * x.pointer[from]
        }
        #expect(abs(g.pointer[k] - gradient) < 1e-4)
        #expect(alone.pointer[k] == g.pointer[k])
      }
      let sum = (0..<width).reduce(0) { $0 + d.pointer[row * width + $1] }
      #expect(abs(sums.pointer[row] - sum) < 1e-5)
    }
    #expect(zip(y.array, expected.y).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(zip(dx.array, expected.dx).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  /// Two slices of rows; the second has one row, and fifteen places that mean nothing.
  @Test(arguments: variants, [false, true])
  func packedProducts(variant: Int, asBytes: Bool) {
    var source = RandomSource(seed: 6)
    let table = Kernels.all[variant]
    let lengths = [3, 2]
    let entries = 16 * lengths.reduce(0, +)
    let weights = (0..<entries).map { _ in Int8(source.below(255) - 127) }
    let columns = Storage((0..<entries).map { _ in UInt16(source.below(20)) })
    let rows = Storage((0..<32).map { Int32($0 < 17 ? 16 - $0 : 17) })
    let scales = random(32, &source)
    let starts = Storage<Int32>([0, 48, 80])
    let floats = Storage(weights.map { Float($0) })
    let bytes = Storage(weights)
    let x = random(20, &source)
    let y = random(18, &source)
    var expected = y.array
    for entry in 0..<entries {
      let place = (entry < 48 ? 0 : 16) + entry % 16
      expected[Int(rows.pointer[place])] +=
        scales.pointer[place] * Float(weights[entry]) * x.pointer[Int(columns.pointer[entry])]
    }
    table.packedProduct(
      PackedRows(
        slices: 2, starts: starts.pointer, rows: rows.pointer, scales: scales.pointer,
        columns: columns.pointer, values: floats.pointer, bytes: asBytes ? bytes.pointer : nil),
      x.pointer, y.pointer)
    for row in 0..<17 { #expect(abs(y.pointer[row] - expected[row]) < 1e-3) }
  }

  /// Two slices of rows and two blocks of columns, in one of which the second slice has nothing.
  @Test(arguments: variants, [false, true])
  func blockProducts(variant: Int, asBytes: Bool) {
    var source = RandomSource(seed: 12)
    let table = Kernels.all[variant]
    let steps = Storage<UInt8>([3, 9, 0, 2])
    let blocks = 2
    let entries = 16 * steps.array.reduce(0) { $0 + Int($1) }
    let weights = (0..<entries).map { _ in Int8(source.below(255) - 127) }
    let columns = Storage((0..<entries).map { _ in UInt8(source.below(PackedBlocks.width)) })
    let scales = random(32, &source)
    let floats = Storage(weights.map { Float($0) })
    let bytes = Storage(weights)
    let x = random(blocks * PackedBlocks.width, &source)
    let y = random(32, &source)
    var expected = y.array
    var entry = 0
    for (number, count) in steps.array.enumerated() {
      for _ in 0..<count {
        for lane in 0..<16 {
          let row = number / blocks * 16 + lane
          let column = number % blocks * PackedBlocks.width + Int(columns.pointer[entry])
          expected[row] += scales.pointer[row] * Float(weights[entry]) * x.pointer[column]
          entry += 1
        }
      }
    }
    table.blockProduct(
      PackedBlocks(
        slices: 2, blocks: blocks, steps: steps.pointer, scales: scales.pointer,
        columns: columns.pointer, values: floats.pointer, bytes: asBytes ? bytes.pointer : nil),
      x.pointer, y.pointer)
    for row in 0..<32 { #expect(abs(y.pointer[row] - expected[row]) < 2e-3) }
  }

  /// The columns of a matrix of 18 rows, and vectors of two and no entries.
  @Test(arguments: variants, [false, true])
  func projections(variant: Int, asBytes: Bool) {
    let table = Kernels.all[variant]
    func lists(_ starts: [Int32], _ places: [UInt16], _ weights: [Int8]) -> Lists {
      Lists(
        starts: Storage(starts), scales: Storage((1..<starts.count).map { Float($0) / 2 }),
        places: Storage(places), floats: Storage(weights.map { Float($0) }), bytes: Storage(weights)
      )
    }
    let vectors = lists([0, 2, 2], [2, 0], [3, -5])
    let columns = lists([0, 3, 3, 5], [4, 0, 17, 0, 9], [1, -2, 3, -4, 127])
    let y = Storage<Float>(count: 18)
    table.addProjected(vectors.view(asBytes), 1, columns.view(asBytes), y.pointer)
    #expect(y.array.allSatisfy { $0 == 0 })
    table.addProjected(vectors.view(asBytes), 0, columns.view(asBytes), y.pointer)
    // The first vector is ½ · (3 at 2, −5 at 0); the columns' scales are ½, 1 and 3/2.
    var expected = [Float](repeating: 0, count: 18)
    for (place, weight) in [(4, 1), (0, -2), (17, 3)] {
      expected[place] += -2.5 * 0.5 * Float(weight)
    }
    for (place, weight) in [(0, -4), (9, 127)] { expected[place] += 1.5 * 1.5 * Float(weight) }
    #expect(zip(y.array, expected).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  private struct Lists {
    let starts: Storage<Int32>
    let scales: Storage<Float>
    let places: Storage<UInt16>
    let floats: Storage<Float>
    let bytes: Storage<Int8>

    func view(_ asBytes: Bool) -> PackedLists {
      PackedLists(
        starts: starts.pointer, scales: scales.pointer, indices: places.pointer,
        values: floats.pointer, bytes: asBytes ? bytes.pointer : nil)
    }
  }

  @Test(arguments: variants, [16, 32])
  func gates(variant: Int, active: Int) {
    var source = RandomSource(seed: 7)
    let table = Kernels.all[variant]
    let (units, width) = (3, 32)
    let size = units * width
    let z = random(4 * size, &source)
    let cPrevious = random(size, &source)
    let (c, h, dz) = (random(size, &source), random(size, &source), random(4 * size, &source))
    let (sums, untouched) = (z.array, h.array)
    table.lstmGates(
      z.pointer, cPrevious.pointer, c.pointer, h.pointer, units, width, active)
    func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }
    let dh = random(size, &source)
    let dc = random(size, &source)
    let dcBefore = dc.array
    let gates = z.array
    for n in 0..<size {
      guard n % width < active else {
        #expect(h.pointer[n] == untouched[n] && gates[n] == sums[n])
        continue
      }
      let (i, f) = (sigmoid(sums[n]), sigmoid(sums[size + n]))
      let (g, o) = (tanh(sums[2 * size + n]), sigmoid(sums[3 * size + n]))
      let cell = f * cPrevious.pointer[n] + i * g
      #expect(abs(c.pointer[n] - cell) < 1e-5)
      #expect(abs(h.pointer[n] - o * tanh(cell)) < 1e-5)
    }
    table.lstmGatesBackward(
      z.pointer, cPrevious.pointer, h.pointer, dz.pointer, dh.pointer, dc.pointer, units, width,
      active)
    #expect(z.array == gates)
    for n in 0..<size where n % width < active {
      let (i, f, g, o) = (gates[n], gates[size + n], gates[2 * size + n], gates[3 * size + n])
      let t = tanh(c.pointer[n])
      let cell = dcBefore[n] + dh.pointer[n] * o * (1 - t * t)
      #expect(abs(dz.pointer[n] - cell * g * i * (1 - i)) < 1e-5)
      #expect(abs(dz.pointer[size + n] - cell * cPrevious.pointer[n] * f * (1 - f)) < 1e-5)
      #expect(abs(dz.pointer[2 * size + n] - cell * i * (1 - g * g)) < 1e-5)
      #expect(abs(dz.pointer[3 * size + n] - dh.pointer[n] * t * o * (1 - o)) < 1e-5)
      #expect(abs(dc.pointer[n] - cell * f) < 1e-5)
    }
  }

  /// Gates of sums beyond all measure are 0 and 1 to what single precision tells of them, and gradients are numbers;
  /// what is not a number stays so.
  @Test(arguments: variants)
  func saturatedGates(variant: Int) {
    let table = Kernels.all[variant]
    let width = 16
    let extremes: [Float] = [-.infinity, -1e30, -100, -20, 0, 20, 100, 1e30, .infinity, .nan]
    for sum in extremes {
      let z = Storage<Float>(count: 4 * width, filledWith: sum)
      let (before, c, h, dz, dh, dc) = (
        Storage<Float>(count: width, filledWith: 0.5), Storage<Float>(count: width),
        Storage<Float>(count: width), Storage<Float>(count: 4 * width),
        Storage<Float>(count: width, filledWith: 1), Storage<Float>(count: width, filledWith: 1)
      )
      table.lstmGates(z.pointer, before.pointer, c.pointer, h.pointer, 1, width, width)
      let (i, g) = (z.pointer[0], z.pointer[2 * width])
      table.lstmGatesBackward(
        z.pointer, before.pointer, h.pointer, dz.pointer, dh.pointer, dc.pointer, 1, width, width)
      if sum.isNaN {
        let isPassedOn = (h.array + dz.array).allSatisfy { $0.isNaN }
        #expect(isPassedOn)
        continue
      }
      #expect(abs(i - 1 / (1 + exp(-sum))) < 1e-6 && abs(g - tanh(sum)) < 1e-6)
      let areNumbers = (c.array + h.array + dz.array + dc.array).allSatisfy { $0.isFinite }
      #expect(areNumbers)
    }
  }
}
