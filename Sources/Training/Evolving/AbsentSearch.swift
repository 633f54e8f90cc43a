internal import Evolution
internal import Layers
internal import Synchronization
internal import Tensors

/// Finds the places without a connection whose weight would change most, had they one.
///
/// After a survey the passes of all shards hold both sides of each matrix's gradient, or their sums are there.
/// A block of rows at a time is computed as if the matrix were dense, shard after shard in their order; places
/// with a connection are skipped, and the rest goes through a heap of as many as are wanted. So the answer is
/// the same for any number of threads.
///
/// Of words, whose vectors a batch looks up, each row is for itself: it offers as many places as it has
/// connections, and the words that the batch does not have offer none.
///
/// Cost: of a matrix what a dense layer's gradient costs; memory a block of rows a thread, and what is found.
struct AbsentSearch {
  let survey: [any DenseGradients]
  let threads: Int

  /// The strongest `count` places of a matrix, the strongest first.
  func strongest(_ count: Int, of place: Sequential.SparsePlace) -> AbsentGradients {
    let matrix = place.matrix
    guard count > 0, let structure = matrix.structure else {
      return AbsentGradients(places: [], values: [])
    }
    let blocks = matrix.rowBlocks
    let pieces = max(1, min(threads, blocks.count))
    let found = Mutex([[StrongestPlaces.Entry]](repeating: [], count: pieces))
    Parallel.run(pieces: pieces, threads: threads) { piece in
      let block = Storage<Float>(count: (blocks.first?.count ?? 0) * matrix.columns)
      var strongest = Candidates(
        matrix: matrix, structure: structure, whole: StrongestPlaces(most: count))
      for rows in blocks[blocks.count * piece / pieces..<blocks.count * (piece + 1) / pieces] {
        block.fill(with: 0)
        for part in survey { part.addDenseGradient(of: place, rows: rows, to: block.pointer) }
        for row in rowsWithGradient(of: place, rows) {
          strongest.offer(row, block.pointer + (row - rows.lowerBound) * matrix.columns)
        }
      }
      let entries = strongest.entries
      found.withLock { $0[piece] = entries }
    }
    var entries = found.withLock { $0.flatMap { $0 } }
    entries.sort { $1.isWeaker(than: $0) }
    if !matrix.looksUpRows { entries = Array(entries.prefix(count)) }
    return AbsentGradients(places: entries.map(\.place), values: entries.map { Float($0.value) })
  }

  /// Ascending, each once.
  private func rowsWithGradient(of place: Sequential.SparsePlace, _ rows: Range<Int>) -> [Int] {
    guard place.matrix.looksUpRows else { return Array(rows) }
    return Set(survey.flatMap { $0.rowsWithGradient(of: place, in: rows) }).sorted()
  }
}

/// The places of a matrix that may be wanted.
private struct Candidates {
  let matrix: WeightMatrix
  let structure: WeightMatrix.Structure
  /// Of the whole matrix.
  var whole: StrongestPlaces
  /// Of rows that are each for itself.
  private var ofRows: [StrongestPlaces.Entry] = []

  init(matrix: WeightMatrix, structure: WeightMatrix.Structure, whole: StrongestPlaces) {
    self.matrix = matrix
    self.structure = structure
    self.whole = whole
  }

  var entries: [StrongestPlaces.Entry] { matrix.looksUpRows ? ofRows : whole.entries }

  /// Offers the places of `row` without a connection; `gradients` has one a column.
  mutating func offer(_ row: Int, _ gradients: UnsafeMutablePointer<Float>) {
    let columns = structure.columnIndices.pointer
    var position = Int(structure.rowStarts.pointer[row])
    let end = Int(structure.rowStarts.pointer[row + 1])
    var ofRow = StrongestPlaces(most: end - position)
    for column in 0..<matrix.columns {
      if position < end, Int(columns[position]) == column {
        position += 1
      } else if matrix.looksUpRows {
        ofRow.offer(row * matrix.columns + column, Double(gradients[column]))
      } else {
        whole.offer(row * matrix.columns + column, Double(gradients[column]))
      }
    }
    ofRows += ofRow.entries
  }
}
