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

  /// Brings the transposed values up to date with the weights; once after each change of them.
  func prepareTransposed() {
    guard let structure else { return }
    let positions = structure.positions.pointer
    let target = structure.transposedValues.pointer
    for k in 0..<structure.positions.count {
      target[k] = parameter.values.pointer[Int(positions[k])]
    }
  }

  /// y (rows, width) = or += W · x (columns, width).
  func multiply(_ x: Floats, into y: Floats, width: Int, active: Int, accumulating: Bool) {
    if let byRows {
      Kernels.best.sparseProduct(byRows, rows, x, y, width, active, accumulating)
    } else {
      DenseProducts.multiply(
        .init(parameter.values.pointer, stride: columns), .init(x, stride: width), into: y,
        stride: width, rows: rows, columns: active, inner: columns, keeping: accumulating ? 1 : 0)
    }
  }

  /// x (columns, width) = or += Wᵀ · y (rows, width); needs `prepareTransposed`.
  func multiplyTransposed(
    _ y: Floats, into x: Floats, width: Int, active: Int, accumulating: Bool
  ) {
    if let byColumns {
      Kernels.best.sparseProduct(byColumns, columns, y, x, width, active, accumulating)
    } else {
      DenseProducts.multiply(
        .init(parameter.values.pointer, stride: columns, isTransposed: true),
        .init(y, stride: width), into: x, stride: width, rows: columns, columns: active,
        inner: rows, keeping: accumulating ? 1 : 0)
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
