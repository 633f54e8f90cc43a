import KernelTable

// The pointwise half of a step of recurrent layers, forward and backward. Where all columns are active, a panel is
// one long row.

/// Calls `body` with each place where a vector of lanes begins in a panel (units, width).
@inline(__always)
private func forEachLane(_ units: Int, _ width: Int, _ active: Int, _ body: (Int) -> Void) {
  let rows = active == width ? 1 : units
  let columns = active == width ? units * width : active
  for row in 0..<rows {
    var n = row * width
    let end = n + columns
    while n < end {
      body(n)
      n += Lanes.scalarCount
    }
  }
}

/// What stays in the first cache until its states are computed, in floats. These wait for the memory, which waits for
/// the gates: in one loop no processor looks far enough ahead to do anything meanwhile.
private let gatesBlock = 512

/// i, f, o = sigmoid of their sums, g = tanh of its sum; c = f · cPrevious + i · g; h = o · tanh c.
func lstmGates(
  _ z: Floats, _ cPrevious: Floats, _ c: Floats, _ h: Floats, _ units: Int, _ width: Int,
  _ active: Int
) {
  let gate = units * width
  // Where all columns are active, the whole panel is one long row.
  let rows = active == width ? 1 : units
  let columns = active == width ? gate : active
  for row in 0..<rows {
    var start = row * width
    let end = start + columns
    while start < end {
      let stop = min(start + gatesBlock, end)
      var n = start
      while n < stop {
        let (i, f, g, o) = gates(
          loadLanes(z + n), loadLanes(z + gate + n), loadLanes(z + 2 * gate + n),
          loadLanes(z + 3 * gate + n))
        storeLanes(i, z + n)
        storeLanes(f, z + gate + n)
        storeLanes(g, z + 2 * gate + n)
        storeLanes(o, z + 3 * gate + n)
        storeLanes(multiplyAdd(f, loadLanes(cPrevious + n), i * g), c + n)
        n += Lanes.scalarCount
      }
      n = start
      while n < stop {
        storeLanes(loadLanes(z + 3 * gate + n) * tanh(loadLanes(c + n)), h + n)
        n += Lanes.scalarCount
      }
      start = stop
    }
  }
}

/// With dh the gradient of h and dc that of c from the next step:
///
///     dc += dh · o · (1 − tanh² c)
///     di = dc · g · i (1 − i)      df = dc · cPrevious · f (1 − f)
///     dg = dc · i · (1 − g²)       do = dh · tanh c · o (1 − o)
///     dc for the previous step = dc · f
///
/// o · tanh c is h, so that tanh c need not be kept: o · tanh² c is h² / o, as o is never 0.
func lstmGatesBackward(
  _ z: Floats, _ cPrevious: Floats, _ h: Floats, _ dz: Floats, _ dh: Floats, _ dc: Floats,
  _ units: Int, _ width: Int, _ active: Int
) {
  let gate = units * width
  let rows = active == width ? 1 : units
  let columns = active == width ? gate : active
  let one = Lanes(repeating: 1)
  for row in 0..<rows {
    var n = row * width
    let end = n + columns
    while n < end {
      let i = loadLanes(z + n)
      let f = loadLanes(z + gate + n)
      let g = loadLanes(z + 2 * gate + n)
      let o = loadLanes(z + 3 * gate + n)
      let state = loadLanes(h + n)
      let d = loadLanes(dh + n)
      let cell = multiplyAdd(d, o - state * state / o, loadLanes(dc + n))
      storeLanes(cell * g * i * (one - i), dz + n)
      storeLanes(cell * loadLanes(cPrevious + n) * f * (one - f), dz + gate + n)
      storeLanes(cell * i * (one - g * g), dz + 2 * gate + n)
      storeLanes(d * state * (one - o), dz + 3 * gate + n)
      storeLanes(cell * f, dc + n)
      n += Lanes.scalarCount
    }
  }
}

