public import Tensors

/// A matrix after some of its connections went and others came.
///
/// `origins` says where each new connection was before, so that whatever else is kept a connection
/// (optimizer state) moves along.
public struct TopologyChange: Sendable {
  public let matrix: SparseMatrix
  /// (connections): the position before, −1 for a connection that was grown.
  public let origins: [Int32]
  public let removed: Int
  public let grown: Int
  /// (connections) what the rule keeps of each from now on; nil: what was kept moves along, 0 for what
  /// was grown.
  public var marks: [Float]?

  init(matrix: SparseMatrix, origins: [Int32], removed: Int, grown: Int) {
    self.matrix = matrix
    self.origins = origins
    self.removed = removed
    self.grown = grown
  }
}

extension TopologyChange {
  /// What goes is told by a `Selection`, what comes as ranks among the places that are then empty,
  /// counted row by row, ascending. The new matrix is written in one walk over the rows, in parts on several
  /// threads. Cost: the number of connections and rows.
  ///
  /// Changes each of `gone.count` equal blocks of rows by itself. `ranks` holds for each block
  /// different ranks among its empty places once those selected are gone.
  ///
  /// `newWeights` holds one weight a grown connection, in the order of the new matrix; a missing one
  /// is 0.
  init(
    of old: SparseMatrix, removing gone: [Selection], growing ranks: [[Int]], newWeights: [Float],
    threads: Int = 1
  ) {
    let removed = gone.reduce(0) { $0 + $1.count }
    let grown = ranks.reduce(0) { $0 + $1.count }
    let count = old.count - removed + grown
    let parts = RowsToWrite.parts(of: old, removing: gone, growing: ranks, threads: threads)
    var values: [Float] = []
    var origins: [Int32] = []
    var columnIndices: [Int32] = []
    let rowStarts = [Int32](unsafeUninitializedCapacity: old.rows + 1) { starts, startCount in
      columnIndices = [Int32](unsafeUninitializedCapacity: count) { columns, columnCount in
        values = [Float](unsafeUninitializedCapacity: count) { values, valueCount in
          origins = [Int32](unsafeUninitializedCapacity: count) { origins, originCount in
            starts.initializeElement(at: 0, to: 0)
            // Each part writes its own rows.
            nonisolated(unsafe) let target = (starts, columns, values, origins)
            Parallel.run(pieces: parts.count, threads: threads) { index in
              let part = parts[index]
              var writer = Writer(
                old: old, newWeights: newWeights, rowStarts: target.0, columnIndices: target.1,
                values: target.2, origins: target.3, at: part)
              writer.write(part, removing: gone[part.block], growing: ranks[part.block])
            }
            (columnCount, valueCount, originCount) = (count, count, count)
          }
        }
      }
      startCount = old.rows + 1
    }
    let matrix = SparseMatrix(
      rows: old.rows, columns: old.columns, rowStarts: rowStarts, columnIndices: columnIndices,
      values: values)
    self.init(matrix: matrix, origins: origins, removed: removed, grown: grown)
  }
}

/// Some rows of a block, and what has been written when they are begun.
private struct RowsToWrite {
  let block: Int
  let rows: Range<Int>
  /// Connections that are written before, and how many of them were grown.
  var count = 0
  var grown = 0
  /// Ranks of the block that are written before, and its empty places before.
  var next = 0
  var passed = 0

  /// All rows, in runs of about equally many connections.
  static func parts(
    of old: SparseMatrix, removing gone: [Selection], growing ranks: [[Int]], threads: Int
  ) -> [RowsToWrite] {
    let blockRows = old.rows / gone.count
    let pieces = max(1, min(threads, old.count >> 16))
    var parts = gone.indices.flatMap { block in
      (0..<pieces).map { piece in
        RowsToWrite(
          block: block,
          rows: block * blockRows + blockRows * piece / pieces..<block * blockRows + blockRows
            * (piece + 1) / pieces)
      }
    }
    var staying = [Int](repeating: 0, count: parts.count)
    if pieces > 1 {
      staying.withUnsafeMutableBufferPointer { staying in
        // Each part writes its own place.
        nonisolated(unsafe) let staying = staying
        Parallel.run(pieces: parts.count, threads: threads) { index in
          staying[index] = gone[parts[index].block].staying(
            of: old.values, at: old.positions(ofRows: parts[index].rows))
        }
      }
    } else {
      staying = gone.indices.map { block in
        old.positions(ofRows: parts[block].rows).count - gone[block].count
      }
    }
    for index in parts.indices.dropLast() {
      let part = parts[index]
      let passed = part.passed + part.rows.count * old.columns - staying[index]
      let next = ranks[part.block].firstPlace(notBelow: passed)
      parts[index + 1].count = part.count + staying[index] + next - part.next
      parts[index + 1].grown = part.grown + next - part.next
      guard parts[index + 1].block == part.block else { continue }
      (parts[index + 1].next, parts[index + 1].passed) = (next, passed)
    }
    return parts
  }
}

