internal import Glibc

/// What is done with two tensors element by element.
public enum ElementwiseOperation: Sendable {
  case add, subtract, multiply, divide, divideWhole, remainder, power
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case maximum, minimum
}

extension Tensor {
  /// The shape that two shapes broadcast to (NumPy's rule): axes are compared from the last on, and
  /// must be equal or 1; missing ones count as 1. Throws `ShapeError`.
  public static func broadcast(_ a: [Int], _ b: [Int], in operation: String) throws -> [Int] {
    if a == b { return a }
    let rank = max(a.count, b.count)
    var result = [Int](repeating: 1, count: rank)
    for offset in 1...max(rank, 1) where rank > 0 {
      let x = offset <= a.count ? a[a.count - offset] : 1
      let y = offset <= b.count ? b[b.count - offset] : 1
      guard x == y || x == 1 || y == 1 else {
        throw ShapeError(
          "shapes do not fit in `\(operation)`",
          label: "axis \(rank - offset) differs: \(x) and \(y)",
          notes: aligned(a, b, differing: rank - offset),
          help: "axes must be equal, or 1 to be repeated")
      }
      result[rank - offset] = x == 1 ? y : x
    }
    return result
  }

  /// Both shapes below each other, from the last axis on, and a mark under the axis that differs.
  private static func aligned(_ a: [Int], _ b: [Int], differing: Int) -> [String] {
    let rank = max(a.count, b.count)
    let rows = [a, b].map { shape in
      [String](repeating: "", count: rank - shape.count) + shape.map(String.init)
    }
    let widths = (0..<rank).map { max(rows[0][$0].count, rows[1][$0].count) }
    func line(_ cells: [String]) -> String {
      zip(cells, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }
        .joined(separator: "  ")
    }
    let mark = (0..<rank).map { $0 == differing ? String(repeating: "^", count: widths[$0]) : "" }
    let marked = String(line(mark).reversed().drop { $0 == " " }.reversed())
    return ["left   \(line(rows[0]))", "right  \(line(rows[1]))", "       \(marked)"]
  }

  /// Element by element, broadcast; `name` is the operator's for messages. Throws `ShapeError`.
  public func combined(
    with other: Tensor, by operation: ElementwiseOperation, named name: String
  ) throws -> Tensor {
    switch operation {
    case .add: try combined(other, name) { $0 + $1 }
    case .subtract: try combined(other, name) { $0 - $1 }
    case .multiply: try combined(other, name) { $0 * $1 }
    case .divide: try combined(other, name) { $0 / $1 }
    case .divideWhole: try combined(other, name) { WholeDivision.quotient($0, $1) }
    case .remainder: try combined(other, name) { WholeDivision.remainder($0, $1) }
    case .power: try combined(other, name) { $1 == 2 ? $0 * $0 : powf($0, $1) }
    case .equal: try combined(other, name) { $0 == $1 ? 1 : 0 }
    case .notEqual: try combined(other, name) { $0 != $1 ? 1 : 0 }
    case .less: try combined(other, name) { $0 < $1 ? 1 : 0 }
    case .lessOrEqual: try combined(other, name) { $0 <= $1 ? 1 : 0 }
    case .greater: try combined(other, name) { $0 > $1 ? 1 : 0 }
    case .greaterOrEqual: try combined(other, name) { $0 >= $1 ? 1 : 0 }
    case .maximum: try combined(other, name) { $0 >= $1 || $0.isNaN ? $0 : $1 }
    case .minimum: try combined(other, name) { $0 <= $1 || $0.isNaN ? $0 : $1 }
    }
  }

  /// Inlined where it is called, so that each operation has loops of its own.
  @inline(__always)
  private func combined(
    _ other: Tensor, _ name: String, _ function: (Float, Float) -> Float
  ) throws -> Tensor {
    if shape == other.shape {
      return Tensor(shape: shape, count: count) { result in
        for i in 0..<count { result[i] = function(values[i], other.values[i]) }
      }
    }
    if other.count == 1, other.rank <= rank {
      let y = other.values[0]
      return mapped { function($0, y) }
    }
    if count == 1, rank <= other.rank {
      let x = values[0]
      return other.mapped { function(x, $0) }
    }
    let target = try Self.broadcast(shape, other.shape, in: name)
    let total = target.reduce(1, *)
    if target == shape, shape.suffix(other.rank) == other.shape[...] {
      // A row, or block, for each of those before it.
      let block = other.count
      return Tensor(shape: target, count: total) { result in
        for start in stride(from: 0, to: total, by: max(block, 1)) {
          for i in 0..<block { result[start + i] = function(values[start + i], other.values[i]) }
        }
      }
    }
    let (a, b) = (rows(in: target), other.rows(in: target))
    let length = target.last ?? 1
    return Tensor(shape: target, count: total) { result in
      for row in a.starts.indices {
        let (x, y) = (a.starts[row], b.starts[row])
        for i in 0..<length {
          result[row * length + i] = function(values[x + i * a.step], other.values[y + i * b.step])
        }
      }
    }
  }

  /// For each row of a larger shape, where the elements lie that it repeats: the first, and how far the
  /// next is. Places of single elements would take twice the memory of the result.
  private func rows(in target: [Int]) -> (starts: [Int], step: Int) {
    let missing = target.count - rank
    let own = strides
    let steps = target.indices.map { axis in
      axis < missing || shape[axis - missing] == 1 ? 0 : own[axis - missing]
    }
    return (Self.offsets(of: target.dropLast(), steps: steps.dropLast()), steps.last ?? 0)
  }

  /// For each index of a shape, in row-major order, the sum of its parts times `steps`.
  static func offsets(of shape: [Int], steps: [Int]) -> [Int] {
    var offsets = [0]
    for (length, step) in zip(shape, steps) {
      var next: [Int] = []
      next.reserveCapacity(offsets.count * length)
      for offset in offsets {
        for place in 0..<length { next.append(offset + place * step) }
      }
      offsets = next
    }
    return offsets
  }

  @inline(__always)
  public func mapped(_ function: (Float) -> Float) -> Tensor {
    Tensor(shape: shape, count: count) { result in
      for i in 0..<count { result[i] = function(values[i]) }
    }
  }

  /// Repeated to a shape that this one broadcasts to.
  public func expanded(to target: [Int]) -> Tensor {
    if target == shape { return self }
    let rows = rows(in: target)
    let length = target.last ?? 1
    return Tensor(shape: target, count: target.reduce(1, *)) { result in
      for (row, start) in rows.starts.enumerated() {
        for i in 0..<length { result[row * length + i] = values[start + i * rows.step] }
      }
    }
  }

  /// Added up to a shape that broadcasts to this one: what `expanded` does, backwards.
  public func folded(to target: [Int]) -> Tensor {
    if target == shape { return self }
    let small = Tensor(shape: target, repeating: 0)
    let rows = small.rows(in: shape)
    let length = shape.last ?? 1
    var sums = [Double](repeating: 0, count: small.count)
    for (row, start) in rows.starts.enumerated() {
      for i in 0..<length { sums[start + i * rows.step] += Double(values[row * length + i]) }
    }
    return Tensor(shape: target, values: sums.map { Float($0) })
  }

  /// `fill` writes all `count` values.
  @inline(__always)
  init(shape: [Int], count: Int, fill: (UnsafeMutableBufferPointer<Float>) -> Void) {
    self.init(
      shape: shape,
      values: [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
        if count > 0 { fill(buffer) }
        initialized = count
      })
  }
}
