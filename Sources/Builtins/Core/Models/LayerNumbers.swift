internal import Differentiation
internal import Evaluation
internal import Layers
internal import Tensors

/// The trained numbers of a layer as values, or those of one of its gates: sparse matrices where they are
/// sparse, tensors elsewhere.
///
/// What one gets is a copy of the moment, and what one assigns is copied: training never changes a value that
/// a program holds.
struct LayerNumbers {
  let layer: any Layer
  /// Where a gradient is taken of them.
  var watched: WatchedWeights?
  /// One of equal blocks of rows, where not the whole is meant.
  var gate: (number: Int, count: Int)?

  /// The fields that any layer has when it has weights.
  static let allNames = ["input_weights", "recurrent_weights", "weights", "bias", "gates"]

  /// Those of a layer that is made of others are theirs.
  var names: [String] { layer.parts.isEmpty ? parameters.map(name) : [] }

  /// Of a gate, those that all gates have a part of.
  private var parameters: [Layers.Parameter] {
    guard gate != nil, let ungated = (layer as? any GatedLayer)?.ungated else {
      return layer.parameters
    }
    return layer.parameters.filter { parameter in !ungated.contains { $0 === parameter } }
  }

  /// What a matrix is called: `weights` where there is no other.
  private func name(of parameter: Layers.Parameter) -> String {
    !(layer is OwnLayer) && layer.matrices.count == 1 && layer.matrices[0].parameter === parameter
      ? "weights" : parameter.name
  }

  /// Nil where the layer has none of that name.
  func value(_ name: String) throws -> Value? {
    guard let parameter = try parameter(name) else { return nil }
    // A gate's are copies: gradients are taken of the whole.
    let node = gate == nil ? watched?.node(of: parameter) : nil
    guard let matrix = matrix(of: parameter) else {
      let values = parameter.values.array
      return TensorObject.value(
        TracedTensor(Tensor(shape: shape(of: parameter), values: slice(values)), node))
    }
    // The whole is copied, and then a gate's rows of it.
    try MemoryBudget.check(
      16 * Double(matrix.count) + 4 * Double(matrix.rows), for: "a copy of the weights")
    if let sparse = matrix.sparseMatrix {
      return .object(
        SparseObject(gate == nil ? sparse : sparse.rows(rows(of: matrix)), node: node))
    }
    return TensorObject.value(
      TracedTensor(
        Tensor(
          shape: [rows(of: matrix).count, matrix.columns], values: slice(parameter.values.array)),
        node))
  }

  /// What can be told of it without a copy.
  func glance(_ name: String) -> FieldGlance {
    guard let parameter = (try? parameter(name)).flatMap({ $0 }) else { return .unknown }
    guard let matrix = matrix(of: parameter) else {
      return .like(.object(TensorObject(Tensor(shape: [0], values: []))))
    }
    let empty = Tensor(shape: [0, 0], values: [])
    return .like(.object(matrix.isSparse ? SparseObject(SparseMatrix(empty)) : TensorObject(empty)))
  }

  /// False where the layer has none of that name. Throws where the value does not fit, and has changed nothing.
  func assign(_ name: String, _ value: Value) throws -> Bool {
    guard let parameter = try parameter(name) else { return false }
    guard let matrix = matrix(of: parameter) else {
      let own = try dense(value, name, shape: shape(of: parameter))
      parameter.values.array = joined(own, into: parameter.values.array)
      return true
    }
    let given = (value.asObject as? SparseObject)?.matrix.count ?? 0
    try MemoryBudget.check(40 * Double(max(matrix.count, given)), for: "the weights")
    let shape = [rows(of: matrix).count, matrix.columns]
    guard matrix.isSparse else {
      let own = try dense(value, name, shape: shape)
      matrix.assign(dense: joined(own, into: parameter.values.array))
      return true
    }
    let new = try sparse(value, name, shape: shape)
    guard gate != nil, let old = matrix.sparseMatrix else {
      matrix.assign(new)
      return true
    }
    guard let whole = old.replacingRows(from: rows(of: matrix).lowerBound, with: new) else {
      throw NativeError("S0210", "`\(name)` would have more connections than indices can tell")
    }
    matrix.assign(whole)
    return true
  }

