import Layers
import Tensors
import Testing

/// States that a sequence begins with, and that are carried on from one to the next.
@Suite struct CarriedStateTests {
  private static let kinds = [Connectivity.dense, .density(0.5)].flatMap { connectivity in
    [
      TestCase.State(name: "lstm") { LSTM(units: 4, inputs: 3, connectivity: connectivity) },
      TestCase.State(name: "gru") { GRU(units: 4, inputs: 3, connectivity: connectivity) },
      TestCase.State(name: "rhn") {
        RHN(units: 4, depth: 2, inputs: 3, connectivity: connectivity)
      },
    ]
  }

  private static let sequence: [[Float]] = [
    [0.5, -1, 2], [1, 1, -0.5], [-1, 0.3, 0.2], [0, 2, 1], [0.7, 0.1, -1], [0.2, 0.4, 0.6],
  ]

  private func given(_ steps: Range<Int>) -> TestCase {
    TestCase(
      name: "a part", layers: { [] },
      input: .sequences([Array(Self.sequence[steps]), Array(Self.sequence[steps])]))
  }

  /// The states at the end, and the gradients of what it began with where the ends' sum is taken back.
  private func run(
    _ pass: any LayerPass, _ steps: Range<Int>, from carried: CarriedStates, units: Int = 4
  ) -> [Float] {
    var mode = PassMode(isTraining: true, random: RandomSource(seed: 1))
    mode.carried = carried
    let buffer = Storage<Float>()
    guard case .features(let panel) = pass.forward(given(steps).activation(buffer), mode: mode)
    else { return [] }
    let result = (0..<units).map { panel.pointer[$0 * panel.width] }
    let ones = Storage<Float>(count: units * panel.width)
    for unit in 0..<units { ones.pointer[unit * panel.width] = Float(unit + 1) }
    _ = pass.backward(
      .features(Panel(ones.pointer, features: units, width: panel.width, count: panel.count)),
      needsInput: true)
    return result
  }

  private func layer(_ kind: TestCase.State) throws -> any Layer {
    let layer = kind.make()
    var random = RandomSource(seed: 3)
    _ = try layer.configure(
      input: .sequence(features: 3), givesSequence: false, weights: &random)
    layer.prepare(width: 16, isTraining: true)
    return layer
  }

  @Test(arguments: kinds) func twoPartsGiveWhatTheWholeGives(_ kind: TestCase.State) throws {
    let pass = try layer(kind).makePass()
    let carried = CarriedStates()
    _ = run(pass, 0..<2, from: carried)
    let parts = run(pass, 2..<6, from: carried)
    #expect(parts == run(pass, 0..<6, from: CarriedStates()))
    #expect(parts != run(pass, 2..<6, from: CarriedStates()))
  }

  @Test(arguments: kinds) func gradientsOfFirstStatesEqualSlopes(_ kind: TestCase.State) throws {
    let pass = try layer(kind).makePass()
    let first = CarriedStates()
    _ = run(pass, 0..<2, from: first)
    let (states, memory) = (first.states.array, first.memory.array)
    func value(_ states: [Float], _ memory: [Float]) -> (sum: Double, after: CarriedStates) {
      let carried = CarriedStates()
      carried.states.array = states
      carried.memory.array = memory
      let ends = run(pass, 2..<6, from: carried)
      return (
        ends.enumerated().reduce(0) { $0 + Double($1.offset + 1) * Double($1.element) }, carried
      )
    }
    let found = value(states, memory).after
    let step: Float = 1.0 / 128
    for unit in 0..<4 {
      let place = unit * 16
      func slope(_ move: (Float) -> ([Float], [Float])) -> Double {
        let (above, below) = (move(step), move(-step))
        return (value(above.0, above.1).sum - value(below.0, below.1).sum) / Double(2 * step)
      }
      let ofState = slope { by in
        var moved = states
        moved[place] += by
        return (moved, memory)
      }
      #expect(abs(Double(found.stateGradients.pointer[place]) - ofState) < 2e-3)
      guard !memory.isEmpty else { continue }
      let ofMemory = slope { by in
        var moved = memory
        moved[place] += by
        return (states, moved)
      }
      #expect(abs(Double(found.memoryGradients.pointer[place]) - ofMemory) < 2e-3)
    }
  }
}

extension TestCase {
  /// A layer with states.
  struct State: CustomTestStringConvertible, Sendable {
    var name: String
    var make: @Sendable () -> any Layer
    var testDescription: String { name }
  }
}
