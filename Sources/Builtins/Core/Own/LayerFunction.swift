internal import Differentiation
internal import Evaluation
internal import Layers
internal import Tensors

/// The `forward` of a layer that is written in setl: a map of parameters, and of whatever else it needs.
final class LayerFunction: AskedFunction, OwnComputation {
  private let map: MapObject
  private let function: Value
  private let takesLengths: Bool
  private let context: CallContext
  weak var computation: OpenComputation?
  /// Parameters that no gradient reached, which was told.
  private var told: Set<String> = []

  static let key = "forward"

  init(_ map: MapObject, _ function: Value, _ context: CallContext) {
    self.map = map
    self.function = function
    self.context = context
    let names = (function.asObject as? FunctionObject)?.parameterNames ?? []
    takesLengths = names.count > 2
  }

  /// The same for another machine.
  func copied(_ copier: Copier) throws -> LayerFunction {
    LayerFunction(try copier.copy(map), try copier.copy(function), copier.context)
  }

  var text: String {
    let constants = map.pairs.filter { OwnLayerValue.isConstant($0.value) }
    return function.writtenText + constants.map { "\n\($0.key.text) \($0.value.text)" }.joined()
  }

  // MARK: Forward

  func answer(to call: OwnCall) -> OwnAnswer? {
    guard let computation else { return nil }
    let leaves = Leaves(of: call)
    var answer: OwnAnswer?
    var arguments: [Value] = [.object(leaves.map(like: map)), leaves.input]
    if takesLengths, let lengths = call.input.lengths {
      arguments.append(
        TensorObject.value(Tensor(shape: [lengths.count], values: lengths.map(Float.init))))
    }
    let isAnswered = computation.ask(
      .init(function: function, arguments: arguments, random: call.random) { [self] value in
        let given = try OwnLayerOutput(value, of: call)
        answer = OwnAnswer(output: given.values) { [self] gradient in
          back(through: given.traced.node, from: gradient, leaves, call)
        }
      })
    return isAnswered ? answer : nil
  }

  // MARK: Backward

  private func back(
    through node: GradientNode?, from gradient: OwnValues, _ leaves: Leaves, _ call: OwnCall
  ) -> (input: [[Float]], parameters: [[Float]]) {
    let start = Tensor(
      shape: [gradient.steps.count * gradient.count, gradient.features],
      values: Array(gradient.steps.joined()))
    let found = node.flatMap { try? $0.gradients(of: leaves.nodes, from: start) } ?? []
    func values(_ place: Int, count: Int) -> [Float] {
      guard found.indices.contains(place), let values = found[place]?.values, values.count == count
      else { return [Float](repeating: 0, count: count) }
      return values
    }
    let contents = call.layer.contents
    for (place, content) in contents.enumerated()
    where !found.indices.contains(place) || found[place] == nil {
      tell(content.name, of: call.layer)
    }
    let parameters = contents.indices.map { values($0, count: contents[$0].parameter?.count ?? 0) }
    let input = call.input.steps.indices.map {
      values(contents.count + $0, count: call.input.steps[$0].count)
    }
    return (input, parameters)
  }

  private func tell(_ parameter: String, of layer: OwnLayer) {
    guard told.insert(parameter).inserted else { return }
    context.output.milestone(
      "no gradient reaches `\(parameter)` of `\(layer.name)`, which stays as it is: what `forward` gives "
        + "does not depend on it")
  }
}

/// The values that a call of `forward` is given; in training each is one that a gradient is taken of.
private struct Leaves {
  /// Of the parameters in their order, then of the input; empty where no gradient is asked for.
  private(set) var nodes: [GradientNode] = []
  private var parameters: [String: Value] = [:]
  private(set) var input = Value.none

  init(of call: OwnCall) {
    for content in call.layer.contents {
      if let sparse = content.matrix?.sparseMatrix {
        let traced = call.isTraining ? TracedMatrix.leaf(sparse) : TracedMatrix(sparse)
        if let node = traced.node { nodes.append(node) }
        parameters[content.name] = .object(SparseObject(traced))
      } else {
        let tensor = Tensor(shape: content.shape, values: content.parameter?.values.array ?? [])
        parameters[content.name] = value(tensor, call)
      }
    }
    let shape = [call.input.count, call.input.features]
    let steps = call.input.steps.map { value(Tensor(shape: shape, values: $0), call) }
    input = call.input.lengths == nil ? steps.first ?? .none : .list(steps)
  }

  private mutating func value(_ tensor: Tensor, _ call: OwnCall) -> Value {
    guard call.isTraining else { return TensorObject.value(tensor) }
    let traced = TracedTensor.leaf(tensor)
    if let node = traced.node { nodes.append(node) }
    return .object(TensorObject(traced))
  }

  /// The map of the layer with the parameters as they are now.
  func map(like map: MapObject) -> MapObject {
    MapObject(
      pairs: map.pairs.map { key, value in (key, key.asString.flatMap { parameters[$0] } ?? value) }
    )
  }
}

extension Value {
  /// What a function is written as; of one of the library its name.
  var writtenText: String {
    switch asObject {
    case let function as FunctionObject: function.sourceText
    default: text
    }
  }
}
