internal import KernelTable
internal import Tensors

/// Products with panels `(features, width)`, of which the first `active` columns count.
extension WeightMatrix {
  var byRows: SparseRows? {
    structure.map {
      SparseRows(
        rowStarts: $0.rowStarts.pointer, columnIndices: $0.columnIndices.pointer,
        values: parameter.values.pointer)
    }
  }

  var byColumns: SparseRows? {
    structure.map {
      SparseRows(
        rowStarts: $0.columnStarts.pointer, columnIndices: $0.rowIndices.pointer,
        values: $0.transposedValues.pointer)
    }
  }

  /// Products with the transpose walk the matrix itself: it has so many rows that no second cache holds what those
  /// products read, and so few columns that the first one holds what they write.
  private var goesBackByRows: Bool { rows >= 4096 && columns <= 512 }

  /// Brings the transposed matrix up to date with the weights; once after each change of them.
  func prepareTransposed() {
    guard let structure, !goesBackByRows else { return }
    structure.transpose(rows: rows, columns: columns)
    let positions = structure.positions.pointer
    let target = structure.transposedValues.pointer
    for k in 0..<structure.positions.count {
      target[k] = parameter.values.pointer[Int(positions[k])]
    }
  }

  /// y (rows, width) = start + `part` of the rows of W · x (columns, width); y and start have those rows alone.
  func multiply(
    _ x: Floats, into y: Floats, width: Int, active: Int, from start: SumStart,
    rows part: Range<Int>
  ) {
    if var byRows {
      byRows.rowStarts += part.lowerBound
      Kernels.best.sparseProduct(byRows, part.count, x, y, width, active, start)
    } else {
      DenseProducts.multiply(
        .init(parameter.values.pointer + part.lowerBound * columns, stride: columns),
        .init(x, stride: width), into: y, stride: width, rows: part.count, columns: active,
        inner: columns, keeping: start.prepare(y, rows: part.count, width: width, active: active))
    }
  }

  /// y (rows, width) = start + W · x (columns, width).
  func multiply(
    _ x: Floats, into y: Floats, width: Int, active: Int, from start: SumStart, threads: Int = 1
  ) {
    if let byRows {
      let pieces = pieces(of: 1 << 18)
      if pieces == 1 || threads == 1 {
        Kernels.best.sparseProduct(byRows, rows, x, y, width, active, start)
        return
      }
      runPieces(pieces, of: byRows, threads: threads) { _, part, range in
        Kernels.best.sparseProduct(
          part, range.count, x, y + range.lowerBound * width, width, active,
          start.starting(at: range.lowerBound))
      }
    } else {
      DenseProducts.multiply(
        .init(parameter.values.pointer, stride: columns), .init(x, stride: width), into: y,
        stride: width, rows: rows, columns: active, inner: columns,
        keeping: start.prepare(y, rows: rows, width: width, active: active))
    }
  }

  /// x (columns, width) = or += Wᵀ · y (rows, width); needs `prepareTransposed`.
  func multiplyTransposed(
    _ y: Floats, into x: Floats, width: Int, active: Int, accumulating: Bool
  ) {
    if let byRows, goesBackByRows {
      if !accumulating {
        for row in stride(from: 0, to: columns * width, by: width) {
          (x + row).update(repeating: 0, count: active)
        }
      }
      Kernels.best.scatteredProduct(byRows, rows, y, x, width, active)
    } else if let byColumns {
      Kernels.best.sparseProduct(
        byColumns, columns, y, x, width, active, accumulating ? .present : .zero)
    } else {
      DenseProducts.multiply(
        .init(parameter.values.pointer, stride: columns, isTransposed: true),
        .init(y, stride: width), into: x, stride: width, rows: columns, columns: active,
        inner: rows, keeping: accumulating ? 1 : 0)
    }
  }

  /// The way back through a product of a narrow panel: gradient = d · xᵀ at the connections, and
  /// inputGradient (columns, width) = Wᵀ · d where it is asked for. Sparse matrices only.
  ///
  /// Needs no transposed matrix. Four parts of a large matrix each add up an inputGradient of their own,
  /// whatever the number of threads.
  func goBack(
    d: Floats, x: Floats, gradient: Floats, inputGradient: Floats?, width: Int, threads: Int,
    scratch: Storage<Float>
  ) {
    guard let byRows else { return }
    let pieces = min(pieces(of: 1 << 18), 4)
    let size = columns * width
    var sums: [Floats?] = [inputGradient]
    if let inputGradient {
      scratch.resize(to: (pieces - 1) * size)
      scratch.fill(with: 0)
      inputGradient.update(repeating: 0, count: size)
      for piece in 1..<max(pieces, 1) { sums.append(scratch.pointer + (piece - 1) * size) }
    }
    runPieces(pieces, of: byRows, threads: threads) { piece, part, range in
      Kernels.best.narrowBackward(
        part, range.count, d + range.lowerBound * width, x, gradient,
        inputGradient == nil ? nil : sums[piece], width)
    }
    if let inputGradient {
      for piece in 1..<max(pieces, 1) {
        if let part = sums[piece] { Kernels.best.addScaled(part, 1, inputGradient, size) }
      }
    }
  }

