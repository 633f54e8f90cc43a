internal import KernelTable
internal import Tensors

/// The vectors of sequences side by side in full panels: those of the first step, then those of the second, whatever
/// sequence they are of.
///
/// Layers that look at each vector by itself compute nothing then for columns without a sequence: ten sequences take
/// 16 columns at each step, but only 350 at 35 steps together. And their panels are as wide as products are fastest.
public final class PackedPlaces {
  /// The sequences, and how many there are at each step.
  private let panels: SequencePanels
  private let running: [Int]
  /// The panels as those of sequences that are all of one length, or one step shorter.
  private let lengths: [Int]
  private let active = Storage<Int32>()
  /// The number of each vector, the steps of a sequence side by side.
  private let numbers: [Int]
  /// Columns of a packed panel: 32, or 16 where that is enough.
  private let packedWidth: Int

  /// Nil where packing would save less than a tenth.
  init?(of panels: SequencePanels) {
    let extent = SequenceExtent(of: .sequence(panels))
    let running = (0..<panels.steps).map { extent.running(at: $0) }
    let total = running.reduce(0, +)
    packedWidth = Panel.width(for: min(total, 32))
    let packed = (total + packedWidth - 1) / packedWidth
    let computed = (0..<panels.steps).reduce(0) { $0 + Int(panels.active.pointer[$1]) }
    guard total > 0, packed * packedWidth * 10 <= computed * 9 else { return nil }
    self.panels = panels
    self.running = running
    let columns = packedWidth
    lengths = (0..<min(total, columns)).map { (total - $0 + columns - 1) / columns }
    let starts = panels.lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    numbers = running.enumerated().flatMap { step, count in (0..<count).map { starts[$0] + step } }
  }

  /// The number of the vector in a column of a packed panel.
  func number(step: Int, column: Int) -> Int { numbers[step * packedWidth + column] }

  /// The vectors of the sequences, packed in memory of the caller's.
  func packed(in memory: Storage<Float>) -> SequencePanels {
    var result = SequencePanels(
      features: panels.features, lengths: lengths, in: memory, active: active)
    result.places = self
    copy { step, columns, packed, column in
      for row in 0..<panels.features {
        (result.panel(packed) + row * packedWidth + column).update(
          from: panels.panel(step) + row * panels.width + columns.lowerBound, count: columns.count)
      }
    }
    return result
  }

  /// The reverse: packed vectors where the sequences have them, in memory of the caller's; 0 where there are none.
  func unpacked(_ vectors: SequencePanels, in memory: Storage<Float>) -> SequencePanels {
    var result = panels
    result.features = vectors.features
    memory.resize(to: result.steps * result.stride)
    memory.fill(with: 0)
    result.pointer = memory.pointer
    copy { step, columns, packed, column in
      for row in 0..<vectors.features {
        (result.panel(step) + row * panels.width + columns.lowerBound).update(
          from: vectors.panel(packed) + row * packedWidth + column, count: columns.count)
      }
    }
    return result
  }

  /// Calls `body` for columns of a step that lie side by side in one packed panel, with their place there.
  private func copy(
    _ body: (_ step: Int, _ columns: Range<Int>, _ packed: Int, _ column: Int) -> Void
  ) {
    var place = 0
    for (step, count) in running.enumerated() {
      var first = 0
      while first < count {
        let column = place % packedWidth
        let length = min(count - first, packedWidth - column)
        body(step, first..<first + length, place / packedWidth, column)
        first += length
        place += length
      }
    }
  }
}

/// The vectors of sequences by number, the steps of a sequence side by side, wherever they stand.
public struct PlaceNumbers {
  private let panels: SequencePanels
  private let starts: [Int]

  public init(of panels: SequencePanels) {
    self.panels = panels
    starts = panels.lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
  }

  public func number(step: Int, column: Int) -> Int {
    panels.places?.number(step: step, column: column) ?? starts[column] + step
  }

  /// Where each vector stands, by its number.
  public var inOrder: [(step: Int, column: Int)] {
    var result = [(step: Int, column: Int)](
      repeating: (0, 0), count: panels.lengths.reduce(0, +))
    for (column, length) in panels.lengths.enumerated() {
      for step in 0..<length { result[number(step: step, column: column)] = (step, column) }
    }
    return result
  }
}
