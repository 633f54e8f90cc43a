import Layers

/// Models of layers that look at sequences as a whole, and of layers made of others.
extension TestCase {
  static let sequences: [[[Float]]] = [
    [[0.5, -1, 2], [1, 1, -0.5], [-1, 0.3, 0.2], [0, 2, 1], [0.7, 0.1, -1]],
    [[1, 0.2, -2], [0.3, -0.7, 0.4], [2, 1, 0.1]], [[-0.5, 0.9, 1.2], [0.6, -1, -0.3]],
    [[0.8, -0.2, 0.5]],
  ]

  static let pooled: [TestCase] = Pooling.Way.allCases.flatMap { way in
    [Connectivity.dense, .density(0.5)].map { connectivity in
      TestCase(
        name: "\(way) over words, \(connectivity)",
        layers: {
          [
            Embedding(vocabulary: 9, units: 6, connectivity: connectivity), Pooling(way),
            Dense(units: 1),
          ]
        }, packs: false)
    }
  }

  static let composed: [TestCase] = [
    TestCase(
      name: "dense layers on words and states",
      layers: {
        [
          Embedding(vocabulary: 9, units: 5, connectivity: .density(0.6)),
          Dense(units: 4, activation: .tanh, connectivity: .density(0.6)), Dropout(share: 0.2),
          LSTM(units: 5, connectivity: .density(0.5)),
          Dense(units: 6, activation: .sigmoid, connectivity: .density(0.5)),
          Pooling(.attention), Dense(units: 1),
        ]
      }, packs: false),
    TestCase(
      name: "dense layer on words with all connections",
      layers: {
        [
          Embedding(vocabulary: 9, units: 5, connectivity: .dense),
          Dense(units: 4, activation: .tanh), Pooling(.mean), Dense(units: 1),
        ]
      }, packs: false),
    TestCase(
      name: "norms and layers within layers",
      layers: {
        [
          Embedding(vocabulary: 9, units: 5, connectivity: .density(0.6)), LayerNorm(),
          within(
            LSTM(units: 4, connectivity: .density(0.5)),
            within(Dropout(share: 0.3), Dense(units: 5, activation: .tanh), LayerNorm())),
          LSTM(units: 3, connectivity: .dense), LayerNorm(), Dense(units: 1),
        ]
      }, packs: false),
    TestCase(
      name: "residuals of sequences and of their ends",
      layers: {
        [
          Embedding(vocabulary: 9, units: 4, connectivity: .density(0.6)),
          added(LSTM(units: 4, dropout: 0.2, connectivity: .density(0.5)), Dropout(share: 0.1)),
          added(Dense(units: 4, activation: .tanh, connectivity: .density(0.6)), LayerNorm()),
          added(LSTM(units: 4, connectivity: .density(0.6))), added(Dense(units: 4)),
          Dense(units: 1),
        ]
      }, packs: false),
    TestCase(
      name: "perceptron with norm and residual",
      layers: {
        [
          Dense(units: 6, inputs: 4, activation: .tanh), LayerNorm(),
          added(
            Dense(units: 5, activation: .sigmoid, connectivity: .density(0.5)), Dense(units: 6)),
          Dense(units: 3),
        ]
      }, input: .features(features), loss: CrossEntropy(), targets: .classes([0, 1, 2, 1, 0])),
    TestCase(
      name: "sequences of numbers",
      layers: {
        [
          LSTM(units: 5, inputs: 3, connectivity: .density(0.5)),
          added(LSTM(units: 5, connectivity: .dense), Dropout(share: 0.2)), Dense(units: 4),
          Pooling(.attention), Dense(units: 1),
        ]
      }, input: .sequences(sequences)),
  ]

  private static func recurrentLayers(
    _ units: Int, _ connectivity: Connectivity, inputs: Int? = nil, dropout: Double = 0
  ) -> [any RecurrentLayer] {
    [
      LSTM(units: units, inputs: inputs, dropout: dropout, connectivity: connectivity),
      GRU(units: units, inputs: inputs, dropout: dropout, connectivity: connectivity),
      RHN(units: units, depth: 1, inputs: inputs, dropout: dropout, connectivity: connectivity),
      RHN(units: units, depth: 3, inputs: inputs, dropout: dropout, connectivity: connectivity),
    ]
  }

  /// Each recurrent layer on words and on vectors, dense and sparse, in one direction and in both.
  static let recurrent: [TestCase] = (0..<4).flatMap { number in
    let kind = recurrentLayers(1, .dense)[number]
    return [Connectivity.dense, .density(0.5)].flatMap { connectivity in
      [false, true].flatMap { inBoth in
        let name =
          "\(kind.details) \(kind.kind), \(connectivity)\(inBoth ? ", in both directions" : "")"
        @Sendable func layer(
          _ units: Int, inputs: Int? = nil, dropout: Double = 0
        ) -> any Layer {
          let layer = recurrentLayers(units, connectivity, inputs: inputs, dropout: dropout)[number]
          return inBoth ? together { try Bidirectional(layer) } : layer
        }
        return [
          TestCase(
            name: name + ", words",
            layers: {
              [
                Embedding(vocabulary: 9, units: 5, connectivity: connectivity),
                layer(4, dropout: 0.3), layer(3, dropout: 0.2), Dense(units: 1),
              ]
            }, packs: number == 0 && !inBoth),
          TestCase(
            name: name + ", vectors",
            layers: { [layer(4, inputs: 3), layer(4), Pooling(.mean), Dense(units: 1)] },
            input: .sequences(sequences)),
        ]
      }
    }
  }

  /// Layers in a row, as one.
  static func within(_ layers: any Layer...) -> any Layer { together { try Sequential(layers) } }

  static func added(_ layers: any Layer...) -> any Layer { together { try Residual(layers) } }

  private static func together(_ make: () throws -> any Layer) -> any Layer {
    do { return try make() } catch { preconditionFailure("The cases hold no layer twice.") }
  }
}
