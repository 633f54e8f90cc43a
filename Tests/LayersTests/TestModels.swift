import Layers
import Tensors
import Testing

/// A small model, a batch for it and a loss: what the tests of all layers need.
struct TestCase: CustomTestStringConvertible, Sendable {
  var name: String
  var layers: @Sendable () -> [any Layer]
  var input = Input.words([[3, 1, 4, 1, 5, 2, 6], [2, 7, 1, 3], [8, 2, 8], [5]])
  var loss: any Objective = BinaryCrossEntropy()
  var targets = ObjectiveTargets.classes([1, 0, 0, 1])

  enum Input: Sendable {
    case words([[Int32]])
    /// (count, features)
    case features([[Float]])
  }

  var testDescription: String { name }

  func model(seed: UInt64 = 1) throws -> Sequential {
    var random = RandomSource(seed: seed)
    let model = try Sequential(layers(), weights: &random)
    // Larger embeddings than at the start of training, so that their gradients are not tiny.
    for parameter in model.parameters {
      for n in 0..<parameter.count { parameter.values.pointer[n] *= 2 }
      guard parameter.name == "bias" else { continue }
      // Away from the kink of relu, where a slope measured over a step means nothing.
      for n in 0..<parameter.count { parameter.values.pointer[n] += n % 2 == 0 ? 0.4 : -0.3 }
    }
    return model
  }

  func activation(_ buffer: Storage<Float>) -> Activation {
    switch input {
    case .words(let texts):
      let batch = WordBatch(vocabulary: 9)
      batch.fill(count: texts.count) { texts[$0][...] }
      return .words(batch)
    case .features(let rows):
      let width = Panel.width(for: rows.count)
      let features = rows.first?.count ?? 0
      buffer.resize(to: features * width)
      buffer.fill(with: 0)
      for (column, row) in rows.enumerated() {
        for (feature, value) in row.enumerated() {
          buffer.pointer[feature * width + column] = value
        }
      }
      return .features(
        Panel(buffer.pointer, features: features, width: width, count: rows.count))
    }
  }

  /// The loss, and when asked for the gradients of all parameters, at the model's weights.
  func evaluate(
    _ model: Sequential, with pass: SequentialPass? = nil, isTraining: Bool = true,
    computesGradients: Bool = true, keepsAbsentGradients: Bool = false,
    keepsCheckpoints: Bool = false, reading buffer: Storage<Float> = Storage()
  ) -> (loss: Double, gradients: [[Float]]) {
    let pass = pass ?? model.makePass()
    let gradient = Storage<Float>()
    model.prepare(width: 16, isTraining: true)
    let mode = PassMode(
      isTraining: isTraining, keepsAbsentGradients: keepsAbsentGradients,
      keepsCheckpoints: keepsCheckpoints, random: RandomSource(seed: 5))
    guard case .features(let output) = pass.forward(activation(buffer), mode: mode) else {
      return (.nan, [])
    }
    let result = loss.evaluate(.features(output), targets, scale: 1, gradient: gradient)
    guard computesGradients, let back = result.gradient else { return (result.loss, []) }
    pass.backward(back)
    return (
      result.loss,
      pass.gradients.map { part in
        let whole = Storage<Float>(count: part.parameter.count)
        part.add(to: whole)
        return whole.array
      }
    )
  }
}

extension TestCase {
  static let features: [[Float]] = [
    [0.5, -1, 2, 0.1], [1, 1, -0.5, -2], [-1, 0.3, 0.2, 1], [0, 2, 1, -1], [0.7, 0.1, -1, 1],
  ]

  static func words(
    _ name: String, embedding: Connectivity, lstm: Connectivity, dropout: Double = 0
  ) -> TestCase {
    TestCase(
      name: name,
      layers: {
        [
          Embedding(vocabulary: 9, units: 6, connectivity: embedding),
          LSTM(units: 5, dropout: dropout, connectivity: lstm),
          Dropout(share: dropout),
          Dense(units: 1),
        ]
      })
  }

  static let all: [TestCase] = [
    words("dense embedding, dense LSTM", embedding: .dense, lstm: .dense),
    words("dense embedding, sparse LSTM", embedding: .dense, lstm: .density(0.4)),
    words("sparse embedding, dense LSTM", embedding: .density(0.4), lstm: .dense),
    words("sparse embedding, sparse LSTM", embedding: .density(0.4), lstm: .density(0.4)),
    words("density 1", embedding: .density(1), lstm: .density(1)),
    words("dropout, sparse", embedding: .density(0.5), lstm: .density(0.5), dropout: 0.4),
    words("dropout, dense", embedding: .dense, lstm: .dense, dropout: 0.4),
    TestCase(
      name: "two LSTMs, softmax",
      layers: {
        [
          Embedding(vocabulary: 9, units: 4, connectivity: .density(0.6)),
          Dropout(share: 0.3),
          LSTM(units: 6, connectivity: .density(0.5)),
          Dropout(share: 0.3),
          LSTM(units: 4, dropout: 0.2, connectivity: .density(0.5)),
          Dense(units: 3, connectivity: .density(0.7)),
        ]
      }, loss: CrossEntropy(), targets: .classes([2, 0, 1, 2])),
    TestCase(
      name: "two dense LSTMs, relu, mean square",
      layers: {
        [
          Embedding(vocabulary: 9, units: 4, connectivity: .dense),
          LSTM(units: 3, connectivity: .dense),
          LSTM(units: 4, connectivity: .dense),
          Dense(units: 6, activation: .relu),
          Dense(units: 2),
        ]
      }, loss: MeanSquare(), targets: .values([1, 0, 0.5, -1, 2, 0, 0, 1])),
    TestCase(
      name: "perceptron, all functions",
      layers: {
        [
          Dense(units: 7, inputs: 4, activation: .tanh, connectivity: .density(0.5)),
          Dense(units: 5, activation: .sigmoid, connectivity: .epsilon(1)),
          Dropout(share: 0.2),
          Dense(units: 6, activation: .relu),
          Dense(units: 3),
        ]
      }, input: .features(features), loss: CrossEntropy(), targets: .classes([0, 1, 2, 1, 0])),
  ]
}
