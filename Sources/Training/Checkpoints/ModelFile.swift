internal import Datasets
internal import JSON
internal import Layers
internal import Tensors

/// A model as a safetensors file: each dense matrix one array, each sparse one three (`row_starts`,
/// `column_indices`, `values`), the biases; layers, vocabulary and classes in the metadata as JSON.
extension Model {
  /// The version that is written; a file with a higher one is refused.
  static let fileVersion = 1

  public var file: SafetensorsFile {
    var arrays: [SafetensorsFile.Array] = []
    for (index, layer) in network.layers.enumerated() {
      for parameter in layer.parameters {
        let name = "layers.\(index).\(parameter.name)"
        if let matrix = layer.matrices.first(where: { $0.parameter === parameter }) {
          arrays += Self.arrays(of: matrix, name)
        } else {
          arrays.append(.init(name, shape: [parameter.count], .floats(parameter.values.array)))
        }
      }
    }
    return SafetensorsFile(
      arrays: arrays,
      metadata: [
        ("setl.version", "\(Self.fileVersion)"),
        ("setl.layers", layersText),
        ("setl.length", "\(length)"),
        ("setl.classes", JSONValue.array(classes.map { .string($0) }).text),
        (
          "setl.vocabulary",
          vocabulary.map { JSONValue.array($0.words.map { .string($0) }).text } ?? "null"
        ),
      ])
  }

  /// The layers' kinds and choices.
  var layersText: String { JSONValue.array(network.layers.map(\.saved)).text }

  private static func arrays(of matrix: WeightMatrix, _ name: String) -> [SafetensorsFile.Array] {
    guard let sparse = matrix.sparseMatrix else {
      return [
        .init(name, shape: [matrix.rows, matrix.columns], .floats(matrix.parameter.values.array))
      ]
    }
    return [
      .init(name + ".row_starts", shape: [sparse.rows + 1], .integers(sparse.rowStarts)),
      .init(name + ".column_indices", shape: [sparse.count], .integers(sparse.columnIndices)),
      .init(name + ".values", shape: [sparse.count], .floats(sparse.values)),
    ]
  }

  /// Throws `FormatError` or `LayerError`.
  public convenience init(_ file: SafetensorsFile) throws {
    func text(_ name: String) throws -> String {
      guard let found = file.metadata.first(where: { $0.name == name }) else {
        throw SafetensorsFile.FormatError(reason: "it is no model of setl: `\(name)` is missing")
      }
      return found.text
    }
    guard let version = Int(try text("setl.version")), version <= Self.fileVersion else {
      throw SafetensorsFile.FormatError(
        reason: "it has version \(try text("setl.version")), known is \(Self.fileVersion)")
    }
    guard let layers = JSONValue(parsing: Array(try text("setl.layers").utf8))?.array else {
      throw SafetensorsFile.FormatError(reason: "its layers cannot be read")
    }
    try self.init(try layers.map { try makeLayer($0) }, seed: 0)
    try fill(from: file)
    try adoptMeaning(
      vocabulary: JSONValue(parsing: Array(try text("setl.vocabulary").utf8)),
      classes: JSONValue(parsing: Array(try text("setl.classes").utf8)),
      length: Int(try text("setl.length")))
  }

  private func adoptMeaning(
    vocabulary: JSONValue?, classes: JSONValue?, length: Int?
  ) throws {
    guard let classes = classes?.array, let length, length > 0 else {
      throw SafetensorsFile.FormatError(reason: "its classes or length cannot be read")
    }
    self.classes = classes.compactMap(\.string)
    self.length = length
    if let words = vocabulary?.array {
      self.vocabulary = Vocabulary(words: words.compactMap(\.string))
    }
  }

