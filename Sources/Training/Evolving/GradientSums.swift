internal import KernelTable
internal import Layers
internal import Tensors

/// The gradients of sparse matrices as if all connections existed, summed shard by shard.
///
/// With fewer threads than shards a lane's passes are used again before all shards are there. To keep a lane
/// for each would take the memory of all steps of an LSTM; the sums take that of its matrices, and of the
/// vectors of the batch's words. They are the same to the bit as those of passes that are all there: a block
/// of rows at a time, shard after shard.
final class GradientSums: DenseGradients {
  private let places: [Sequential.SparsePlace]
  /// (places): (rows, columns); empty where rows are looked up.
  private var whole: [Storage<Float>]
  /// (places): of the rows that had a gradient, where rows are looked up.
  private var ofRows: [RowSums]

  init(of places: [Sequential.SparsePlace]) {
    self.places = places
    whole = places.map {
      $0.matrix.looksUpRows ? Storage() : Storage(count: $0.matrix.rows * $0.matrix.columns)
    }
    ofRows = places.map { RowSums(columns: $0.matrix.columns) }
  }

  /// How many numbers sums of a batch of so many words take, at most.
  static func numbers(of places: [Sequential.SparsePlace], words: Double) -> Double {
    places.reduce(0) { sum, place in
      let rows = Double(place.matrix.rows)
      return sum + (place.matrix.looksUpRows ? min(rows, words) : rows)
        * Double(place.matrix.columns)
    }
  }

  /// Adds what the passes of further shards came to.
  func add(_ passes: [SequentialPass], threads: Int) {
    for (index, place) in places.enumerated() {
      if place.matrix.looksUpRows {
        for pass in passes { addRows(of: pass, place, index) }
        continue
      }
      let blocks = place.matrix.rowBlocks
      let sums = whole[index].pointer
      Parallel.run(pieces: blocks.count, threads: threads) { number in
        let rows = blocks[number]
        for pass in passes {
          pass.addDenseGradient(
            of: place, rows: rows, to: sums + rows.lowerBound * place.matrix.columns)
        }
      }
    }
  }

  private func addRows(of pass: SequentialPass, _ place: Sequential.SparsePlace, _ index: Int) {
    for row in pass.rowsWithGradient(of: place, in: 0..<place.matrix.rows) {
      pass.addDenseGradient(of: place, rows: row..<row + 1, to: ofRows[index].begin(row))
    }
  }

  private func index(of place: Sequential.SparsePlace) -> Int? {
    places.firstIndex { $0.matrix === place.matrix }
  }

  func rowsWithGradient(of place: Sequential.SparsePlace, in rows: Range<Int>) -> [Int] {
    guard place.matrix.looksUpRows, let index = index(of: place) else { return Array(rows) }
    return rows.filter { ofRows[index].sums(of: $0) != nil }
  }

  func addDenseGradient(of place: Sequential.SparsePlace, rows: Range<Int>, to block: Floats) {
    guard let index = index(of: place) else { return }
    let columns = place.matrix.columns
    if place.matrix.looksUpRows {
      for row in rows {
        guard let sums = ofRows[index].sums(of: row) else { continue }
        let target = block + (row - rows.lowerBound) * columns
        for column in 0..<columns { target[column] += sums[column] }
      }
    } else {
      let sums = whole[index].pointer + rows.lowerBound * columns
      for number in 0..<rows.count * columns { block[number] += sums[number] }
    }
  }

  func forgetGradient(of place: Sequential.SparsePlace) {
    guard let index = index(of: place) else { return }
    whole[index] = Storage()
    ofRows[index] = RowSums(columns: place.matrix.columns)
  }
}

/// Sums of some rows of a matrix, 512 side by side.
private struct RowSums {
  let columns: Int
  private var numbers: [Int: Int] = [:]
  private var pieces: [Storage<Float>] = []
  private static let rows = 512

  init(columns: Int) { self.columns = columns }

  /// Where the sums of a row are, 0 where they were not begun.
  mutating func begin(_ row: Int) -> Floats {
    if let sums = sums(of: row) { return sums }
    let number = numbers.count
    numbers[row] = number
    if number % Self.rows == 0 { pieces.append(Storage(count: Self.rows * columns)) }
    return place(number)
  }

  func sums(of row: Int) -> Floats? { numbers[row].map { place($0) } }

  private func place(_ number: Int) -> Floats {
    pieces[number / Self.rows].pointer + number % Self.rows * columns
  }
}
