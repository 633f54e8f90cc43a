internal import Evaluation
internal import Layers
internal import Training

/// A model made ready to answer, as a value.
final class PackedModelObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "packed_model" }
  let packed: PackedModel

  init(_ packed: PackedModel) { self.packed = packed }

  override func copied(_ copier: Copier) throws -> NativeObject {
    // It never changes.
    PackedModelObject(packed)
  }

  override var kind: String { "packed_model" }
  override var heldBytes: Double { Double(packed.bytes) }
  override var fieldNames: [String] { ["bits", "bytes", "classes", "loss"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "bits": .number(Double(packed.weights.rawValue))
    case "bytes": .number(Double(packed.bytes))
    case "classes": packed.meaning.classes.asValue
    case "loss": packed.meaning.loss?.name.asValue ?? Value.none
    default: nil
    }
  }
  override var summary: String {
    "packed model: weights of \(packed.weights.rawValue) bits, \(packed.bytes.grouped) bytes"
  }
}
