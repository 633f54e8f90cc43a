internal import Evaluation
internal import Training

/// An optimizer as a value.
final class OptimizerObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "optimizer" }
  let optimizer: any Optimizer
  /// What it keeps of parameters that a program moves by `step`.
  var updates: [HandUpdate] = []
  init(_ optimizer: any Optimizer) { self.optimizer = optimizer }
  override func copied(_ copier: Copier) -> NativeObject { OptimizerObject(optimizer) }
  override var kind: String { "optimizer" }
  override var summary: String { optimizer.description }
}