  /// How many parts the matrix is worked on in, of about `connections` each; at most 64.
  private func pieces(of connections: Int) -> Int {
    min(max(count / connections, 1), 64, max(rows, 1))
  }

  /// Runs the parts of the matrix, each a run of rows.
  private func runPieces(
    _ pieces: Int, of matrix: SparseRows, threads: Int,
    _ body: (_ piece: Int, _ part: SparseRows, _ rows: Range<Int>) -> Void
  ) {
    Parallel.run(pieces: pieces, threads: threads) { piece in
      let range = rows * piece / pieces..<rows * (piece + 1) / pieces
      var part = matrix
      part.rowStarts += range.lowerBound
      body(piece, part, range)
    }
  }

  /// gradient += Σ over `steps` panels of d (rows, width) · xᵀ, at the weights that exist.
  ///
  /// `active` holds each step's columns; `dStep` and `xStep` lie between two steps' panels.
  func addGradient(
    d: Floats, dStep: Int, x: Floats, xStep: Int, width: Int, steps: Int, active: Indices,
    to gradient: Floats, scratch: Storage<Float>
  ) {
    if let byRows {
      Kernels.best.sampledProduct(
        byRows, rows, d, dStep, x, xStep, width, steps, active, gradient)
    } else {
      addDenseGradient(
        d: d, dStep: dStep, x: x, xStep: xStep, width: width, steps: steps, active: active,
        to: gradient, scratch: scratch)
    }
  }

  /// Whether `goBack` through a sequence is there: that of a sparse matrix whose transpose is.
  var goesBackByColumns: Bool { isSparse && !goesBackByRows }

  /// The way back through products of `steps` panels in one walk: inputGradient (columns, width) = Wᵀ · d
  /// (rows, width) of each, and gradient += Σ d · xᵀ at the connections in their order by columns.
  ///
  /// Needs `prepareTransposed`; where `goesBackByColumns`.
  func goBack(
    d: Floats, dStep: Int, x: Floats, xStep: Int, inputGradient: Floats, inputGradientStep: Int,
    width: Int, steps: Int, active: Indices, gradientByColumns: Floats
  ) {
    guard let byColumns else { return }
    Kernels.best.sequenceBackward(
      byColumns, columns, d, dStep, x, xStep, inputGradient, inputGradientStep, width, steps,
      active, gradientByColumns)
  }

  /// The way back through the product of one panel in one walk: x's gradient (columns, width) = or += Wᵀ · d
  /// (rows, width), and parts (connections, 8) += what the weights' gradient is the sum of, by columns.
  ///
  /// Needs `prepareTransposed`; where `goesBackByColumns`.
  func goBack(
    d: Floats, x: Floats, inputGradient: Floats, width: Int, active: Int, accumulating: Bool,
    parts: Floats
  ) {
    guard let byColumns else { return }
    Kernels.best.stepBackward(
      byColumns, columns, d, x, inputGradient, width, active, accumulating ? .present : .zero,
      parts)
  }

  /// gradient += the sums of `parts` (connections, 8), which are in the order of the connections by columns.
  func add(partsByColumns parts: Floats, to gradient: Floats) {
    guard let positions = structure?.positions.pointer else { return }
    for k in 0..<count {
      let part = parts + 8 * k
      var sum: Float = 0
      for lane in 0..<8 { sum += part[lane] }
      gradient[Int(positions[k])] += sum
    }
  }

  /// gradient += `source`, whose numbers are in the order of the connections by columns.
  func add(byColumns source: Floats, to gradient: Floats) {
    guard let positions = structure?.positions.pointer else { return }
    for k in 0..<count { gradient[Int(positions[k])] += source[k] }
  }

  /// Packs the steps side by side, so that one dense product with a long inner side does them all.
  private func addDenseGradient(
    d: Floats, dStep: Int, x: Floats, xStep: Int, width: Int, steps: Int, active: Indices,
    to gradient: Floats, scratch: Storage<Float>
  ) {
    var inner = 0
    for step in 0..<steps { inner += Int(active[step]) }
    guard inner > 0 else { return }
    scratch.resize(to: (rows + columns) * inner)
    let packedD = scratch.pointer
    let packedX = scratch.pointer + rows * inner
    var offset = 0
    for step in 0..<steps {
      let count = Int(active[step])
      for row in 0..<rows {
        (packedD + row * inner + offset).update(from: d + step * dStep + row * width, count: count)
      }
      for column in 0..<columns {
        (packedX + column * inner + offset).update(
          from: x + step * xStep + column * width, count: count)
      }
      offset += count
    }
    DenseProducts.multiply(
      .init(packedD, stride: inner), .init(packedX, stride: inner, isTransposed: true),
      into: gradient, stride: columns, rows: rows, columns: columns, inner: inner, keeping: 1)
  }
}

extension SumStart {
  /// That of the rows from `row` on.
  func starting(at row: Int) -> SumStart {
    if case .each(let numbers) = self { .each(numbers + row) } else { self }
  }

  /// Puts it into y (rows, width), where it is not there; the factor with which y is kept then.
  fileprivate func prepare(_ y: Floats, rows: Int, width: Int, active: Int) -> Float {
    switch self {
    case .zero: return 0
    case .present: return 1
    case .each(let numbers):
      for row in 0..<rows { (y + row * width).update(repeating: numbers[row], count: active) }
      return 1
    }
  }
}
