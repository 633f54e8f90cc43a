internal import KernelTable
internal import Tensors

/// Rows of like length side by side, their numbers read from wherever they are; see `PackedRows`.
///
/// It takes 6 bytes a connection, or 3 with weights as bytes.
final class PackedByRows: PackedMatrix {
  private let starts: Storage<Int32>
  private let rows: Storage<Int32>
  private let scales: Storage<Float>
  private let columns: Storage<UInt16>
  private let weights: PackedValues
  let product: PackedProduct

  /// How many times sixteen connections are multiplied.
  static func steps(for entries: [[PackedEntry]]) -> Int {
    let lengths = entries.map(\.count).sorted(by: >)
    return stride(from: 0, to: lengths.count, by: 16).reduce(0) { $0 + lengths[$1] }
  }

  init(_ entries: [[PackedEntry]], as form: PackedWeights) {
    // Rows of equal length stay in their order, so that packing is the same each time.
    let order = entries.indices.filter { !entries[$0].isEmpty }.sorted {
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
        rows.append(Int32(place < slice.count ? order[first + place] : entries.count))
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
    product = .rows(
      PackedRows(
        slices: starts.count - 1, starts: self.starts.pointer, rows: self.rows.pointer,
        scales: self.scales.pointer, columns: self.columns.pointer, values: weights.values.pointer,
        bytes: weights.bytes?.pointer))
  }

  var bytes: Int {
    starts.bytes + rows.bytes + scales.bytes + columns.bytes + weights.memory
  }
}
