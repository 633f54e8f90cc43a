internal import KernelTable
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

/// A sparse matrix made ready for products with single vectors, by rows; see `PackedRows`.
///
/// It takes 6 bytes a connection, or 3 with weights as bytes.
final class PackedMatrix {
  private let starts: Storage<Int32>
  private let rows: Storage<Int32>
  private let scales: Storage<Float>
  private let columns: Storage<UInt16>
  private let weights: PackedValues
  /// All of it, as the kernel sees it.
  private let view: PackedRows

  /// `target` says where in a result a row's sum belongs; `spare` is a place there that means nothing.
  init(
    _ matrix: WeightMatrix, as form: PackedWeights, spare: Int, target: (_ row: Int) -> Int
  ) {
    let entries = (0..<matrix.rows).map { matrix.entries(ofRow: $0) }
    // Rows of equal length stay in their order, so that packing is the same each time.
    let order = entries.indices.sorted {
      (entries[$1].count, $0) < (entries[$0].count, $1)
    }
    var starts: [Int32] = [0]
    var rows: [Int32] = []
    var scales: [Float] = []
    var columns: [UInt16] = []
    var values: [Float] = []
    for first in stride(from: 0, to: order.count, by: 16) {
      let slice = order[first..<min(first + 16, order.count)].map { entries[$0] }
      for place in 0..<16 {
        let row = place < slice.count ? slice[place] : []
        rows.append(Int32(place < slice.count ? target(order[first + place]) : spare))
        scales.append(form == .bytes ? PackedValues.scale(of: row.map(\.value)) : 1)
      }
      for step in 0..<(slice.first?.count ?? 0) {
        for place in 0..<16 {
          let entry = place < slice.count && step < slice[place].count ? slice[place][step] : (0, 0)
          columns.append(UInt16(truncatingIfNeeded: entry.0))
          values.append(entry.1 / scales[first + place])
        }
      }
      starts.append(Int32(columns.count))
    }
    self.starts = Storage(starts)
    self.rows = Storage(rows)
    self.scales = Storage(scales)
    self.columns = Storage(columns)
    weights = PackedValues(values, as: form)
    view = PackedRows(
      slices: starts.count - 1, starts: self.starts.pointer, rows: self.rows.pointer,
      scales: self.scales.pointer, columns: self.columns.pointer, values: weights.values.pointer,
      bytes: weights.bytes?.pointer)
  }

  var bytes: Int {
    starts.bytes + rows.bytes + scales.bytes + columns.bytes + weights.memory
  }

  /// y += W x.
  func multiply(_ x: Floats, into y: Floats) { Kernels.best.packedProduct(view, x, y) }
}

/// A sparse matrix made ready for sums of a few of its rows (the vectors of words), or of its columns.
final class PackedLists {
  private let starts: Storage<Int32>
  private let scales: Storage<Float>
  private let indices: Storage<UInt16>
  private let weights: PackedValues

  /// Each list holds places and weights.
  init(_ lists: [[(place: Int, value: Float)]], as form: PackedWeights) {
    var starts: [Int32] = [0]
    var scales: [Float] = []
    var indices: [UInt16] = []
    var values: [Float] = []
    for list in lists {
      let scale = form == .bytes ? PackedValues.scale(of: list.map(\.value)) : 1
      scales.append(scale)
      for entry in list {
        indices.append(UInt16(truncatingIfNeeded: entry.place))
        values.append(entry.value / scale)
      }
      starts.append(Int32(indices.count))
    }
    self.starts = Storage(starts)
    self.scales = Storage(scales)
    self.indices = Storage(indices)
    weights = PackedValues(values, as: form)
  }

  var bytes: Int { starts.bytes + scales.bytes + indices.bytes + weights.memory }

  /// Calls `body` with each place and weight of a list.
  func forEach(in list: Int, _ body: (_ place: Int, _ value: Float) -> Void) {
    let scale = scales.pointer[list]
    for entry in Int(starts.pointer[list])..<Int(starts.pointer[list + 1]) {
      body(Int(indices.pointer[entry]), weights[entry] * scale)
    }
  }

  /// y[place] += factor · weight over a list.
  func add(_ list: Int, times factor: Float, to y: Floats) {
    let start = Int(starts.pointer[list])
    Kernels.best.addPacked(
      indices.pointer + start, weights.values.pointer + (weights.bytes == nil ? start : 0),
      weights.bytes.map { UnsafePointer($0.pointer + start) },
      Int(starts.pointer[list + 1]) - start, factor * scales.pointer[list], y)
  }
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

  subscript(entry: Int) -> Float {
    bytes.map { Float($0.pointer[entry]) } ?? values.pointer[entry]
  }

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
