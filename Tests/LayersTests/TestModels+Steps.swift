import Layers

/// Models that answer at each step of a sequence.
extension TestCase {
  /// A word for each of the places of the usual texts.
  static let following = ObjectiveTargets.classes([
    1, 4, 1, 5, 2, 6, 0, 7, 1, 3, 8, 2, 8, 2, 5,
  ])

  static let byStep: [TestCase] =
    [Connectivity.dense, .density(0.6)].flatMap { connectivity in
      [
        TestCase(
          name: "the next word, \(connectivity)",
          layers: {
            [
              Embedding(vocabulary: 9, units: 5, connectivity: connectivity),
              LSTM(units: 4, dropout: 0.2, connectivity: connectivity),
              GRU(units: 5, connectivity: connectivity, givesSequence: true), Dropout(share: 0.2),
              Dense(units: 9, connectivity: connectivity),
            ]
          }, loss: CrossEntropy(), targets: following, isByStep: true, packs: false),
        TestCase(
          name: "the next word by the words' own vectors, \(connectivity)",
          layers: {
            [
              Embedding(vocabulary: 9, units: 5, connectivity: connectivity),
              LSTM(units: 5, connectivity: connectivity, givesSequence: true), TiedDense(),
            ]
          }, loss: CrossEntropy(), targets: following, isByStep: true, packs: false),
      ]
    } + [
      TestCase(
        name: "the next word of a text of a class",
        layers: {
          [
            Embedding(vocabulary: 9, units: 5, connectivity: .density(0.6)), Dropout(share: 0.1),
            ClassEmbedding(classes: 3), LSTM(units: 4, connectivity: .dense, givesSequence: true),
            Dense(units: 9),
          ]
        }, loss: CrossEntropy(), targets: following, isByStep: true, packs: false),
      TestCase(
        name: "a number a step",
        layers: {
          [
            RHN(units: 4, depth: 2, inputs: 3, connectivity: .density(0.6), givesSequence: true),
            Dense(units: 1, activation: .tanh),
          ]
        }, input: .sequences(sequences), loss: MeanSquare(),
        targets: .values([1, 0, 0.5, -1, 2, 0, 0, 1, 0.2, 0.4, -0.6]), isByStep: true),
    ]
}
