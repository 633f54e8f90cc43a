internal import Evaluation
internal import Syntax
internal import Tensors

/// Errors of shapes as errors of the language.
func shaped<Result>(_ body: () throws -> Result) throws -> Result {
  do { return try body() } catch let error as ShapeError {
    throw NativeError(
      "S0203", error.title, label: error.label, notes: error.notes, help: error.help)
  }
}

/// Throws unless a tensor of this shape can be had.
func checkSize(_ shape: [Int], argument: String? = nil) throws {
  var bytes = 4.0
  for length in shape { bytes *= Double(length) }
  guard bytes >= 0x1p20 else { return }
  try MemoryBudget.check(
    bytes, for: "tensor[\(shape.map(String.init).joined(separator: ", "))]", argument: argument)
}

/// Throws unless `copies` numbers for each of `count` can be had. Looks at memory only where the work takes
/// longer than that.
func checkLarge(_ count: Int, copies: Int = 1) throws {
  guard count >= 1 << 23 else { return }
  try MemoryBudget.check(4 * Double(count) * Double(copies), for: "the result")
}

extension Float {
  /// The 64-bit number with the fewest digits that is this one in 32 bits: 0.1, not 0.10000000149.
  var nearestShort: Double {
    if self == rounded(.towardZero), magnitude < 0x1p24 { return Double(self) }
    return Double("\(self)") ?? Double(self)
  }
}

