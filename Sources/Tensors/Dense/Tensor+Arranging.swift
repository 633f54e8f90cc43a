internal import Glibc

func exponential(_ x: Float) -> Float { expf(x) }
func exponential(_ x: Double) -> Double { exp(x) }
func logarithm(_ x: Double) -> Double { log(x) }

/// Elements put together, chosen and put back.
extension Tensor {
  /// One after the other along an axis; the other axes are equal. Throws `ShapeError`.
  public static func concatenated(_ parts: [Tensor], along axis: Int) throws -> Tensor {
    guard let first = parts.first else { throw ShapeError("there is nothing to concatenate") }
    var target = first.shape
    target[axis] = 0
    for (number, part) in parts.enumerated() {
      var others = part.shape
      guard others.count == target.count else {
        throw ShapeError(
          "shapes do not fit in `concatenate`",
          label: "part 0 has \(target.count) axes, part \(number) has \(others.count)")
      }
      target[axis] += others[axis]
      others[axis] = target[axis]
      guard others == target else {
        throw ShapeError(
          "shapes do not fit in `concatenate`",
          label: "part 0 is \(first.name), part \(number) is \(part.name)",
          help: "all axes but axis \(axis) must be equal")
      }
    }
    var result: [Float] = []
    result.reserveCapacity(target.reduce(1, *))
    let outer = target[..<axis].reduce(1, *)
    for block in 0..<outer {
      for part in parts {
        let size = part.shape[axis...].reduce(1, *)
        result += part.values[block * size..<(block + 1) * size]
      }
    }
    return Tensor(shape: target, values: result)
  }

  /// The `count` places from `start` on along an axis.
  public func part(along axis: Int, from start: Int, count length: Int) -> Tensor {
    var target = shape
    target[axis] = length
    let inner = strides[axis]
    var result: [Float] = []
    for block in 0..<shape[..<axis].reduce(1, *) {
      let first = (block * shape[axis] + start) * inner
      result += values[first..<first + length * inner]
    }
    return Tensor(shape: target, values: result)
  }

  /// Along an axis, in each stretch the elements at the places that `order` holds, a tensor of this shape.
  public func gathered(along axis: Int, by order: Tensor) -> Tensor {
    var result = self
    forEachPlace(along: axis, order) { place, source in result.values[place] = values[source] }
    return result
  }

  /// What `gathered` did, backwards: each element is added where it came from.
  public func scattered(along axis: Int, by order: Tensor) -> Tensor {
    var result = Tensor(shape: shape, repeating: 0)
    forEachPlace(along: axis, order) { place, source in result.values[source] += values[place] }
    return result
  }

  private func forEachPlace(along axis: Int, _ order: Tensor, _ body: (Int, Int) -> Void) {
    let inner = strides[axis]
    let length = shape[axis]
    for place in values.indices {
      let start = place / (inner * length) * inner * length + place % inner
      body(place, start + Int(order.values[place]) * inner)
    }
  }

  /// `a` where the mask is not 0, else `b`; all three broadcast. Throws `ShapeError`.
  public static func chosen(_ mask: Tensor, _ a: Tensor, _ b: Tensor) throws -> Tensor {
    let values = try broadcast(a.shape, b.shape, in: "where")
    let target = try broadcast(mask.shape, values, in: "where")
    let (m, x, y) = (mask.expanded(to: target), a.expanded(to: target), b.expanded(to: target))
    return Tensor(
      shape: target,
      values: m.values.indices.map { m.values[$0] != 0 ? x.values[$0] : y.values[$0] })
  }
}
