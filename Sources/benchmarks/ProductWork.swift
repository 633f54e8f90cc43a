internal import KernelTable
internal import Tensors

/// A random sparse matrix, its transpose and random panels: what the products of a layer work on. Each
/// result can be checked against the sum that defines it, in double precision.
final class ProductWork {
  private let matrix: SparseMatrix
  private let byRows: Compressed
  private let byColumns: Compressed
  private let width: Int
  private let steps: Int
  private let active: Storage<Int32>
  /// (steps, columns, width)
  private let inputs: Storage<Float>
  /// (steps, rows, width)
  private let deltas: Storage<Float>
  /// (rows, width)
  private let outputs: Storage<Float>
  /// (columns, width)
  private let inputGradient: Storage<Float>
  /// (connections)
  private let gradient: Storage<Float>

  /// The number of connections.
  var count: Int { matrix.count }

  init(rows: Int, columns: Int, density: Double, width: Int, steps: Int) {
    var random = RandomSource(seed: 1)
    func normal(_ count: Int) -> Storage<Float> {
      Storage((0..<count).map { _ in Float(random.normal()) })
    }
    var matrix = SparseMatrix.random(rows: rows, columns: columns, density: density, using: &random)
    for k in matrix.values.indices { matrix.values[k] = Float(random.normal()) }
    self.matrix = matrix
    byRows = Compressed(matrix)
    byColumns = Compressed(matrix.transposed())
    self.width = width
    self.steps = steps
    active = Storage(count: steps, filledWith: Int32(width))
    inputs = normal(steps * columns * width)
    deltas = normal(steps * rows * width)
    outputs = Storage(count: rows * width)
    inputGradient = Storage(count: columns * width)
    gradient = Storage(count: matrix.count)
  }

  /// outputs = W · inputs, of the first step.
  func forward() {
    Kernels.best.sparseProduct(
      byRows.rows, matrix.rows, inputs.pointer, outputs.pointer, width, width, .zero)
  }

  /// inputGradient = Wᵀ · deltas, of the first step.
  func transposed() {
    Kernels.best.sparseProduct(
      byColumns.rows, matrix.columns, deltas.pointer, inputGradient.pointer, width, width, .zero)
  }

  /// gradient += deltas · inputsᵀ at the connections, over all steps.
  func sampled() {
    Kernels.best.sampledProduct(
      byRows.rows, matrix.rows, deltas.pointer, matrix.rows * width, inputs.pointer,
      matrix.columns * width, width, steps, active.pointer, gradient.pointer)
  }

  /// The same by a walk over the rows.
  func scattered() {
    inputGradient.fill(with: 0)
    Kernels.best.scatteredProduct(
      byRows.rows, matrix.rows, deltas.pointer, inputGradient.pointer, width, width)
  }

  /// Both at once for a narrow panel: gradient = deltas · inputsᵀ, inputGradient += Wᵀ · deltas.
  func backward() {
    Kernels.best.narrowBackward(
      byRows.rows, matrix.rows, deltas.pointer, inputs.pointer, gradient.pointer,
      inputGradient.pointer, width)
  }

  func checkForward() throws {
    var expected = Sums(count: outputs.count)
    forEachConnection { row, column, k in
      let value = Double(matrix.values[k])
      for lane in 0..<width {
        expected.add(value * Double(inputs.pointer[column * width + lane]), at: row * width + lane)
      }
    }
    try expected.check(outputs, "sparse product")
  }

  func checkTransposed() throws {
    var expected = Sums(count: inputGradient.count)
    forEachConnection { row, column, k in
      let value = Double(matrix.values[k])
      for lane in 0..<width {
        expected.add(value * Double(deltas.pointer[row * width + lane]), at: column * width + lane)
      }
    }
    try expected.check(inputGradient, "transposed product")
  }

  /// After one call of `sampled`.
  func checkSampled() throws {
    var expected = Sums(count: count)
    for step in 0..<steps {
      let d = deltas.pointer + step * matrix.rows * width
      let x = inputs.pointer + step * matrix.columns * width
      forEachConnection { row, column, k in
        for lane in 0..<width {
          expected.add(Double(d[row * width + lane]) * Double(x[column * width + lane]), at: k)
        }
      }
    }
    try expected.check(gradient, "sampled product")
  }

  /// After one call of `backward`.
  func checkBackward() throws {
    try checkTransposed()
    try checkSampled()
  }

  private func forEachConnection(_ body: (_ row: Int, _ column: Int, _ k: Int) -> Void) {
    for row in 0..<matrix.rows {
      for k in matrix.positions(ofRow: row) { body(row, Int(matrix.columnIndices[k]), k) }
    }
  }
}

/// The three arrays of a sparse matrix where they stay.
private struct Compressed {
  let rowStarts: Storage<Int32>
  let columnIndices: Storage<Int32>
  let values: Storage<Float>

  init(_ matrix: SparseMatrix) {
    rowStarts = Storage(matrix.rowStarts)
    columnIndices = Storage(matrix.columnIndices)
    values = Storage(matrix.values)
  }

  var rows: SparseRows {
    SparseRows(
      rowStarts: rowStarts.pointer, columnIndices: columnIndices.pointer, values: values.pointer)
  }
}

extension SparseMatrix {
  /// The same connections, column by column.
  fileprivate func transposed() -> SparseMatrix {
    var places: [(row: Int, column: Int32, value: Float)] = []
    for row in 0..<rows {
      for k in positions(ofRow: row) {
        places.append((Int(columnIndices[k]), Int32(row), values[k]))
      }
    }
    places.sort { ($0.row, $0.column) < ($1.row, $1.column) }
    var starts = [Int32](repeating: 0, count: columns + 1)
    for place in places { starts[place.row + 1] += 1 }
    for column in 0..<columns { starts[column + 1] += starts[column] }
    return SparseMatrix(
      rows: columns, columns: rows, rowStarts: starts, columnIndices: places.map(\.column),
      values: places.map(\.value))
  }
}

/// Sums in double precision, with those of the magnitudes, to which an error is compared.
private struct Sums {
  private var sums: [(sum: Double, magnitude: Double)]

  init(count: Int) { sums = Array(repeating: (0, 0), count: count) }

  mutating func add(_ term: Double, at index: Int) {
    sums[index].sum += term
    sums[index].magnitude += term.magnitude
  }

  /// Throws unless each of `found` is within 1e-5 of the magnitudes that were added up.
  func check(_ found: Storage<Float>, _ name: String) throws {
    for (index, (sum, magnitude)) in sums.enumerated() {
      let error = (Double(found.pointer[index]) - sum).magnitude
      guard error <= 1e-5 * magnitude else {
        throw WrongResult("the \(name) has \(found.pointer[index]) at \(index) in place of \(sum)")
      }
    }
  }
}
