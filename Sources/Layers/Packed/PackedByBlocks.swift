internal import KernelTable
internal import Tensors

/// Rows in their order, block by block of columns, their numbers picked from registers; see `PackedBlocks`.
///
/// It takes 5 bytes an entry, or 2 with weights as bytes; at 4 % there are more than two entries a
/// connection, those that fill up included.
final class PackedByBlocks: PackedMatrix {
  /// How many times sixteen connections are multiplied.
  let steps: Int
  private let stepCounts: Storage<UInt8>
  private let scales: Storage<Float>
  private let columns: Storage<UInt8>
  private let weights: PackedValues
  let product: PackedProduct

  /// `entries` of each row come in the order of their columns.
  init(_ entries: [[PackedEntry]], columns count: Int, as form: PackedWeights) {
    let slices = (entries.count + 15) / 16
    let blocks = (count + PackedBlocks.width - 1) / PackedBlocks.width
    var stepCounts: [UInt8] = []
    var scales: [Float] = []
    var columns: [UInt8] = []
    var values: [Float] = []
    for first in stride(from: 0, to: entries.count, by: 16) {
      var rest = (first..<first + 16).map { $0 < entries.count ? entries[$0][...] : [] }
      for row in rest {
        scales.append(form == .bytes ? PackedValues.scale(of: row.map(\.value)) : 1)
      }
      for block in 0..<blocks {
        let start = block * PackedBlocks.width
        let inside = rest.map { $0.prefix { $0.column < start + PackedBlocks.width } }
        for place in 0..<16 { rest[place] = rest[place].dropFirst(inside[place].count) }
        let most = inside.map(\.count).max() ?? 0
        stepCounts.append(UInt8(most))
        for step in 0..<most {
          for place in 0..<16 {
            let row = inside[place]
            let entry = step < row.count ? row[row.startIndex + step] : (start, 0)
            columns.append(UInt8(entry.0 - start))
            values.append(entry.1 / scales[first + place])
          }
        }
      }
    }
    steps = columns.count / 16
    self.stepCounts = Storage(stepCounts)
    self.scales = Storage(scales)
    self.columns = Storage(columns)
    weights = PackedValues(values, as: form)
    product = .blocks(
      PackedBlocks(
        slices: slices, blocks: blocks, steps: self.stepCounts.pointer, scales: self.scales.pointer,
        columns: self.columns.pointer, values: weights.values.pointer, bytes: weights.bytes?.pointer
      ))
  }

  var bytes: Int { stepCounts.bytes + scales.bytes + columns.bytes + weights.memory }
}
