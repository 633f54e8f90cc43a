import CPermutation
import KernelTable

// Products of a packed matrix with one vector, for predictions of single texts.
//
// Sixteen rows are walked side by side: a step reads one weight of each, side by side, and the sixteen
// numbers that they are multiplied with. So there is no sum across, and no end of a row to be guessed.
//
// Where those numbers are anywhere, reading them is what takes the time: about one a cycle. Where they are
// of 32 neighbours, which two registers hold, x86-64-v4 picks all sixteen by one instruction. Rows then
// have to be filled up in each block of columns, and at 4 % there are more than twice as many steps, each a
// sixth as long (2026, Zen 5).

func packedProduct(_ matrix: PackedRows, _ x: UnsafePointer<Float>, _ y: Floats) {
  if let bytes = matrix.bytes {
    product(matrix, x, y) { Vector(bytes: bytes + $0) }
  } else {
    let values = matrix.values
    product(matrix, x, y) { load(values + $0) }
  }
}

@inline(__always)
private func product(
  _ matrix: PackedRows, _ x: UnsafePointer<Float>, _ y: Floats, weights: (_ entry: Int) -> Vector
) {
  var entry = Int(matrix.starts[0])
  for slice in 0..<matrix.slices {
    let end = Int(matrix.starts[slice + 1])
    var sums = Vector.zero
    while entry < end {
      sums = multiplyAdd(weights(entry), gathered(x, matrix.columns + entry), sums)
      entry += 16
    }
    sums *= load(matrix.scales + slice * 16)
    let rows = matrix.rows + slice * 16
    for lane in 0..<16 { y[Int(rows[lane])] += sums[lane] }
  }
}

@inline(__always)
private func gathered(_ x: UnsafePointer<Float>, _ i: UnsafePointer<UInt16>) -> Vector {
  Vector(
    x[Int(i[0])], x[Int(i[1])], x[Int(i[2])], x[Int(i[3])], x[Int(i[4])], x[Int(i[5])],
    x[Int(i[6])], x[Int(i[7])], x[Int(i[8])], x[Int(i[9])], x[Int(i[10])], x[Int(i[11])],
    x[Int(i[12])], x[Int(i[13])], x[Int(i[14])], x[Int(i[15])])
}

func blockProduct(_ matrix: PackedBlocks, _ x: UnsafePointer<Float>, _ y: Floats) {
  if let bytes = matrix.bytes {
    product(matrix, x, y) { Vector(bytes: bytes + $0) }
  } else {
    let values = matrix.values
    product(matrix, x, y) { load(values + $0) }
  }
}

@inline(__always)
private func product(
  _ matrix: PackedBlocks, _ x: UnsafePointer<Float>, _ y: Floats, weights: (_ entry: Int) -> Vector
) {
  var steps = matrix.steps
  var entry = 0
  for slice in 0..<matrix.slices {
    var total = Vector.zero
    for index in 0..<matrix.blocks {
      let block = Block(x + index * PackedBlocks.width)
      let end = entry + 16 * Int(steps[index])
      // A sum of its own, so that a block need not wait for the one before.
      var sums = Vector.zero
      while entry < end {
        sums = multiplyAdd(weights(entry), block.picked(matrix.columns + entry), sums)
        entry += 16
      }
      total += sums
    }
    steps += matrix.blocks
    let rows = y + slice * 16
    store(multiplyAdd(total, load(matrix.scales + slice * 16), load(rows)), rows)
  }
}

#if WIDE
  /// 32 numbers in registers.
  struct Block {
    private let low: Vector
    private let high: Vector

    static let picks = true

    @inline(__always)
    init(_ x: UnsafePointer<Float>) {
      low = load(x)
      high = load(x + 16)
    }

    @inline(__always)
    func picked(_ indices: UnsafePointer<UInt8>) -> Vector {
      let bytes = UnsafeRawPointer(indices).loadUnaligned(as: SIMD16<UInt8>.self)
      return setl_picked(low, SIMD16<Int32>(truncatingIfNeeded: bytes), high)
    }
  }
#else
  /// 32 numbers in memory.
  struct Block {
    private let x: UnsafePointer<Float>

    static let picks = false

    @inline(__always)
    init(_ x: UnsafePointer<Float>) { self.x = x }

    @inline(__always)
    func picked(_ indices: UnsafePointer<UInt8>) -> Vector {
      var picked = Vector()
      for lane in 0..<16 { picked[lane] = x[Int(indices[lane])] }
      return picked
    }
  }
#endif

func addProjected(_ vectors: PackedLists, _ index: Int, _ columns: PackedLists, _ y: Floats) {
  for entry in Int(vectors.starts[index])..<Int(vectors.starts[index + 1]) {
    let column = Int(vectors.indices[entry])
    let factor = vectors.scales[index] * vectors.weight(entry) * columns.scales[column]
    let start = Int(columns.starts[column])
    let count = Int(columns.starts[column + 1]) - start
    let places = columns.indices + start
    if let bytes = columns.bytes {
      add(places, count, y) { factor * Float(bytes[start + $0]) }
    } else {
      let values = columns.values + start
      add(places, count, y) { factor * values[$0] }
    }
  }
}

/// The places differ, so that an order within them is nobody's concern.
@inline(__always)
private func add(
  _ places: UnsafePointer<UInt16>, _ count: Int, _ y: Floats, _ term: (_ entry: Int) -> Float
) {
  for n in 0..<count { y[Int(places[n])] += term(n) }
}

extension PackedLists {
  @inline(__always)
  fileprivate func weight(_ entry: Int) -> Float {
    bytes.map { Float($0[entry]) } ?? values[entry]
  }
}

extension Vector {
  @inline(__always)
  fileprivate init(bytes: UnsafePointer<Int8>) {
    // Lane by lane, which becomes two instructions; the conversions of whole vectors stay calls.
    let bytes = UnsafeRawPointer(bytes).loadUnaligned(as: SIMD16<Int8>.self)
    self.init()
    for lane in 0..<16 { self[lane] = Float(Int32(bytes[lane])) }
  }
}
