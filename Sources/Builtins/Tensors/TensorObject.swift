internal import Differentiation
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
///
/// One without elements has its axes nevertheless, and what works along them takes time and memory by their
/// lengths: they count as if the empty ones were 1.
func checkSize(_ shape: [Int], argument: String? = nil) throws {
  var bytes = 4.0
  for length in shape { bytes *= Double(max(length, 1)) }
  guard bytes >= 0x1p20 else { return }
  let name = "tensor[\(shape.map(String.init).joined(separator: ", "))]"
  guard shape.contains(0) else {
    return try MemoryBudget.check(bytes, for: name, argument: argument)
  }
  guard bytes <= Double(4 * mostOfEmpty) else {
    throw NativeError(
      "S0210", "\(name) is empty, and too long", label: "\(shape.max() ?? 0) of nothing",
      notes: ["the other axes of an empty tensor have at most \(mostOfEmpty.grouped) places"],
      argument: argument)
  }
}

/// Places along the axes of a tensor without elements.
let mostOfEmpty = 1 << 24

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
  /// Where it is a parameter, or the gradient of one.
  var link: TrainableLink?
  /// The numbers that `step` moves, of a parameter.
  var trainable: Trainable? { if case .value(let numbers) = link { numbers } else { nil } }

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

  convenience init(_ traced: TracedTensor, _ content: Content = .numbers) {
    self.init(traced.tensor, node: traced.node, content)
  }

  /// As what computes with it and can look back.
  var traced: TracedTensor { TracedTensor(tensor, node) }

  static func value(_ tensor: Tensor) -> Value {
    tensor.rank == 0 ? .number(tensor.values[0].nearestShort) : .object(TensorObject(tensor))
  }

  /// The result of a step: a number where it is one that no gradient looks back on.
  static func value(_ traced: TracedTensor, _ content: Content = .numbers) -> Value {
    traced.node == nil && traced.tensor.rank == 0
      ? value(traced.tensor) : .object(TensorObject(traced, content))
  }

  /// The result of a step that was made from `sources`.
  static func value(
    _ tensor: Tensor, from sources: [GradientNode.Source], _ content: Content = .numbers
  ) -> Value {
    value(TracedTensor(tensor, from: sources), content)
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    guard node == nil else { throw Self.underGradient("tensor") }
    return trainable == nil ? TensorObject(tensor, content) : .parameter(tensor)
  }

  /// One that `step` moves.
  static func parameter(_ tensor: Tensor) -> TensorObject {
    let (object, numbers) = (TensorObject(tensor), Trainable(tensor))
    numbers.value = object
    object.link = .value(numbers)
    return object
  }

  /// The gradient of one.
  static func gradient(_ tensor: Tensor, of numbers: Trainable) -> TensorObject {
    let object = TensorObject(tensor)
    object.link = .gradient(numbers)
    return object
  }

  /// The steps of a gradient belong to the machine that took them.
  static func underGradient(_ kind: String) -> NativeError {
    var error = notCopied(kind)
    error.label = "a gradient looks back on it"
    error.help = "start the job outside of  gradient(…)"
    return error
  }

  override var kind: String { tensor.rank == 0 ? "number" : "tensor" }
  override var kinds: [String] { ["tensor", kind] }
  override var conditionHelp: String? {
    "of all elements:  all(x)  or  any(x);  masks together:  a * b,  maximum(a, b),  a == 0"
  }
  override var length: Int? { tensor.shape.first }
  override var heldBytes: Double { 4 * Double(tensor.count) }
  override var fieldNames: [String] { ["shape", "T"] }
  override func field(_ name: String) throws -> Value? {
    switch name {
    case "shape": return .list(tensor.shape.map { .number(Double($0)) })
    case "T":
      try checkLarge(tensor.count, copies: tensor.rank == 2 ? 1 : 3)
      return Self.value(traced.transposed, content)
    default: return nil
    }
  }
  override func glance(at name: String) -> FieldGlance {
    name == "T" ? .like(.object(self)) : super.glance(at: name)
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
    guard tensor.rank > 0 else { return DisplayBundle(text: summary) }
    return DisplayBundle([.characters([tensor.text]), .onPage { [tensor] in tensor.pageParts }])
  }
  override var plain: Value? { Self.nested(tensor.shape[...], tensor.values[...]) }

  /// Lists within each other, as many as there are axes.
  private static func nested(_ shape: ArraySlice<Int>, _ values: ArraySlice<Float>) -> Value {
    guard let length = shape.first else { return .number(values.first.map(\.nearestShort) ?? 0) }
    let size = length == 0 ? 0 : values.count / length
    return .list(
      (0..<length).map { row in
        let start = values.startIndex + row * size
        return nested(shape.dropFirst(), values[start..<start + size])
      })
  }

  override func equals(_ other: NativeObject) -> Bool {
    (other as? TensorObject)?.tensor == tensor
  }

  // MARK: Operators

  /// The tensor that an operand is, and how it came about; a number is one of rank 0.
  static func operand(_ value: Value) -> TracedTensor? {
    if case .number(let number) = value { return TracedTensor(Tensor(number)) }
    return (value.asObject as? TensorObject)?.traced
  }

  override func binary(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    guard let second = Self.operand(other) else { return nil }
    let (a, b) = isLeft ? (traced, second) : (second, traced)
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
    _ a: TracedTensor, _ b: TracedTensor, _ operation: ElementwiseOperation, named name: String,
    _ content: Content
  ) throws -> Value {
    let (x, y) = (a.tensor, b.tensor)
    return try shaped {
      if x.shape == y.shape {
        try checkLarge(x.count)
      } else {
        try checkSize(try Tensor.broadcast(x.shape, y.shape, in: name))
      }
      return value(try a.combined(with: b, by: operation, named: name), content)
    }
  }

  private static func product(_ a: TracedTensor, _ b: TracedTensor) throws -> Value? {
    guard a.tensor.rank > 0, b.tensor.rank > 0 else { return nil }
    return try shaped {
      let rows = try a.tensor.matrixSize(isLeft: true).0
      let columns = try b.tensor.matrixSize(isLeft: false).1
      try checkSize([rows, columns])
      return value(try a.multiplied(by: b))
    }
  }

  override func negated() throws -> Value? {
    try checkLarge(tensor.count)
    return Self.value(traced.negated)
  }

  func apply(_ function: SmoothFunction) throws -> Value {
    try checkLarge(tensor.count)
    return Self.value(traced.mapped(by: function))
  }

  override func selected(_ selections: [Selection]) throws -> Value { try elements(selections) }
  override func assign(_ selections: [Selection], _ value: Value) throws {
    try setElements(selections, value)
  }
  override func keep(_ selections: [Selection], _ changed: Value) throws {
    try setElements(selections, changed)
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

  override func contains(_ value: Value) -> Bool? { value.asNumber.map { holds($0) } }

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

extension BinaryOperator {
  /// What it does to tensors element by element.
  var elementwise: ElementwiseOperation? {
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

  var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    case .add, .subtract, .multiply, .divide, .divideWhole, .remainder, .power, .maximum, .minimum:
      false
    }
  }
}
