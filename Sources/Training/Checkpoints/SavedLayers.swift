internal import JSON
internal import Layers

/// The kind and choices of a layer as JSON, and back.
extension Layer {
  /// The layer's kind and choices.
  var saved: JSONValue {
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

/// The layer without its weights. Throws `FormatError`.
func makeLayer(_ saved: JSONValue) throws -> any Layer {
  func size(_ name: String) throws -> Int {
    guard let number = saved[name]?.number, let size = Int(exactly: number), size > 0,
      size < 1 << 30
    else { throw SafetensorsFile.FormatError(reason: "a layer's `\(name)` cannot be read") }
    return size
  }
  func optionalSize(_ name: String) throws -> Int? { saved[name] == nil ? nil : try size(name) }
  func number(_ name: String, in range: some RangeExpression<Double>) throws -> Double? {
    guard let value = saved[name] else { return nil }
    guard let number = value.number, range.contains(number) else {
      throw SafetensorsFile.FormatError(reason: "a layer's `\(name)` cannot be read")
    }
    return number
  }
  func connectivity() throws -> Connectivity {
    if let density = try number("density", in: 0...1) { return .density(density) }
    return try number("epsilon", in: 0...Double.greatestFiniteMagnitude).map { .epsilon($0) }
      ?? .dense
  }
  let kind = saved["kind"]?.string ?? ""
  switch kind {
  case "embedding", "sparse_embedding":
    return Embedding(
      vocabulary: try size("vocabulary"), units: try size("units"),
      connectivity: try connectivity())
  case "lstm", "sparse_lstm":
    return LSTM(
      units: try size("units"), inputs: try optionalSize("inputs"),
      dropout: try number("dropout", in: 0..<1) ?? 0, connectivity: try connectivity())
  case "dense", "sparse_dense":
    guard
      let activation = ActivationFunction(rawValue: saved["activation"]?.string ?? "none")
    else {
      throw SafetensorsFile.FormatError(reason: "a layer's `activation` is not known here")
    }
    return Dense(
      units: try size("units"), inputs: try optionalSize("inputs"), activation: activation,
      connectivity: try connectivity())
  case "dropout": return Dropout(share: try number("share", in: 0..<1) ?? 0)
  default:
    throw SafetensorsFile.FormatError(reason: "it has a layer `\(kind)`, which is not known here")
  }
}
