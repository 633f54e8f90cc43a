internal import Evaluation
internal import Syntax
internal import Tensors

/// What `setl check` may know of the shapes of tensors and sparse matrices from a program's text alone.
let tensorShapes = ShapeRules(
  result: { operation, a, b in
    guard operation == .matrixProduct else { return try? Tensor.broadcast(a, b, in: "") }
    guard (1...2).contains(a.count), (1...2).contains(b.count), a.last == b.first else {
      return nil
    }
    return Array(a.dropLast()) + b.dropFirst()
  },
  mismatch: { operation, a, b in
    guard operation == .matrixProduct, let inner = a.last, let other = b.dropLast().last ?? b.last
    else { return "\(a) and \(b) do not broadcast" }
    return "inner sizes differ: \(inner) and \(other)"
  },
  withNumber: { operation, shape in operation == .matrixProduct ? nil : shape },
  field: { name, shape in name == "T" ? shape.reversed() : nil })
