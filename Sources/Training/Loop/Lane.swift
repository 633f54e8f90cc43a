internal import Datasets
internal import Layers
internal import Tensors

/// The memory and the passes of one shard at a time: its way from examples to gradients.
final class Lane {
  let pass: SequentialPass
  private let reader: any BatchReader
  private let gradient = Storage<Float>()
  /// What the shard came to.
  private(set) var result = Loss.Result()
  /// (count × outputs) what the model gave, an example's side by side; not kept in training.
  private(set) var outputs: [Float] = []

  init(_ network: Sequential, _ source: any ExampleSource) {
    pass = network.makePass()
    reader = source.makeReader(for: network.input)
  }

  /// Examples, forward, objective, backward. Without a loss the outputs alone are asked for; without
  /// training nothing goes back. `batch` is how many examples the mean is taken over.
  func run(
    _ members: ArraySlice<Int>, of batch: Int, _ examples: ModelExamples, loss: Loss?,
    mode: PassMode
  ) {
    let output = pass.forward(reader.read(members), mode: mode)
    guard !mode.shouldStop(), case .features(let panel) = output else { return }
    if !mode.isTraining { outputs = panel.columns }
    guard let loss else { return }
    result = loss.evaluate(
      panel, examples.targets(of: members), scale: 1 / Float(max(batch, 1)), gradient: gradient)
    guard mode.isTraining else { return }
    var back = panel
    back.pointer = gradient.pointer
    pass.backward(.features(back))
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
