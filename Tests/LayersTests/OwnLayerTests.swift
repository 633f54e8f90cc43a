import Layers
import Tensors
import Testing

/// y = x · W of each row, as a program might have it.
final class ProductComputation: OwnComputation {
  let text = "x @ w"
  private(set) var calls: [OwnCall] = []

  func answer(to call: OwnCall) -> OwnAnswer? {
    calls.append(call)
    let (layer, x) = (call.layer, call.input)
    let shape = layer.contents[0].shape
    let weights = layer.contents[0].parameter?.values.array ?? []
    let (inputs, units) = (shape[0], shape[1])
    func rows(_ body: (Int, Int) -> Float, width: Int) -> [Float] {
      (0..<x.count * width).map { body($0 / width, $0 % width) }
    }
    let steps = x.steps.map { step in
      rows(
        { row, unit in
          (0..<inputs).reduce(0) { $0 + step[row * inputs + $1] * weights[$1 * units + unit] }
        }, width: units)
    }
    let output = OwnValues(count: x.count, features: units, lengths: x.lengths, steps: steps)
    return OwnAnswer(output: output) { gradient in
      var slopes = [Float](repeating: 0, count: inputs * units)
      let back = zip(x.steps, gradient.steps).map { step, above in
        for row in 0..<x.count {
          for place in slopes.indices {
            slopes[place] += step[row * inputs + place / units] * above[row * units + place % units]
          }
        }
        return rows(
          { row, input in
            (0..<units).reduce(0) { $0 + above[row * units + $1] * weights[input * units + $1] }
          }, width: inputs)
      }
      return (back, [slopes])
    }
  }
}

/// A layer whose way forward is not the core's.
@Suite struct OwnLayerTests {
  static func layer(
    takes: OwnLayer.Form = .vector, inputs: Int? = nil, units: Int = 3, from: Int = 4
  ) -> OwnLayer {
    let values = (0..<from * units).map { 0.3 * Float($0 % 5) - 0.5 }
    return OwnLayer(
      name: "product", takes: takes, inputs: inputs,
      parameters: [OwnParameter(name: "w", shape: [from, units], values: values)],
      computation: ProductComputation())
  }

  static let cases = [
    TestCase(
      name: "own layer of vectors",
      layers: {
        [Dense(units: 4, inputs: 4, activation: .tanh), layer(), Dense(units: 2)]
      }, input: .features(TestCase.features), loss: MeanSquare(),
      targets: .values([1, 0, 0.5, -1, 2, 0, 0, 1, 1, 1])),
    TestCase(
      name: "own layer of sequences",
      layers: {
        [
          Embedding(vocabulary: 9, units: 4, connectivity: .density(0.6)),
          layer(takes: .sequence), LSTM(units: 4, connectivity: .density(0.5)), Dense(units: 1),
        ]
      }),
  ]

  @Test(arguments: cases) func gradientsAreThoseOfDifferences(_ test: TestCase) throws {
    let model = try test.model()
    let found = test.evaluate(model).gradients
    for (parameter, gradient) in zip(model.parameters, found) {
      for place in 0..<parameter.count {
        let step: Float = 4e-3
        let value = parameter.values.pointer[place]
        func loss(_ by: Float) -> Double {
          parameter.values.pointer[place] = value + by
          return test.evaluate(model, computesGradients: false).loss
        }
        let slope = (loss(step) - loss(-step)) / Double(2 * step)
        parameter.values.pointer[place] = value
        #expect(abs(slope - Double(gradient[place])) < 5e-3 * max(1, abs(slope)))
      }
    }
  }

  /// It is asked what it gives with zeros, and afterwards with rows that have 0 where a text has ended.
  @Test func itIsGivenRowsOfAllSteps() throws {
    let own = Self.layer(takes: .sequence, inputs: 2, units: 2, from: 2)
    var random = RandomSource(seed: 1)
    let model = try Sequential([own, Pooling(.last)], weights: &random)
    #expect(own.output == .sequence(features: 2) && model.output == .features(2))
    let test = TestCase(
      name: "", layers: { [] },
      input: .sequences([[[1, 2], [3, 4], [5, 6]], [[7, 8]]]))
    let mode = PassMode(isTraining: false, random: RandomSource(seed: 1))
    let buffer = Storage<Float>()
    withExtendedLifetime(buffer) {
      _ = model.makeNetworkPass().forward(test.activation(buffer), mode: mode)
    }
    let calls = try #require(own.computation as? ProductComputation).calls
    #expect(calls.map(\.isTraining) == [false, false] && calls[0].output == nil)
    #expect(calls[1].input.lengths == [3, 1])
    #expect(calls[1].input.steps == [[1, 2, 7, 8], [3, 4, 0, 0], [5, 6, 0, 0]])
  }

  @Test func aCopySharesNoNumbers() throws {
    var random = RandomSource(seed: 1)
    let model = try Sequential([Self.layer(inputs: 4)], weights: &random)
    let copy = model.copy()
    copy.parameters[0].values.pointer[0] = 9
    #expect(model.parameters[0].values.pointer[0] != 9)
    #expect(LayerDescription(of: copy) == LayerDescription(of: model))
    #expect(throws: LayerError.alreadyUsed(layer: "own")) {
      try Sequential([Self.layer(inputs: 4), model.layers[0]], weights: &random)
    }
  }
}
