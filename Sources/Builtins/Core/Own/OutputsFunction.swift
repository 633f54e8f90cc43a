internal import Differentiation
internal import Evaluation
internal import Layers
internal import Tensors

/// A loss or a measure that is written in setl: a function of outputs and targets.
///
/// Unchecked: it is asked on one thread at a time, as `OpenComputation` has it.
final class OutputsFunction: AskedFunction, OwnLoss, OwnMeasure, @unchecked Sendable {
  /// `loss`, or what the program calls the measure.
  let name: String
  let function: Value
  private let context: CallContext
  weak var computation: OpenComputation?
  private var isTold = false

  init(_ name: String, _ function: Value, _ context: CallContext) {
    self.name = name
    self.function = function
    self.context = context
  }

  var text: String { function.writtenText }

  func loss(
    of outputs: OwnOutputs, wantsGradient: Bool
  ) -> (loss: Double, gradient: [Float]?)? {
    let leaf = wantsGradient ? .leaf(outputs.tensor) : TracedTensor(outputs.tensor)
    var found: (loss: Double, gradient: [Float]?)?
    ask(.object(TensorObject(leaf)), outputs) { [self] value in
      let number = try number(value)
      var gradient: [Float]?
      if let object = value.asObject as? TensorObject, let node = object.node, let start = leaf.node
      {
        let one = Tensor(shape: object.tensor.shape, repeating: 1)
        gradient = try node.gradients(of: [start], from: one)[0]?.values
      }
      if wantsGradient, gradient == nil { tellLost() }
      found = (number, gradient)
    }
    return found
  }

  func value(of outputs: OwnOutputs) -> Double? {
    var found: Double?
    ask(.object(TensorObject(outputs.tensor)), outputs) { [self] in found = try number($0) }
    return found
  }

  private func ask(
    _ given: Value, _ outputs: OwnOutputs, _ take: @escaping (Value) throws -> Void
  ) {
    _ = computation?.ask(
      .init(
        function: function, arguments: [given, .object(TensorObject(outputs.targetTensor))],
        random: RandomSource(seed: 0), take: take))
  }

  private func number(_ value: Value) throws -> Double {
    if let number = value.asNumber { return number }
    guard let object = value.asObject as? TensorObject else {
      throw NativeError(
        "S0302", "`\(name)` must give a number", label: "it gave \(value.kindPhrase)")
    }
    guard object.tensor.count == 1 else {
      throw NativeError(
        "S0203", "`\(name)` must give one number", label: "it gave \(object.tensor.name)",
        help: "take the mean over the examples:  mean(…)")
    }
    return Double(object.tensor.values[0])
  }

  private func tellLost() {
    guard !isTold else { return }
    isTold = true
    context.output.milestone(
      "no gradient comes from `\(name)`, and the model stays as it is: what it gives does not depend on the "
        + "outputs")
  }
}

extension OwnOutputs {
  fileprivate var tensor: Tensor { Tensor(shape: [count, units], values: outputs) }

  /// The numbers of classes (count), or what is wanted of each output (count, units).
  fileprivate var targetTensor: Tensor {
    switch targets {
    case .classes(let labels): Tensor(shape: [count], values: labels.map(Float.init))
    case .values(let values), .sets(let values):
      Tensor(shape: [count, values.count / max(count, 1)], values: values)
    }
  }
}
