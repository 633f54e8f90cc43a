internal import Datasets
internal import Layers
internal import Tensors

/// The memory and the passes of one shard at a time: its way from examples to gradients.
final class Lane {
  let pass: SequentialPass
  private let reader: any BatchReader
  private let gradient = Storage<Float>()
  /// What the shard came to.
  private(set) var result = ObjectiveResult()
  /// (count × outputs) what the model gave, an example's side by side; in training where it is asked for.
  private(set) var outputs: [Float] = []

  init(_ network: Sequential, _ source: any ExampleSource) {
    pass = network.makeNetworkPass()
    reader = source.makeReader(for: network.input)
  }

  /// Examples, forward, objective, backward. Without a loss the outputs alone are asked for; without
  /// training nothing goes back. `scale` is what gradients are multiplied with for the batch's mean.
  func run(
    _ members: ArraySlice<Int>, scale: Float, _ examples: ModelExamples, loss: (any Objective)?,
    mode: PassMode, keepsOutputs: Bool
  ) {
    var mode = mode
    // A loss of the program's own is given sequences as they are.
    mode.packsPlaces = loss.map { !$0.needsWholeBatch } ?? false
    let input = reader.read(members)
    mode.labels = reader.labels
    let output = pass.forward(input, mode: mode)
    guard !mode.shouldStop() else { return }
    if keepsOutputs { outputs = examples.data.isStream ? [] : output.numbers }
    guard let loss else { return }
    result = loss.evaluate(
      output, examples.targets(of: members), scale: mode.isTraining ? scale : 0,
      gradient: gradient)
    guard mode.isTraining, let back = result.gradient else { return }
    pass.backward(back)
  }
}

extension Activation {
  /// What was given of each example, of its steps one after the other, side by side.
  fileprivate var numbers: [Float] {
    switch self {
    case .features(let panel): return panel.columns
    case .sequence(let panels):
      return PlaceNumbers(of: panels).inOrder.flatMap { step, column in
        (0..<panels.features).map { panels.panel(step)[$0 * panels.width + column] }
      }
    case .words, .embedded: return []
    }
  }
}

extension Panel {
  /// The columns of the examples one after the other.
  var columns: [Float] {
    (0..<count).flatMap { column in
      (0..<features).map { pointer[$0 * width + column] }
    }
  }
}
