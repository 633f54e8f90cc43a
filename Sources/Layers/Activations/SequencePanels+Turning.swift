internal import KernelTable
internal import Tensors

/// The other way round: each text from its own last vector to its first.
extension SequencePanels {
  /// The same vectors the other way round: where they are if all texts are of one length, else copied to `storage`.
  func turned(in storage: Storage<Float>) -> SequencePanels {
    if lengths.first == lengths.last { return reversed() }
    let result = panels(of: features, in: storage)
    result.copyTurned(self, toRow: 0)
    return result
  }

  /// Copies the vectors of `source`, the other way round, to rows from `first` on; 0 to columns of no text.
  func copyTurned(_ source: SequencePanels, toRow first: Int) {
    let extent = SequenceExtent(of: .sequence(self))
    for step in 0..<steps {
      let padding = extent.running(at: step)..<Int(active.pointer[step])
      guard !padding.isEmpty else { continue }
      for row in first..<first + source.features {
        (panel(step) + row * width + padding.lowerBound).update(
          repeating: 0, count: padding.count)
      }
    }
    forEachTurned(source, toRow: first) { $0.update(from: $1, count: $2) }
  }

  /// Adds the vectors of `source` the other way round.
  func addTurned(_ source: SequencePanels) {
    let addScaled = Kernels.best.addScaled
    forEachTurned(source, toRow: 0) { addScaled($1, 1, $0, $2) }
  }

  /// Calls `body` with places of rows from `first` on, what `source` has for them the other way round, and how many
  /// numbers lie side by side in both.
  private func forEachTurned(
    _ source: SequencePanels, toRow first: Int,
    _ body: (_ target: Floats, _ source: Floats, _ count: Int) -> Void
  ) {
    // Neighbours of one length move together.
    var runs: [(columns: Range<Int>, length: Int)] = []
    for (column, length) in lengths.enumerated() {
      if let last = runs.last, last.length == length {
        runs[runs.count - 1].columns = last.columns.lowerBound..<column + 1
      } else {
        runs.append((column..<column + 1, length))
      }
    }
    for step in 0..<steps {
      let target = panel(step) + first * width
      for (columns, length) in runs where length > step {
        let other = source.panel(length - 1 - step)
        if columns.count == width {
          body(target, other, source.features * width)
          continue
        }
        for place in Swift.stride(
          from: columns.lowerBound, to: source.features * width, by: width)
        {
          body(target + place, other + place, columns.count)
        }
      }
    }
  }
}
