public import Tensors

/// A tensor and how it came about, where a gradient looks back on it.
///
/// Each operation gives its result with the step back; where no operand takes part in a gradient it costs
/// what the operation on tensors costs.
public struct TracedTensor {
  public var tensor: Tensor
  public let node: GradientNode?

  public init(_ tensor: Tensor, _ node: GradientNode? = nil) {
    self.tensor = tensor
    self.node = node
  }

  /// The result of a step made from `sources`.
  public init(_ tensor: Tensor, from sources: [GradientNode.Source]) {
    self.init(tensor, sources.isEmpty ? nil : GradientNode(sources, count: tensor.count))
  }

  /// A tensor that gradients are taken of.
  public static func leaf(_ tensor: Tensor) -> TracedTensor {
    TracedTensor(tensor, GradientNode(count: tensor.count))
  }

  // MARK: Shapes

  public var transposed: TracedTensor {
    TracedTensor(tensor.transposed, from: node.source { $0.transposed })
  }

  /// `shape` holds as many elements.
  public func reshaped(_ shape: [Int]) -> TracedTensor {
    let whole = tensor.shape
    return TracedTensor(tensor.reshaped(shape), from: node.source { $0.reshaped(whole) })
  }

  /// `axes` holds each axis once.
  public func permuted(_ axes: [Int]) -> TracedTensor {
    let back = axes.indices.map { axis in axes.firstIndex(of: axis) ?? 0 }
    return TracedTensor(tensor.permuted(axes), from: node.source { $0.permuted(back) })
  }

  /// Throws `ShapeError` where the parts differ beside `axis`.
  public static func concatenated(
    _ parts: [TracedTensor], along axis: Int
  ) throws -> TracedTensor {
    let result = try Tensor.concatenated(parts.map(\.tensor), along: axis)
    var start = 0
    let sources = parts.flatMap { part -> [GradientNode.Source] in
      let (first, length) = (start, part.tensor.shape[axis])
      start += length
      return part.node.source { $0.part(along: axis, from: first, count: length) }
    }
    return TracedTensor(result, from: sources)
  }

  /// The elements at `starts` and those that follow each, `length` in all, in a new shape.
  public func blocks(at starts: [Int], length: Int, shape: [Int]) -> TracedTensor {
    var values: [Float] = []
    if length == 1 {
      values = starts.map { tensor.values[$0] }
    } else {
      values.reserveCapacity(starts.count * length)
      for start in starts { values += tensor.values[start..<start + length] }
    }
    let whole = tensor.shape
    return TracedTensor(
      Tensor(shape: shape, values: values),
      from: node.source { gradient in
        var pulled = Tensor(shape: whole, repeating: 0)
        var next = 0
        for start in starts {
          for place in start..<start + length {
            pulled.values[place] += gradient.values[next]
            next += 1
          }
        }
        return pulled
      })
  }

  /// The first where `mask` is not 0, else the second, broadcast. Throws `ShapeError`.
  public static func chosen(
    _ mask: Tensor, _ a: TracedTensor, _ b: TracedTensor
  ) throws -> TracedTensor {
    let zero = Tensor(0)
    return TracedTensor(
      try Tensor.chosen(mask, a.tensor, b.tensor),
      from: a.node.source { gradient in
        ((try? Tensor.chosen(mask, gradient, zero)) ?? gradient).folded(to: a.tensor.shape)
      }
        + b.node.source { gradient in
          ((try? Tensor.chosen(mask, zero, gradient)) ?? gradient).folded(to: b.tensor.shape)
        })
  }
}

extension Tensor {
  /// A number as a tensor of rank 0.
  public init(_ number: Double) { self.init(shape: [], values: [Float(number)]) }
}
