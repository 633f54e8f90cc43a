internal import Evaluation
internal import Training

/// A model, or a packed one, where either will do.
struct PredictorValue: ValueConvertible {
  static var kindName: String { "model" }
  static var kinds: KindSet { ["model", "packed_model"] }
  let predictor: any Predictor

  static func convert(_ value: Value) -> PredictorValue? {
    switch value.asObject {
    case let model as ModelObject: PredictorValue(predictor: model.model)
    case let packed as PackedModelObject: PredictorValue(predictor: packed.packed)
    default: nil
    }
  }
}
