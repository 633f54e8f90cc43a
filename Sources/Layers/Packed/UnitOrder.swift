internal import KernelTable
internal import Tensors

/// An order of an LSTM's units in which its recurrent weights, packed by blocks, take few steps.
///
/// A step is an entry of each of sixteen neighbouring rows, in 32 neighbouring columns: the longest row
/// decides how many there are. So pairs of units are drawn, and change places where that takes no more
/// steps, their rows in all gates and their columns with them: at 256 units and 4 % a seventh fewer.
///
/// Cost: a fixed number of pairs, each the rows beside theirs in all blocks and all rows in their blocks.
struct UnitOrder {
  /// Where each unit goes.
  private(set) var places: [Int]
  /// Which unit is where.
  private var units: [Int]
  /// (gates × units, blocks): how many entries a row has in a block.
  private var counts: [UInt8]
  /// The rows that read a unit.
  private let readers: [[Int]]
  private let blocks: Int
  private let slices: Int

  private static let pairs = 4096
  private static let gates = 4

  /// The order for `recurrent` (4 × units, units).
  init(for recurrent: WeightMatrix) {
    let count = recurrent.columns
    places = Array(0..<count)
    units = places
    blocks = (count + PackedBlocks.width - 1) / PackedBlocks.width
    slices = (count + 15) / 16
    var readers = [[Int]](repeating: [], count: count)
    counts = [UInt8](repeating: 0, count: recurrent.rows * blocks)
    guard recurrent.isSparse, Kernels.best.picks, slices > 1 else {
      self.readers = readers
      return
    }
    for row in 0..<recurrent.rows {
      for entry in recurrent.entries(ofRow: row) {
        readers[entry.column].append(row)
        counts[row * blocks + entry.column / PackedBlocks.width] += 1
      }
    }
    self.readers = readers
    // Always the same pairs, so that packing is the same each time.
    var source = RandomSource(seed: 1)
    for _ in 0..<Self.pairs {
      let (one, other) = (source.below(count), source.below(count))
      guard one / 16 != other / 16 else { continue }
      let before = steps(beside: one, other)
      exchange(one, other)
      if steps(beside: one, other) > before { exchange(one, other) }
    }
  }

  private mutating func exchange(_ one: Int, _ other: Int) {
    units.swapAt(one, other)
    for place in [one, other] { places[units[place]] = place }
    let (first, second) = (one / PackedBlocks.width, other / PackedBlocks.width)
    guard first != second else { return }
    // Those that now read from the first block read from the second before.
    for row in readers[units[one]] {
      counts[row * blocks + first] += 1
      counts[row * blocks + second] -= 1
    }
    for row in readers[units[other]] {
      counts[row * blocks + second] += 1
      counts[row * blocks + first] -= 1
    }
  }

  /// The steps that an exchange can change.
  private func steps(beside one: Int, _ other: Int) -> Int {
    let changed = [one / 16, other / 16]
    let inBlocks = Set([one / PackedBlocks.width, other / PackedBlocks.width])
    var sum = 0
    for slice in 0..<slices {
      if changed.contains(slice) {
        for block in 0..<blocks { sum += steps(of: slice, in: block) }
      } else if inBlocks.count > 1 {
        for block in inBlocks { sum += steps(of: slice, in: block) }
      }
    }
    return sum
  }

  private func steps(of slice: Int, in block: Int) -> Int {
    let rows = units[16 * slice..<min(16 * slice + 16, units.count)]
    return (0..<Self.gates).reduce(0) { sum, gate in
      sum + rows.reduce(0) { max($0, Int(counts[(gate * units.count + $1) * blocks + block])) }
    }
  }
}
