internal import Evaluation
internal import Layers
internal import Syntax
internal import Training

/// A loss as it is given: by its name, or as a function of outputs and targets.
enum LossValue: ValueConvertible {
  static var kindName: String { "string or function" }
  static var kinds: KindSet { ["string", "function"] }
  case name(String)
  case function(Value)

  static func convert(_ value: Value) -> LossValue? {
    if let name = value.asString { return .name(name) }
    return value.isFunction ? .function(value) : nil
  }
}

/// Measures as they are given: a map of a name and a function each.
struct MeasuresValue: ValueConvertible {
  static var kindName: String { "map of functions" }
  static var kinds: KindSet { ["map"] }
  static let help =
    "figures of your own, by name:  {error: (outputs, targets) => mean(abs(outputs - targets))}"
  let map: MapObject

  static func convert(_ value: Value) -> MeasuresValue? {
    value.asMap.map { MeasuresValue(map: $0) }
  }
}

/// The functions of a program that a training or an evaluation of a model asks.
struct ProgramFunctions {
  /// The loss that was named or written; nil where none was.
  let loss: (any Objective)?
  let measures: [any OwnMeasure]
  let asked: [any AskedFunction]

  /// With `remembers` a loss that is not given is that of the training. Throws `NativeError` where one of them
  /// cannot be asked.
  init(
    of predictor: any Predictor, loss: LossValue?, _ metrics: MeasuresValue?,
    _ context: CallContext, remembers: Bool
  ) throws {
    let network = (predictor as? Model)?.network
    var asked = network?.askedFunctions ?? []
    switch loss {
    case .name(let name): self.loss = try lossNamed(name)
    case .function(let function):
      try Self.check(function, "loss", argument: "loss")
      let function = OutputsFunction("loss", function, context)
      asked.append(function)
      self.loss = OwnObjective(function, after: network?.outputFunction)
    case nil:
      self.loss = nil
      if remembers, let own = predictor.meaning.loss as? OwnObjective {
        guard let function = own.loss as? OutputsFunction else { throw Self.lost }
        asked.append(function)
      }
    }
    let measures = try (metrics?.map.pairs ?? []).map { key, value in
      guard let name = key.asString, value.isFunction else {
        throw NativeError(
          "S0302", "`metrics` is a map of functions by names",
          label: "\(key.text.clipped) is \(value.kindPhrase)",
          help: "metrics: {error: (outputs, targets) => mean(abs(outputs - targets))}",
          argument: "metrics")
      }
      try Self.check(value, name, argument: "metrics")
      return OutputsFunction(name, value, context)
    }
    self.measures = measures
    self.asked = asked + measures
  }

  private static func check(_ function: Value, _ name: String, argument: String) throws {
    guard let written = function.asObject as? FunctionObject else { return }
    guard written.parameterNames.count >= 2, written.requiredCount <= 2 else {
      throw NativeError(
        "S0304", "`\(name)` is called with the outputs of the model and the targets",
        label: written.signature, help: "(outputs, targets) => mean((outputs - targets) ^ 2)",
        argument: argument)
    }
  }

  private static var lost: NativeError {
    NativeError(
      "S0410", "the model was trained with a loss of yours, which its file does not hold",
      help: "give it:  evaluate(model, data, loss: (outputs, targets) => …)", argument: "model")
  }
}

extension Layer {
  /// Gives the layers in it that are written in setl, and were read from a file, the functions of `layers`.
  /// Throws `NativeError` where they are not the same.
  func adopt(_ layers: [OwnLayer]) throws {
    let own = ownLayers
    guard own.count == layers.count else {
      let names = own.map { "`\($0.name)`" }.joined(separator: ", ")
      throw NativeError(
        "S0420",
        own.isEmpty
          ? "the model has no layer that is written in setl"
          : "the model has layers written in setl: \(names)",
        label: layers.isEmpty ? "" : "here are \(layers.count)",
        notes: own.isEmpty ? [] : ["the file holds their parameters, and not their `forward`"],
        help: own.isEmpty
          ? "leave `layers:` out" : "give the maps they were made of:  load(path, layers: […])",
        argument: layers.isEmpty ? "path" : "layers")
    }
    for (layer, given) in zip(own, layers) {
      func told(_ layer: OwnLayer) -> [String] {
        layer.contents.map { "\($0.name) \($0.shape)\($0.isSparse ? " sparse" : "")" }
      }
      guard layer.name == given.name, layer.takes == given.takes, told(layer) == told(given) else {
        throw NativeError(
          "S0420", "the layer `\(layer.name)` of the file is another than the one given",
          notes: [
            "in the file: \(told(layer).joined(separator: ", "))",
            "given: \(given.name): \(told(given).joined(separator: ", "))",
          ], argument: "layers")
      }
      layer.computation = given.computation
    }
  }
}