extension [Int] {
  /// Of ascending numbers, the place of the first that is not below `bound`.
  fileprivate func firstPlace(notBelow bound: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Selection {
  /// How many of the weights at `positions` do not go.
  fileprivate func staying(of values: [Float], at positions: Range<Int>) -> Int {
    let values = values.span
    var staying = 0
    for position in positions { staying &+= takes(values[position], at: position) ? 0 : 1 }
    return staying
  }
}

/// Writes the new matrix row by row, merging what stays with what is grown.
///
/// The buffers have room for every connection that stays and every one that is grown.
private struct Writer {
  let old: SparseMatrix
  let newWeights: [Float]
  let rowStarts: UnsafeMutableBufferPointer<Int32>
  let columnIndices: UnsafeMutableBufferPointer<Int32>
  let values: UnsafeMutableBufferPointer<Float>
  let origins: UnsafeMutableBufferPointer<Int32>
  /// How many connections are written, and how many of them were grown.
  private var count: Int
  private var grown: Int

  init(
    old: SparseMatrix, newWeights: [Float], rowStarts: UnsafeMutableBufferPointer<Int32>,
    columnIndices: UnsafeMutableBufferPointer<Int32>, values: UnsafeMutableBufferPointer<Float>,
    origins: UnsafeMutableBufferPointer<Int32>, at part: RowsToWrite
  ) {
    self.old = old
    self.newWeights = newWeights
    self.rowStarts = rowStarts
    self.columnIndices = columnIndices
    self.values = values
    self.origins = origins
    count = part.count
    grown = part.grown
  }

  /// Writes some rows of a block.
  ///
  /// A connection that stays has a rank too: its column without the connections that stay before it
  /// in the row. What is grown comes after those whose rank is not above its own.
  mutating func write(_ part: RowsToWrite, removing gone: Selection, growing ranks: [Int]) {
    let old = old
    let (starts, columns, weights) = (old.rowStarts.span, old.columnIndices.span, old.values.span)
    let longest = part.rows.reduce(0) { max($0, old.positions(ofRow: $1).count) }
    var stay = [Int32](repeating: 0, count: longest + 1)
    var next = part.next
    // Empty places of the block before the row.
    var passed = part.passed
    for row in part.rows {
      var staying = 0
      // Whether one stays is hard to foresee, so each is written and only the place advances.
      for position in Int(starts[row])..<Int(starts[row + 1]) {
        stay[staying] = Int32(truncatingIfNeeded: position)
        staying += gone.takes(weights[position], at: position) ? 0 : 1
      }
      let empty = old.columns - staying
      var kept = 0
      while true {
        let isGrowing = next < ranks.count && ranks[next] < passed + empty
        // At the end of the row, above the rank of any connection.
        let rank = isGrowing ? ranks[next] - passed : empty
        while kept < staying, Int(columns[Int(stay[kept])]) - kept <= rank {
          let position = Int(stay[kept])
          append(column: columns[position], weights[position], from: stay[kept])
          kept += 1
        }
        guard isGrowing else { break }
        append(
          column: Int32(truncatingIfNeeded: rank + kept),
          grown < newWeights.count ? newWeights[grown] : 0, from: -1)
        grown += 1
        next += 1
      }
      passed += empty
      rowStarts.initializeElement(at: row + 1, to: Int32(truncatingIfNeeded: count))
    }
  }

  @inline(__always)
  private mutating func append(column: Int32, _ value: Float, from origin: Int32) {
    columnIndices[count] = column
    values[count] = value
    origins[count] = origin
    count += 1
  }
}