/// A tensor as a value. Rank 0 is a number to the program; it is held as a tensor only where a gradient
/// looks back on it.
final class TensorObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "tensor" }
  var tensor: Tensor
  /// How it came about, where a gradient looks back on it.
  let node: GradientNode?
  /// What its elements mean where it is used as an index.
  var content: Content

  /// What the elements of a tensor mean. Comparisons give masks, and so does what only moves or chooses
  /// their elements; calculating with them gives numbers.
  enum Content {
    case numbers
    /// 0 and 1 for false and true.
    case mask
    /// A sum of masks, which looks like one where they do not overlap: it chooses nothing.
    case maskSum
  }

  init(_ tensor: Tensor, node: GradientNode? = nil, _ content: Content = .numbers) {
    self.tensor = tensor
    self.node = node
    self.content = content
  }

  static func value(_ tensor: Tensor) -> Value {
    tensor.rank == 0 ? .number(tensor.values[0].nearestShort) : .object(TensorObject(tensor))
  }

  /// The result of a step, with what a gradient needs where a source takes part in one.
  static func value(
    _ tensor: Tensor, from sources: [GradientNode.Source], _ content: Content = .numbers
  ) -> Value {
    if sources.isEmpty {
      return tensor.rank == 0 ? value(tensor) : .object(TensorObject(tensor, content))
    }
    return .object(
      TensorObject(tensor, node: GradientNode(sources, count: tensor.count), content))
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    guard node == nil else { throw Self.underGradient("tensor") }
    return TensorObject(tensor, content)
  }

  /// The steps of a gradient belong to the machine that took them.
  static func underGradient(_ kind: String) -> NativeError {
    var error = notCopied(kind)
    error.label = "a gradient looks back on it"
    error.help = "start the job outside of  gradient(…)"
    return error
  }

  override var kind: String { tensor.rank == 0 ? "number" : "tensor" }
  override func isKind(_ kind: String) -> Bool { kind == "tensor" || kind == self.kind }
  override var conditionHelp: String? {
    "of all elements:  all(x)  or  any(x);  masks together:  a * b,  maximum(a, b),  a == 0"
  }
  override var length: Int? { tensor.shape.first }
  override var fieldNames: [String] { ["shape", "T"] }
  override func field(_ name: String) throws -> Value? {
    switch name {
    case "shape": return .list(tensor.shape.map { .number(Double($0)) })
    case "T":
      try checkLarge(tensor.count, copies: tensor.rank == 2 ? 1 : 3)
      return Self.value(tensor.transposed, from: node.source { $0.transposed }, content)
    default: return nil
    }
  }

  override var summary: String {
    if tensor.rank == 0 { return tensor.values[0].nearestShort.formattedShort }
    return hasShortSummary
      ? "tensor([" + tensor.values.map { $0.nearestShort.formattedShort }.joined(separator: ", ")
        + "])"
      : tensor.name
  }
  override var printed: String { hasShortSummary ? summary : tensor.text }
  private var hasShortSummary: Bool { tensor.count <= 8 && tensor.rank <= 1 }
  override var display: DisplayBundle {
    DisplayBundle(text: tensor.rank == 0 ? summary : tensor.text)
  }
  override func equals(_ other: NativeObject) -> Bool {
    (other as? TensorObject)?.tensor == tensor
  }

  // MARK: Operators

  /// The tensor that an operand is, and how it came about; a number is one of rank 0.
  static func operand(_ value: Value) -> (tensor: Tensor, node: GradientNode?)? {
    if case .number(let number) = value { return (Tensor(number), nil) }
    return (value.asObject as? TensorObject).map { ($0.tensor, $0.node) }
  }

  override func binary(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    guard let second = Self.operand(other) else { return nil }
    let own = (tensor: tensor, node: node)
    let (a, b) = isLeft ? (own, second) : (second, own)
    if operation == .matrixProduct { return try Self.product(a, b) }
    guard let elementwise = operation.elementwise else { return nil }
    let otherContent = (other.asObject as? TensorObject)?.content ?? .numbers
    let result = try Self.combined(
      a, b, elementwise, named: operation.rawValue,
      elementwise.content(content, otherContent))
    // Two numbers are compared as numbers are, also where a gradient looks on.
    if operation.isComparison, a.tensor.rank == 0, b.tensor.rank == 0, let number = result.asNumber
    {
      return .bool(number != 0)
    }
    return result
  }

  /// Element by element, broadcast.
  static func combined(
    _ a: (tensor: Tensor, node: GradientNode?), _ b: (tensor: Tensor, node: GradientNode?),
    _ operation: ElementwiseOperation, named name: String, _ content: Content
  ) throws -> Value {
    let (x, y) = (a.tensor, b.tensor)
    let result = try shaped {
      if x.shape == y.shape {
        try checkLarge(x.count)
      } else {
        try checkSize(try Tensor.broadcast(x.shape, y.shape, in: name))
      }
      return try x.combined(with: y, by: operation, named: name)
    }
    guard a.node != nil || b.node != nil, let derivative = derivatives[operation] else {
      return value(result, from: [], content)
    }
    let sources =
      a.node.source { gradient in
        times(gradient, derivative.left(x, y, result)).folded(to: x.shape)
      }
      + b.node.source { gradient in
        times(gradient, derivative.right(x, y, result)).folded(to: y.shape)
      }
    return value(result, from: sources, content)
  }

  /// The product of tensors whose shapes are known to fit.
  private static func times(_ a: Tensor, _ b: Tensor) -> Tensor {
    (try? a.combined(with: b, by: .multiply, named: "*")) ?? a
  }

  /// x @ y; a vector is one row on the left, one column on the right.
  private static func product(
    _ a: (tensor: Tensor, node: GradientNode?), _ b: (tensor: Tensor, node: GradientNode?)
  ) throws -> Value? {
    let (x, y) = (a.tensor, b.tensor)
    guard x.rank > 0, y.rank > 0 else { return nil }
    return try shaped {
      let (rows, inner) = try x.matrixSize(isLeft: true)
      let (innerOther, columns) = try y.matrixSize(isLeft: false)
      try checkSize([rows, columns])
      let result = try x.multiplied(by: y)
      guard a.node != nil || b.node != nil else { return value(result) }
      // ∂x = g · yᵀ and ∂y = xᵀ · g, all as matrices.
      let left = x.reshaped([rows, inner])
      let right = y.reshaped([innerOther, columns])
      return value(
        result,
        from: a.node.source { gradient in
          let g = gradient.reshaped([rows, columns])
          return ((try? g.multiplied(by: right.transposed)) ?? left).reshaped(x.shape)
        }
          + b.node.source { gradient in
            let g = gradient.reshaped([rows, columns])
            return ((try? left.transposed.multiplied(by: g)) ?? right).reshaped(y.shape)
          })
    }
  }

  override func negated() throws -> Value? {
    try checkLarge(tensor.count)
    return Self.value(tensor.mapped { -$0 }, from: node.source { $0.mapped { -$0 } })
  }

  // MARK: Functions

  override func applied(_ function: String, _ arguments: [String: Value]) throws -> Value? {
    if let function = ElementwiseFunction.named[function] { return try apply(function) }
    if function == "to_list" {
      return .list(tensor.values.map { .number($0.nearestShort) })
    }
    return nil
  }

  func apply(_ function: ElementwiseFunction) throws -> Value {
    let x = tensor
    try checkLarge(x.count)
    let result = x.mapped(function.ofFloat)
    return Self.value(
      result,
      from: node.source { gradient in
        var pulled = gradient
        for place in pulled.values.indices {
          pulled.values[place] *= function.derivative(x.values[place], result.values[place])
        }
        return pulled
      })
  }

  override func selected(_ selections: [Selection]) throws -> Value { try elements(selections) }
  override func assign(_ selections: [Selection], _ value: Value) throws {
    try setElements(selections, value)
  }

  override func selection() throws -> Selection? {
    switch content {
    case .mask: return .mask(Mask(shape: tensor.shape, holds: tensor.values.lazy.map { $0 != 0 }))
    case .maskSum:
      throw NativeError(
        "S0204", "a sum of masks chooses nothing", label: "where several hold it is above 1",
        help: "where one of them holds:  maximum(a, b);  where both do:  a * b")
    case .numbers: break
    }
    let places = try tensor.values.map { value in
      guard let place = Value.number(Double(value)).asWhole else {
        throw NativeError(
          "S0204", "an index is a whole number",
          label: "it holds \(value.nearestShort.asValue.text)",
          help: "a comparison gives a mask:  x[x > 0]")
      }
      return place
    }
    switch tensor.rank {
    case 0: return places.first.map { .item(.index($0)) }
    case 1: return .item(.indices(places))
    default: return .table(shape: tensor.shape, places)
    }
  }

  override func makeIterator() -> (any NativeIterator)? {
    tensor.rank == 0 ? nil : RowIterator(self)
  }

  /// Goes along the first axis.
  private final class RowIterator: NativeIterator {
    private let tensor: TensorObject
    private var row = 0
    init(_ tensor: TensorObject) { self.tensor = tensor }

    func next() throws -> Value? {
      guard row < tensor.length ?? 0 else { return nil }
      defer { row += 1 }
      return try tensor.selected([.item(.index(row))])
    }
  }
}

