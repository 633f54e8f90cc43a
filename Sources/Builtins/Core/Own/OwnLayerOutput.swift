internal import Differentiation
internal import Evaluation
internal import Layers
internal import Tensors

/// What a `forward` gave, seen to be of the shape that was asked for.
struct OwnLayerOutput {
  /// A row an example, of each step one after the other.
  let traced: TracedTensor
  let values: OwnValues

  /// Throws `NativeError` where a layer cannot give that, or its model was made for another shape.
  init(_ value: Value, of call: OwnCall) throws {
    let input = call.input
    let name = call.layer.name
    let parts: [TracedTensor]
    var lengths: [Int]?
    if let list = value.asList {
      guard let all = input.lengths else {
        throw NativeError(
          "S0302", "`forward` of `\(name)` must give a tensor", label: "it gave a list",
          notes: ["it is given \(input.phrase), and gives a row for each"])
      }
      guard list.count == input.steps.count else {
        throw NativeError(
          "S0203", "`forward` of `\(name)` must give as many steps as it is given",
          label: "it gave \(list.count) of \(input.steps.count)",
          help: "for one vector a sequence give a tensor and no list")
      }
      lengths = all
      parts = try list.values.map { try Self.rows($0, input, name) }
    } else {
      parts = [try Self.rows(value, input, name)]
    }
    let units = parts.first?.tensor.shape.last ?? 0
    if let other = parts.first(where: { $0.tensor.shape.last != units }) {
      throw NativeError(
        "S0203", "`forward` of `\(name)` gives steps of two sizes",
        label: "\(parts[0].tensor.name) and \(other.tensor.name)")
    }
    guard units > 0, units < 1 << 30 else {
      throw NativeError("S0203", "`forward` of `\(name)` gives rows without numbers")
    }
    values = OwnValues(
      count: input.count, features: units, lengths: lengths, steps: parts.map(\.tensor.values))
    traced =
      parts.count == 1 ? parts[0] : try TracedTensor.concatenated(parts, along: 0)
    let shape: Shape = lengths == nil ? .features(units) : .sequence(features: units)
    if let wanted = call.output, wanted != shape {
      throw NativeError(
        "S0203", "`forward` of `\(name)` gives another shape than its model was made with",
        notes: ["then it gave \(wanted.phrase), now \(shape.phrase)"],
        help: "let it give the same whatever numbers and how many rows it is given")
    }
  }

  private static func rows(
    _ value: Value, _ input: OwnValues, _ name: String
  ) throws -> TracedTensor {
    guard let object = value.asObject as? TensorObject, object.tensor.rank > 0 else {
      throw NativeError(
        "S0302", "`forward` of `\(name)` must give a tensor", label: "it gave \(value.kindPhrase)",
        notes: ["it is given \(input.phrase), and gives a row for each"],
        help: value.asObject is SparseObject ? "to_dense(…)  makes one" : nil)
    }
    guard object.tensor.rank == 2, object.tensor.shape[0] == input.count else {
      throw NativeError(
        "S0203", "`forward` of `\(name)` must give a row for each example",
        label: "it gave \(object.tensor.name)", notes: ["it was given \(input.phrase)"])
    }
    return object.traced
  }
}

extension OwnValues {
  fileprivate var phrase: String {
    let rows = "tensor[\(count), \(features)]"
    return lengths == nil ? rows : "a list of \(steps.count) steps, each a \(rows)"
  }
}
