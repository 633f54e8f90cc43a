/// A dense array of 32-bit floats with any number of axes, row-major: the last axis lies side by side.
public struct Tensor: Sendable, Equatable {
  /// The length of each axis.
  public let shape: [Int]
  /// (product of the shape)
  public var values: [Float]

  /// Takes the values in row-major order; there must be as many as the shape says.
  public init(shape: [Int], values: [Float]) {
    precondition(
      shape.reduce(1, *) == values.count, "A tensor holds as many values as its shape says.")
    self.shape = shape
    self.values = values
  }

  public init(shape: [Int], repeating value: Float) {
    self.init(shape: shape, values: [Float](repeating: value, count: shape.reduce(1, *)))
  }

  public var rank: Int { shape.count }
  public var count: Int { values.count }

  /// How far apart neighbours along each axis lie.
  public var strides: [Int] { Self.strides(of: shape) }

  static func strides(of shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return strides
  }

  /// The number of elements of a shape; nil when it is larger than `limit` or has a negative axis.
  public static func count(of shape: [Int], limit: Int) -> Int? {
    var count = 1
    for length in shape {
      guard length >= 0 else { return nil }
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, product <= limit else { return nil }
      count = product
    }
    return count
  }

  /// The same values in another shape of as many elements.
  public func reshaped(_ shape: [Int]) -> Tensor { Tensor(shape: shape, values: values) }

  /// With the axes in the order `axes`.
  public func permuted(_ axes: [Int]) -> Tensor {
    let own = strides
    let newShape = axes.map { shape[$0] }
    let places = Self.offsets(of: newShape, steps: axes.map { own[$0] })
    return Tensor(shape: newShape, values: places.map { values[$0] })
  }

  /// With the axes backwards: a matrix's transpose.
  public var transposed: Tensor {
    guard rank == 2 else { return permuted(Array(shape.indices.reversed())) }
    let (rows, columns) = (shape[0], shape[1])
    // In squares, so that what is read and what is written stays in the cache.
    let side = 32
    let turned = [Float](unsafeUninitializedCapacity: values.count) { target, count in
      for top in stride(from: 0, to: rows, by: side) {
        for left in stride(from: 0, to: columns, by: side) {
          for column in left..<min(left + side, columns) {
            for row in top..<min(top + side, rows) {
              target[column * rows + row] = values[row * columns + column]
            }
          }
        }
      }
      count = values.count
    }
    return Tensor(shape: [columns, rows], values: turned)
  }
}

/// Why shapes do not fit.
public struct ShapeError: Error, Equatable {
  public var title: String
  /// At the operator.
  public var label: String
  public var notes: [String]
  public var help: String?

  public init(_ title: String, label: String = "", notes: [String] = [], help: String? = nil) {
    self.title = title
    self.label = label
    self.notes = notes
    self.help = help
  }
}