  private func fill(from file: SafetensorsFile) throws {
    func find(_ name: String) throws -> SafetensorsFile.Content {
      guard let array = file.arrays.first(where: { $0.name == name }) else {
        throw SafetensorsFile.FormatError(reason: "array `\(name)` is missing")
      }
      return array.content
    }
    func floats(_ name: String, count: Int?) throws -> [Float] {
      guard case .floats(let values) = try find(name), count == nil || values.count == count else {
        throw SafetensorsFile.FormatError(reason: "array `\(name)` has another type or size")
      }
      return values
    }
    func integers(_ name: String) throws -> [Int32] {
      guard case .integers(let values) = try find(name) else {
        throw SafetensorsFile.FormatError(reason: "array `\(name)` has another type")
      }
      return values
    }
    for (index, layer) in network.layers.enumerated() {
      for parameter in layer.parameters {
        let name = "layers.\(index).\(parameter.name)"
        let matrix = layer.matrices.first { $0.parameter === parameter }
        if let matrix, matrix.isSparse {
          let sparse = SparseMatrix(
            rows: matrix.rows, columns: matrix.columns,
            rowStarts: try integers(name + ".row_starts"),
            columnIndices: try integers(name + ".column_indices"),
            values: try floats(name + ".values", count: nil))
          if let wrong = sparse.invariantViolation() {
            throw SafetensorsFile.FormatError(reason: "matrix `\(name)`: \(wrong)")
          }
          matrix.replace(with: sparse)
        } else {
          parameter.values.array = try floats(name, count: parameter.count)
        }
      }
    }
  }
}

extension Layer {
  /// The layer's kind and choices.
  fileprivate var saved: JSONValue {
    var members: [JSONValue.Member] = [.init("kind", .string(kind))]
    func add(_ name: String, _ number: Double?) {
      if let number { members.append(.init(name, .number(number))) }
    }
    func add(_ connectivity: Connectivity) {
      switch connectivity {
      case .dense: break
      case .density(let share): add("density", share)
      case .epsilon(let epsilon): add("epsilon", epsilon)
      }
    }
    switch self {
    case let layer as Embedding:
      add("vocabulary", Double(layer.vocabulary))
      add("units", Double(layer.units))
      add(layer.connectivity)
    case let layer as LSTM:
      add("units", Double(layer.units))
      add("inputs", layer.inputs.map { Double($0) })
      add("dropout", layer.dropout)
      add(layer.connectivity)
    case let layer as Dense:
      add("units", Double(layer.units))
      add("inputs", layer.inputs.map { Double($0) })
      members.append(.init("activation", .string(layer.activation.rawValue)))
      add(layer.connectivity)
    case let layer as Dropout: add("share", layer.share)
    default: break
    }
    return .object(members)
  }
}

private func makeLayer(_ saved: JSONValue) throws -> any Layer {
  func size(_ name: String) throws -> Int {
    guard let number = saved[name]?.number, let size = Int(exactly: number), size > 0,
      size < 1 << 28
    else { throw SafetensorsFile.FormatError(reason: "a layer's `\(name)` cannot be read") }
    return size
  }
  func optionalSize(_ name: String) throws -> Int? { saved[name] == nil ? nil : try size(name) }
  let kind = saved["kind"]?.string ?? ""
  let connectivity: Connectivity =
    saved["density"]?.number.map { .density($0) } ?? saved["epsilon"]?.number.map { .epsilon($0) }
    ?? .dense
  switch kind {
  case "embedding", "sparse_embedding":
    return Embedding(
      vocabulary: try size("vocabulary"), units: try size("units"), connectivity: connectivity)
  case "lstm", "sparse_lstm":
    return LSTM(
      units: try size("units"), inputs: try optionalSize("inputs"),
      dropout: saved["dropout"]?.number ?? 0, connectivity: connectivity)
  case "dense", "sparse_dense":
    return Dense(
      units: try size("units"), inputs: try optionalSize("inputs"),
      activation: saved["activation"]?.string.flatMap { ActivationFunction(rawValue: $0) } ?? .none,
      connectivity: connectivity)
  case "dropout": return Dropout(share: saved["share"]?.number ?? 0)
  default:
    throw SafetensorsFile.FormatError(reason: "it has a layer `\(kind)`, which is not known here")
  }
}