  private func parameter(_ name: String) throws -> Layers.Parameter? {
    guard layer.parts.isEmpty else { return nil }
    if layer.parameters.isEmpty, layer.hasWeights, Self.allNames.contains(name) {
      throw NativeError(
        "S0302", "this layer has no weights yet", label: "`\(layer.kind)` is not part of a model",
        help: "put it into one first:  sequential(…)")
    }
    return parameters.first { self.name(of: $0) == name }
  }

  /// That of a vector, or of a number of a layer that is written in setl.
  private func shape(of parameter: Layers.Parameter) -> [Int] {
    let own = (layer as? OwnLayer)?.contents.first { $0.parameter === parameter }
    return own?.shape ?? [length(parameter.count)]
  }

  private func matrix(of parameter: Layers.Parameter) -> WeightMatrix? {
    layer.matrices.first { $0.parameter === parameter }
  }

  // MARK: Gates

  private func length(_ count: Int) -> Int { count / (gate?.count ?? 1) }

  private func rows(of matrix: WeightMatrix) -> Range<Int> {
    let length = length(matrix.rows)
    let start = (gate?.number ?? 0) * length
    return start..<start + length
  }

  /// The gate's part of all numbers, which lie gate after gate.
  private func slice(_ values: [Float]) -> [Float] {
    guard let gate else { return values }
    let length = length(values.count)
    return Array(values[gate.number * length..<(gate.number + 1) * length])
  }

  private func joined(_ own: [Float], into values: [Float]) -> [Float] {
    guard let gate else { return own }
    var values = values
    let start = gate.number * own.count
    values.replaceSubrange(start..<start + own.count, with: own)
    return values
  }

  // MARK: What is assigned

  private func dense(_ value: Value, _ name: String, shape: [Int]) throws -> [Float] {
    let number = shape.isEmpty ? value.asNumber.map { Tensor($0) } : nil
    guard let tensor = number ?? (value.asObject as? TensorObject)?.tensor else {
      throw NativeError(
        "S0302", "`\(name)` of `\(layer.kind)` is a tensor", label: "this is \(value.kindPhrase)",
        help: value.asObject is SparseObject ? "to_dense(…)  gives one" : "tensor(…)  makes one")
    }
    guard tensor.shape == shape else { throw wrongShape(name, shape, tensor.shape) }
    return tensor.values
  }

  private func sparse(_ value: Value, _ name: String, shape: [Int]) throws -> SparseMatrix {
    guard let matrix = (value.asObject as? SparseObject)?.matrix else {
      throw NativeError(
        "S0302", "`\(name)` of `\(layer.kind)` is a sparse matrix",
        label: "this is \(value.kindPhrase)",
        help: value.asObject is TensorObject ? "to_sparse(…)  keeps what is not 0" : nil)
    }
    guard [matrix.rows, matrix.columns] == shape else {
      throw wrongShape(name, shape, [matrix.rows, matrix.columns])
    }
    return matrix
  }

  private func wrongShape(_ name: String, _ shape: [Int], _ given: [Int]) -> NativeError {
    NativeError(
      "S0203", "`\(name)` has another shape", label: "this is \(given), the layer has \(shape)")
  }
}

/// One gate of a layer, as `layer.gates.forget`: its rows of each matrix and its part of the bias.
final class GateObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "gate" }
  private let numbers: LayerNumbers
  private let name: String

  init(_ numbers: LayerNumbers, name: String) {
    self.numbers = numbers
    self.name = name
  }

  /// Those of a layer by name; nil where it has none.
  static func gates(of layer: any Layer) -> MapObject? {
    guard let gated = layer as? any GatedLayer, !layer.parameters.isEmpty else { return nil }
    let names = gated.gateNames
    return MapObject(
      fields: names.enumerated().map { number, name in
        (
          name,
          .object(
            GateObject(LayerNumbers(layer: layer, gate: (number, names.count)), name: name))
        )
      })
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    GateObject(
      LayerNumbers(layer: try copier.copy(numbers.layer), gate: numbers.gate), name: name)
  }

  override var kind: String { "gate" }
  override var fieldNames: [String] { numbers.names }
  override func field(_ name: String) throws -> Value? { try numbers.value(name) }
  override func glance(at name: String) -> FieldGlance { numbers.glance(name) }
  override func assign(field name: String, _ value: Value) throws -> Bool {
    try numbers.assign(name, value)
  }
  override var summary: String {
    "\(name) gate of \(numbers.layer.kind)(\(numbers.layer.details)): "
      + numbers.names.joined(separator: ", ")
  }
}
