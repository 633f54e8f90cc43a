internal import KernelTable
internal import Tensors

/// Sparse vectors made ready for sums of a few of them: those of words, or a matrix's columns; see
/// `PackedLists`.
///
/// They take 6 bytes a connection, or 3 with weights as bytes.
final class PackedVectors {
  private let starts: Storage<Int32>
  private let scales: Storage<Float>
  private let places: Storage<UInt16>
  private let weights: PackedValues
  /// As long as these are there.
  let view: PackedLists

  /// `place` of an entry is where in its vector it stands.
  init(_ vectors: [[(place: Int, value: Float)]], as form: PackedWeights) {
    var starts: [Int32] = [0]
    var scales: [Float] = []
    var places: [UInt16] = []
    var values: [Float] = []
    for vector in vectors {
      let scale = form == .bytes ? PackedValues.scale(of: vector.map(\.value)) : 1
      scales.append(scale)
      for entry in vector {
        places.append(UInt16(truncatingIfNeeded: entry.place))
        values.append(entry.value / scale)
      }
      starts.append(Int32(places.count))
    }
    self.starts = Storage(starts)
    self.scales = Storage(scales)
    self.places = Storage(places)
    weights = PackedValues(values, as: form)
    view = PackedLists(
      starts: self.starts.pointer, scales: self.scales.pointer, indices: self.places.pointer,
      values: weights.values.pointer, bytes: weights.bytes?.pointer)
  }

  var bytes: Int { starts.bytes + scales.bytes + places.bytes + weights.memory }
}
