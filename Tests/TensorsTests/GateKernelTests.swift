import Foundation
import KernelTable
import Tensors
import Testing

/// The gates of recurrent layers beside their formulas, one number at a time; on every level of the processor.
@Suite struct GateKernelTests {
  private static let variants = Array(Kernels.all.indices)
  private let units = 3
  private let width = 32
  private var size: Int { units * width }

  private func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }

  private func random(_ blocks: Int, _ source: inout RandomSource) -> Storage<Float> {
    Storage(source.uniform(-2, 2, count: blocks * size))
  }

  @Test(arguments: variants, [16, 32]) func gatedUnits(variant: Int, active: Int) {
    var source = RandomSource(seed: 7)
    let table = Kernels.all[variant]
    let (z, u, dz) = (random(3, &source), random(3, &source), random(3, &source))
    let (before, h, dh) = (random(1, &source), random(1, &source), random(1, &source))
    let (sums, ofNew, untouched) = (z.array, Array(u.array[(2 * size)...]), h.array)
    table.gruGates(
      z.pointer, u.pointer + 2 * size, before.pointer, h.pointer, units, width, active)
    let (gates, d) = (z.array, dh.array)
    for n in 0..<size {
      guard n % width < active else {
        #expect(h.pointer[n] == untouched[n] && gates[n] == sums[n])
        continue
      }
      let (r, update) = (sigmoid(sums[n]), sigmoid(sums[size + n]))
      let new = tanh(sums[2 * size + n] + r * ofNew[n])
      let expected = (1 - update) * new + update * before.pointer[n]
      #expect(abs(h.pointer[n] - expected) < 1e-5)
    }
    table.gruGatesBackward(
      z.pointer, u.pointer, before.pointer, dz.pointer, dh.pointer, units, width, active)
    #expect(z.array == gates)
    for n in 0..<size where n % width < active {
      let (r, update, new) = (gates[n], gates[size + n], gates[2 * size + n])
      let dNew = d[n] * (1 - update) * (1 - new * new)
      let dUpdate = d[n] * (before.pointer[n] - new) * update * (1 - update)
      let dReset = dNew * ofNew[n] * r * (1 - r)
      let found = [dz, u].map { [$0.pointer[n], $0.pointer[size + n], $0.pointer[2 * size + n]] }
      for (some, expected) in [(found[0], dNew), (found[1], dNew * r)] {
        #expect(zip(some, [dReset, dUpdate, expected]).allSatisfy { abs($0 - $1) < 1e-5 })
      }
      #expect(abs(dh.pointer[n] - d[n] * update) < 1e-5)
    }
  }

  @Test(arguments: variants, [16, 32]) func highways(variant: Int, active: Int) {
    var source = RandomSource(seed: 8)
    let table = Kernels.all[variant]
    let (z, dz) = (random(2, &source), random(2, &source))
    let (before, s, ds) = (random(1, &source), random(1, &source), random(1, &source))
    let (sums, untouched, d) = (z.array, s.array, ds.array)
    table.highwayGates(z.pointer, before.pointer, s.pointer, units, width, active)
    let gates = z.array
    for n in 0..<size {
      guard n % width < active else {
        #expect(s.pointer[n] == untouched[n] && gates[n] == sums[n])
        continue
      }
      let (h, t) = (tanh(sums[n]), sigmoid(sums[size + n]))
      #expect(abs(s.pointer[n] - (h * t + before.pointer[n] * (1 - t))) < 1e-5)
    }
    table.highwayGatesBackward(
      z.pointer, before.pointer, dz.pointer, ds.pointer, units, width, active)
    #expect(z.array == gates)
    for n in 0..<size where n % width < active {
      let (h, t) = (gates[n], gates[size + n])
      #expect(abs(dz.pointer[n] - d[n] * t * (1 - h * h)) < 1e-5)
      #expect(abs(dz.pointer[size + n] - d[n] * (h - before.pointer[n]) * t * (1 - t)) < 1e-5)
      #expect(abs(ds.pointer[n] - d[n] * (1 - t)) < 1e-5)
    }
  }
}
