internal import KernelTable
internal import Tensors

/// y = E h + b, with E the vectors of the model's words, `(vocabulary, units)`: of each word how well its vector goes
/// with what is given (Press and Wolf 2017, arXiv 1608.05859). Of a sequence, each vector by itself.
///
/// It has no matrix of its own: what is trained, evolved and saved is that of the embedding, which gets the
/// gradients of both. Cost: that of a dense layer with the embedding's connections.
public final class TiedDense: Layer {
  private var inner: Dense?
  private var table: WeightMatrix?

  public init() {}

  public convenience init(_ choices: LayerChoices) { self.init() }

  public var choices: LayerChoices { LayerChoices() }
  public static let kinds = ["tied_dense"]
  public var kind: String { "tied_dense" }
  public var details: String { "" }
  public var takesEither: Bool { true }
  public var worksByPlace: Bool { true }
  public var inputFeatures: Int? { table?.columns }
  public var matrices: [WeightMatrix] { [] }
  public var parameters: [Parameter] { [inner?.bias].compactMap { $0 } }
  public var keptNumbers: Int { inner?.keptNumbers ?? 0 }

  /// Says which embedding's vectors it goes by: the first before it. All of them then have a gradient in each batch.
  func share(_ table: WeightMatrix) {
    self.table = table
    table.role = .input
    if let bias = inner?.bias { inner = Dense(sharing: table, bias: bias, of: inner) }
  }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    guard inner == nil else { throw LayerError.alreadyUsed(layer: kind) }
    guard let table else { throw LayerError.noTable(layer: kind) }
    guard let given = input.features else {
      throw LayerError.wrongInput(layer: kind, takes: "features", given: input)
    }
    guard given == table.columns else {
      throw LayerError.tableDiffers(layer: kind, units: table.columns, given: given)
    }
    let bias = try source.bias("bias", start: [Float](repeating: 0, count: table.rows))
    let dense = Dense(sharing: table, bias: bias, of: nil)
    inner = dense
    return dense.output(of: input)
  }

  public func prepare(width: Int, isTraining: Bool) {
    inner?.prepare(width: width, isTraining: isTraining)
  }

  /// Without the vectors, which are those of the copy's embedding.
  public func copied(parts: [any Layer]) -> any Layer {
    let copy = TiedDense()
    copy.inner = inner?.copied() as? Dense
    return copy
  }

  public func makePass() -> any LayerPass {
    guard let inner else { preconditionFailure("A pass is made after configure.") }
    return TiedDensePass(of: inner)
  }
}

/// A pass of a dense layer whose weights' gradient is not among its own: the embedding's pass takes it.
final class TiedDensePass: LayerPass {
  private let inner: DensePass
  let gradients: [GradientPart]
  /// Of all the embedding's vectors, after the way back.
  var tableGradient: GradientPart { inner.gradients[0] }

  init(of layer: Dense) {
    inner = DensePass(of: layer)
    gradients = [inner.gradients[1]]
  }

  func forward(_ input: Activation, mode: PassMode) -> Activation {
    inner.forward(input, mode: mode)
  }

  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    inner.backward(gradient, needsInput: needsInput)
  }

  /// Adds the gradients of some of the embedding's vectors as if all connections existed.
  func addDenseTableGradient(rows: Range<Int>, to block: Floats) {
    inner.addDenseGradient(ofMatrix: 0, rows: rows, to: block)
  }
}
