internal import Layers
internal import Tensors

/// The weights of a model that lie in a file: each is checked against what its layer asks for before anything
/// is made of it, so that a file costs no more than it holds.
struct StoredWeights: WeightSource {
  private let arrays: [String: SafetensorsFile.Array]
  /// What the names of the arrays begin with.
  private let prefix: String
  /// The layer that is being made, and those that it stands in.
  private var place: [String] = []

  init(_ file: SafetensorsFile, arraysOf prefix: String = "") {
    self.prefix = prefix
    arrays = Dictionary(file.arrays.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func enter(_ part: String) { place.append(part) }
  mutating func leave() { place.removeLast() }

  func matrix(
    _ name: String, rows: Int, columns: Int, blocks: Int, connectivity: Connectivity, limit: Float?
  ) throws -> WeightMatrix {
    guard connectivity != .dense else {
      return WeightMatrix(
        name: name, rows: rows, columns: columns, blocks: blocks,
        dense: try floats(name, shape: [rows, columns]))
    }
    let starts = try integers(name + ".row_starts", shape: [rows + 1])
    let indices = try integers(name + ".column_indices", shape: nil)
    let matrix = SparseMatrix(
      rows: rows, columns: columns, rowStarts: starts, columnIndices: indices,
      values: try floats(name + ".values", shape: [indices.count]))
    if let wrong = matrix.invariantViolation() {
      throw SafetensorsFile.FormatError(reason: "matrix `\(whole(name))`: \(wrong)")
    }
    return WeightMatrix(name: name, blocks: blocks, sparse: matrix)
  }

  func bias(_ name: String, start: [Float]) throws -> Parameter {
    Parameter(name: name, values: try floats(name, shape: [start.count]))
  }

  func vector(_ name: String, count: Int) throws -> Parameter {
    Parameter(name: name, values: try floats(name, shape: [count]))
  }

  private func floats(_ name: String, shape: [Int]) throws -> [Float] {
    try floats(named: whole(name), shape: shape)
  }

  private func integers(_ name: String, shape: [Int]?) throws -> [Int32] {
    try integers(named: whole(name), shape: shape)
  }

  private func whole(_ name: String) -> String {
    prefix + "layers." + place.map { $0 + "." }.joined() + name
  }

  /// Whether there is an array of this whole name.
  func has(_ name: String) -> Bool { arrays[name] != nil }

  func floats(named name: String, shape: [Int]) throws -> [Float] {
    let array = try array(name, shape: shape)
    guard case .floats(let values) = array.content else { throw wrongType(array, "F32") }
    return values
  }

  func integers(named name: String, shape: [Int]?) throws -> [Int32] {
    let array = try array(name, shape: shape)
    guard case .integers(let values) = array.content else { throw wrongType(array, "I32") }
    return values
  }

  private func array(_ name: String, shape: [Int]?) throws -> SafetensorsFile.Array {
    guard let array = arrays[name] else {
      throw SafetensorsFile.FormatError(reason: "array `\(name)` is missing")
    }
    if let shape, array.shape != shape {
      throw SafetensorsFile.FormatError(
        reason: "array `\(name)` is of shape \(array.shape), its layer of \(shape)")
    }
    return array
  }

  private func wrongType(
    _ array: SafetensorsFile.Array, _ type: String
  ) -> SafetensorsFile.FormatError {
    .init(
      .otherNumbers,
      reason: "array `\(array.name)` is of type \(array.content.type), it is read as \(type) alone")
  }
}
