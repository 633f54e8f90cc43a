import KernelTable

// Products of a packed matrix with one vector, for predictions of single texts.
//
// Sixteen rows of like length are walked side by side: a step reads one weight of each, side by side, and
// the sixteen numbers that they are multiplied with, wherever those are. So there is no sum across, and no
// end of a row to be guessed.

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

func addPacked(
  _ indices: UnsafePointer<UInt16>, _ values: UnsafePointer<Float>,
  _ bytes: UnsafePointer<Int8>?, _ count: Int, _ factor: Float, _ y: Floats
) {
  // The indices differ, so that an order within them is nobody's concern.
  if let bytes {
    for n in 0..<count { y[Int(indices[n])] += factor * Float(bytes[n]) }
  } else {
    for n in 0..<count { y[Int(indices[n])] += factor * values[n] }
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
