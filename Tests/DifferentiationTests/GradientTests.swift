import Differentiation
import Tensors
import Testing

/// Every step back against what a small change of each number changes.
@Suite struct GradientTests {
  typealias Function = ([TracedTensor]) throws -> TracedTensor

  /// Compares the gradients of Σ w ∘ f(x) with differences, where w makes every element count otherwise.
  private func check(
    _ inputs: [Tensor], tolerance: Float = 2e-2, at location: SourceLocation = #_sourceLocation,
    _ function: Function
  ) throws {
    func weighted(_ result: TracedTensor) throws -> TracedTensor {
      var weights = Tensor(shape: result.tensor.shape, repeating: 0)
      for place in weights.values.indices { weights.values[place] = 0.5 + Float(place % 5) * 0.25 }
      let products = try result.combined(with: TracedTensor(weights), by: .multiply, named: "*")
      return try #require(products.reduced(.sum, along: nil))
    }
    let leaves = inputs.map { TracedTensor.leaf($0) }
    let result = try weighted(function(leaves))
    let gradients = try #require(result.node).gradients(
      of: leaves.compactMap(\.node), from: Tensor(1))
    for (number, input) in inputs.enumerated() {
      let found = try #require(gradients[number], sourceLocation: location)
      #expect(found.shape == input.shape, sourceLocation: location)
      for place in input.values.indices {
        func value(_ step: Float) throws -> Float {
          var changed = inputs
          changed[number].values[place] += step
          return try weighted(function(changed.map { TracedTensor($0) })).tensor.values[0]
        }
        let step: Float = 1.0 / 256
        let slope = try (value(step) - value(-step)) / (2 * step)
        let error = abs(slope - found.values[place])
        #expect(
          error <= tolerance * max(1, abs(slope)),
          "input \(number), element \(place): \(found.values[place]), not \(slope)",
          sourceLocation: location)
      }
    }
  }

  /// Numbers from 0.4 to 1.9 in some order, no two of them near each other.
  private func tensor(_ shape: Int..., seed: UInt64 = 1) -> Tensor {
    var random = RandomSource(seed: seed)
    var result = Tensor(shape: shape, repeating: 0)
    let count = Float(max(result.count, 1))
    result.values = result.values.indices.map { 0.4 + 1.5 * (Float($0) + 0.5) / count }
    random.shuffle(&result.values)
    return result
  }

  @Test(arguments: [
    ElementwiseOperation.add, .subtract, .multiply, .divide, .remainder, .power, .maximum, .minimum,
  ])
  func operationsElementByElement(_ operation: ElementwiseOperation) throws {
    let shapes = [([2, 3], [2, 3]), ([2, 3], [3]), ([2, 1], [1, 3]), ([], [2, 2])]
    for (number, (a, b)) in shapes.enumerated() {
      var (x, y) = (tensor(12, seed: UInt64(number + 1)), tensor(12, seed: UInt64(number + 50)))
      // No element equals one of the other side, where the larger one changes.
      y = y.mapped { $0 + 0.05 }
      // Away from the jumps of the remainder.
      if operation == .remainder { y = y.mapped { $0 + 2 } }
      x = Tensor(shape: a, values: Array(x.values.prefix(a.reduce(1, *))))
      y = Tensor(shape: b, values: Array(y.values.prefix(b.reduce(1, *))))
      try check([x, y]) { try $0[0].combined(with: $0[1], by: operation, named: "op") }
    }
  }

  @Test(arguments: SmoothFunction.all.map(\.name))
  func functionsOfOneNumber(_ name: String) throws {
    let function = try #require(SmoothFunction.all.first { $0.name == name })
    // Away from the jumps and kinks at 0 and at whole numbers.
    let x = Tensor(shape: [5], values: [0.3, 1.4, -0.6, 0.8, -1.3])
    // Where each has a value.
    let isRoot = ["sqrt", "log", "log2", "log10", "log1p"].contains(name)
    let inside = ["asin", "acos"].contains(name) ? x.mapped { $0 / 2 } : x
    try check([isRoot ? x.mapped { $0.magnitude } : inside]) { $0[0].mapped(by: function) }
  }

  @Test func shapes() throws {
    try check([tensor(2, 3)]) { $0[0].transposed }
    try check([tensor(2, 3)]) { $0[0].reshaped([3, 2]) }
    try check([tensor(2, 3, 4)]) { $0[0].permuted([1, 2, 0]) }
    try check([tensor(2, 3), tensor(2, 2, seed: 2)]) { try TracedTensor.concatenated($0, along: 1) }
    // An element that is chosen twice gets both gradients.
    try check([tensor(6)]) { $0[0].blocks(at: [4, 0, 4], length: 2, shape: [3, 2]) }
    try check([tensor(6)]) { $0[0].blocks(at: [5, 5, 1], length: 1, shape: [3]) }
    let mask = Tensor(shape: [2, 3], values: [1, 0, 0, 1, 1, 0])
    try check([tensor(2, 3), tensor(3, seed: 2)]) { try TracedTensor.chosen(mask, $0[0], $0[1]) }
    try check([tensor(3)]) { $0[0].negated }
  }

  @Test(arguments: [Reduction.sum, .mean, .product, .maximum, .minimum, .norm, .logSumExp])
  func reductions(_ reduction: Reduction) throws {
    for axis in [nil, 0, 1, 2] {
      try check([tensor(2, 3, 2)]) { inputs in
        try #require(inputs[0].reduced(reduction, along: axis))
      }
    }
    for axes in [[0, 1], [0, 2], [1, 2], [0, 1, 2], []] {
      try check([tensor(2, 3, 2)]) { inputs in
        try #require(inputs[0].reduced(reduction, along: axes, keepingAxes: axes.count == 2))
      }
    }
  }

  @Test func alongAnAxis() throws {
    for axis in [0, 1] {
      try check([tensor(3, 4)]) { $0[0].softmax(along: axis) }
      for accumulation in Accumulation.allCases {
        try check([tensor(3, 4)]) { $0[0].accumulated(accumulation, along: axis) }
      }
    }
  }

  /// A factor of 0 takes nothing from the gradients of the others.
  @Test func productsWithZeros() throws {
    let x = Tensor(shape: [4], values: [0.5, 0, 1.5, 0.75])
    try check([x]) { try #require($0[0].reduced(.product, along: 0)) }
    try check([x]) { try #require($0[0].reduced(.product, along: nil)) }
    try check([x]) { $0[0].accumulated(.product, along: 0) }
  }

  @Test func bordersAndRepeats() throws {
    try check([tensor(2, 3)]) { $0[0].padded(before: [1, 0], after: [0, 2], with: 7) }
    try check([tensor(2, 3)]) { $0[0].part(along: 1, from: 1, count: 2) }
    try check([tensor(2, 3)]) { $0[0].tiled([2, 3]) }
    try check([tensor(3)]) { $0[0].placed(at: [0, 4, 8], shape: [3, 3]) }
  }

  @Test func linearEquations() throws {
    let a = Tensor(shape: [2, 2], values: [2, 0.5, -0.25, 1.5])
    try check([a, tensor(2)]) { try $0[0].solving($0[1]) }
    try check([a, tensor(2, 3)]) { try $0[0].solving($0[1]) }
    try check([a]) { try $0[0].inverted() }
  }

  @Test func products() throws {
    try check([tensor(2, 3), tensor(3, 4, seed: 2)]) { try $0[0].multiplied(by: $0[1]) }
    try check([tensor(3), tensor(3, 2, seed: 2)]) { try $0[0].multiplied(by: $0[1]) }
    try check([tensor(2, 3), tensor(3, seed: 2)]) { try $0[0].multiplied(by: $0[1]) }
    try check([tensor(3), tensor(3, seed: 2)]) { try $0[0].multiplied(by: $0[1]) }
  }

  /// A sparse matrix has a gradient for each connection: that of the dense matrix at its place.
  @Test func sparseMatrices() throws {
    var random = RandomSource(seed: 3)
    var matrix = SparseMatrix.random(rows: 4, columns: 3, density: 0.5, using: &random)
    for place in matrix.values.indices { matrix.values[place] = 0.3 + Float(place) / 8 }
    /// The matrix with other weights, kept under the gradient of those.
    func weighted(_ weights: TracedTensor) -> TracedMatrix {
      var result = matrix
      result.values = weights.tensor.values
      return TracedMatrix(result, weights.node)
    }
    let weights = Tensor(shape: [matrix.count], values: matrix.values)
    try check([weights, tensor(3, 2)]) { try weighted($0[0]).multiplied(by: $0[1]) }
    try check([weights, tensor(3)]) { try weighted($0[0]).multiplied(by: $0[1]) }
    try check([weights, tensor(2, 4)]) { try weighted($0[0]).multiplied(from: $0[1]) }
    try check([weights]) { weighted($0[0]).dense }
    try check([weights]) { weighted($0[0]).scaled(by: -2).dense }
    try check([weights, tensor(4, 2)]) { try weighted($0[0]).transposed.multiplied(by: $0[1]) }
    try check([tensor(3, 4)]) { TracedMatrix($0[0]).dense }
  }

  /// What is used several times gets the sum of all that comes back.
  @Test func usesAddUp() throws {
    try check([tensor(3)]) { inputs in
      let square = try inputs[0].combined(with: inputs[0], by: .multiply, named: "*")
      return try square.combined(with: inputs[0], by: .add, named: "+")
    }
  }

  @Test func whatTakesNoPartHasNoGradient() throws {
    let (a, b) = (TracedTensor.leaf(tensor(2)), TracedTensor.leaf(tensor(2)))
    let result = try #require(a.reduced(.sum, along: nil)?.node)
    let gradients = try result.gradients(of: [a, b].compactMap(\.node), from: Tensor(1))
    #expect(gradients[0]?.values == [1, 1] && gradients[1] == nil)
    #expect(TracedTensor(tensor(2)).negated.node == nil)
  }

  /// Chains are walked and released in loops, however long they are.
  @Test func longChains() throws {
    var value = TracedTensor.leaf(Tensor(1))
    let leaf = try #require(value.node)
    for _ in 0..<200_000 { value = value.negated }
    let gradient = try value.node?.gradients(of: [leaf], from: Tensor(1)).first
    #expect(gradient??.values == [1])
  }

  @Test func aCheckEndsTheWayBack() throws {
    struct Stop: Error {}
    let x = TracedTensor.leaf(tensor(4))
    let node = try #require(x.negated.node)
    #expect(throws: Stop.self) {
      try node.gradients(of: [], from: Tensor(1)) { count in
        #expect(count == 4)
        throw Stop()
      }
    }
  }
}