extension Tensor {
  /// A number as a tensor of rank 0.
  init(_ number: Double) { self.init(shape: [], values: [Float(number)]) }
}

extension BinaryOperator {
  /// What it does to tensors element by element.
  fileprivate var elementwise: ElementwiseOperation? {
    switch self {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .divideWhole: .divideWhole
    case .remainder: .remainder
    case .power: .power
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .matrixProduct, .contained: nil
    }
  }

  fileprivate var isComparison: Bool { elementwise?.isComparison ?? false }
}

extension ElementwiseOperation {
  /// What the result means, by what the operands do: masks stay masks where both hold, or one does.
  func content(
    _ a: TensorObject.Content, _ b: TensorObject.Content
  ) -> TensorObject.Content {
    if isComparison { return .mask }
    guard a == .mask, b == .mask else { return .numbers }
    switch self {
    case .multiply, .maximum, .minimum: return .mask
    case .add: return .maskSum
    case .subtract, .divide, .divideWhole, .remainder, .power, .equal, .notEqual, .less,
      .lessOrEqual, .greater, .greaterOrEqual:
      return .numbers
    }
  }

  fileprivate var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    case .add, .subtract, .multiply, .divide, .divideWhole, .remainder, .power, .maximum, .minimum:
      false
    }
  }
}

/// ∂z/∂x and ∂z/∂y of z = x op y, from x, y and z.
private typealias Derivative = (
  left: @Sendable (Tensor, Tensor, Tensor) -> Tensor,
  right: @Sendable (Tensor, Tensor, Tensor) -> Tensor
)

/// Operations without an entry have no slope worth the name: comparisons, and whole division.
private let derivatives: [ElementwiseOperation: Derivative] = [
  .add: ({ _, _, _ in one }, { _, _, _ in one }),
  .subtract: ({ _, _, _ in one }, { _, _, _ in Tensor(-1) }),
  .multiply: ({ _, y, _ in y }, { x, _, _ in x }),
  .divide: (
    { _, y, _ in y.mapped { 1 / $0 } }, { _, y, z in elementwise(z, y) { -$0 / $1 } }
  ),
  .remainder: (
    { _, _, _ in one }, { x, y, _ in elementwise(x, y) { -WholeDivision.quotient($0, $1) } }
  ),
  .power: (
    { x, y, _ in elementwise(x, y) { $1 == 0 ? 0 : $1 * raised($0, $1 - 1) } },
    { x, _, z in elementwise(z, x) { $1 > 0 ? $0 * logarithm($1) : 0 } }
  ),
  // Where both are equal the first is the larger, and the smaller.
  .maximum: (
    { x, y, _ in elementwise(x, y) { $0 >= $1 ? 1 : 0 } },
    { x, y, _ in elementwise(x, y) { $0 >= $1 ? 0 : 1 } }
  ),
  .minimum: (
    { x, y, _ in elementwise(x, y) { $0 <= $1 ? 1 : 0 } },
    { x, y, _ in elementwise(x, y) { $0 <= $1 ? 0 : 1 } }
  ),
]

private let one = Tensor(1)

private func elementwise(
  _ a: Tensor, _ b: Tensor, _ function: (Float, Float) -> Float
) -> Tensor {
  guard let shape = try? Tensor.broadcast(a.shape, b.shape, in: "") else { return a }
  let (x, y) = (a.expanded(to: shape), b.expanded(to: shape))
  return Tensor(shape: shape, values: zip(x.values, y.values).map(function))
}
