internal import Tensors

/// How the weights of a packed matrix are kept.
public enum PackedWeights: Int, Sendable, CaseIterable {
  /// As 32-bit floats: nothing is lost.
  case floats = 32
  /// As whole numbers from −127 to 127 times a scale of the row: a quarter of the memory, and half a scale
  /// lost at most.
  case bytes = 8

  /// The most columns, and rows, of a matrix that can be packed: they are counted in 16 bits.
  static let most = 1 << 16
}

/// Weights as floats, or as bytes.
struct PackedValues {
  let values: Storage<Float>
  let bytes: Storage<Int8>?

  /// As bytes, `values` are multiples of their scales already.
  init(_ values: [Float], as form: PackedWeights) {
    self.values = Storage(form == .floats ? values : [])
    bytes = form == .bytes ? Storage(values.map(Self.byte)) : nil
  }

  var memory: Int { values.bytes + (bytes?.bytes ?? 0) }

  /// The scale at which the largest of some weights becomes 127; 1 where there is nothing to scale.
  static func scale(of weights: [Float]) -> Float {
    let largest = weights.reduce(0) { max($0, $1.magnitude) }
    let scale = largest / 127
    return scale.isNormal ? scale : 1
  }

  private static func byte(_ multiple: Float) -> Int8 {
    let whole = multiple.rounded()
    return whole.isFinite ? Int8(max(-127, min(127, whole))) : 0
  }
}