/// r, z = sigmoid of their sums, n = tanh(its sum + r · ofNew); h = n + z · (hPrevious − n).
func gruGates(
  _ z: Floats, _ ofNew: Floats, _ hPrevious: Floats, _ h: Floats, _ units: Int, _ width: Int,
  _ active: Int
) {
  let gate = units * width
  forEachLane(units, width, active) { k in
    let r = sigmoid(loadLanes(z + k))
    storeLanes(r, z + k)
    let update = sigmoid(loadLanes(z + gate + k))
    storeLanes(update, z + gate + k)
    let new = tanh(multiplyAdd(r, loadLanes(ofNew + k), loadLanes(z + 2 * gate + k)))
    storeLanes(new, z + 2 * gate + k)
    storeLanes(multiplyAdd(update, loadLanes(hPrevious + k) - new, new), h + k)
  }
}

/// With dh the gradient of h, and a = U h + b′ what n took of the states:
///
///     dn = dh · (1 − z) · (1 − n²)          dz = dh · (hPrevious − n) · z (1 − z)
///     dr = dn · a · r (1 − r)               da = dn · r
///     dh for the previous step = dh · z, and what the products with dr, dz and da add
func gruGatesBackward(
  _ z: Floats, _ u: Floats, _ hPrevious: Floats, _ dz: Floats, _ dh: Floats, _ units: Int,
  _ width: Int, _ active: Int
) {
  let gate = units * width
  let one = Lanes(repeating: 1)
  forEachLane(units, width, active) { k in
    let r = loadLanes(z + k)
    let update = loadLanes(z + gate + k)
    let new = loadLanes(z + 2 * gate + k)
    let d = loadLanes(dh + k)
    let ofNew = d * (one - update) * (one - new * new)
    let ofUpdate = d * (loadLanes(hPrevious + k) - new) * update * (one - update)
    let ofReset = ofNew * loadLanes(u + 2 * gate + k) * r * (one - r)
    storeLanes(ofReset, dz + k)
    storeLanes(ofReset, u + k)
    storeLanes(ofUpdate, dz + gate + k)
    storeLanes(ofUpdate, u + gate + k)
    storeLanes(ofNew, dz + 2 * gate + k)
    storeLanes(ofNew * r, u + 2 * gate + k)
    storeLanes(d * update, dh + k)
  }
}

/// h = tanh of its sum, t = sigmoid of its sum; s = sPrevious + t · (h − sPrevious).
func highwayGates(
  _ z: Floats, _ sPrevious: Floats, _ s: Floats, _ units: Int, _ width: Int, _ active: Int
) {
  let gate = units * width
  forEachLane(units, width, active) { k in
    let h = tanh(loadLanes(z + k))
    storeLanes(h, z + k)
    let t = sigmoid(loadLanes(z + gate + k))
    storeLanes(t, z + gate + k)
    let before = loadLanes(sPrevious + k)
    storeLanes(multiplyAdd(t, h - before, before), s + k)
  }
}

/// With ds the gradient of s:
///
///     dh = ds · t · (1 − h²)                dt = ds · (h − sPrevious) · t (1 − t)
///     ds for the level below = ds · (1 − t), and what the products with dh and dt add
func highwayGatesBackward(
  _ z: Floats, _ sPrevious: Floats, _ dz: Floats, _ ds: Floats, _ units: Int, _ width: Int,
  _ active: Int
) {
  let gate = units * width
  let one = Lanes(repeating: 1)
  forEachLane(units, width, active) { k in
    let h = loadLanes(z + k)
    let t = loadLanes(z + gate + k)
    let d = loadLanes(ds + k)
    storeLanes(d * t * (one - h * h), dz + k)
    storeLanes(d * (h - loadLanes(sPrevious + k)) * t * (one - t), dz + gate + k)
    storeLanes(d * (one - t), ds + k)
  }
}
