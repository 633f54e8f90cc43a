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
  /// A number of the input that is moved a little: its place in memory, and by how much.
  var nudge: (place: Int, by: Float)?
  /// Something is wanted of each step.
  var isByStep = false
  /// Whether there is a packed form.
  var packs = true
  /// Of the weights: one at which no sum lies near a kink of relu or max, where a slope measured over a step
  /// means nothing.
  var seed: UInt64 = 1

  enum Input: Sendable {
    case words([[Int32]])
    /// (count, features)
    case features([[Float]])
    /// (count, steps, features), longest first.
    case sequences([[[Float]]])

    var lengths: [Int] {
      switch self {
      case .words(let texts): texts.map(\.count)
      case .features(let rows): rows.map { _ in 1 }
      case .sequences(let sequences): sequences.map(\.count)
      }
    }

    /// One example for itself, as often as there are examples.
    var alone: [Input] {
      switch self {
      case .words(let texts): texts.map { .words([$0]) }
      case .features(let rows): rows.map { .features([$0]) }
      case .sequences(let sequences): sequences.map { .sequences([$0]) }
      }
    }
  }

  var testDescription: String { name }

  func model(seed: UInt64? = nil) throws -> Sequential {
    var random = RandomSource(seed: seed ?? self.seed)
    let model = try Sequential(layers(), weights: &random)
    // Larger embeddings than at the start of training, so that their gradients are not tiny.
    for parameter in model.parameters {
      let factor: Float = parameter.name == "embedding" ? 20 : 2
      for n in 0..<parameter.count { parameter.values.pointer[n] *= factor }
      guard parameter.name.hasPrefix("bias") else { continue }
      // Nor so that gates are all but shut.
      for n in 0..<parameter.count { parameter.values.pointer[n] /= 8 }
      // Away from the kink of relu, where a slope measured over a step means nothing.
      for n in 0..<parameter.count { parameter.values.pointer[n] += n % 2 == 0 ? 0.4 : -0.3 }
    }
    return model
  }

  func activation(_ buffer: Storage<Float>) -> Activation {
    let activation = plainActivation(buffer)
    if let nudge { buffer.pointer[nudge.place] += nudge.by }
    return activation
  }

  private func plainActivation(_ buffer: Storage<Float>) -> Activation {
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
    case .sequences(let sequences): return .sequence(panels(sequences, buffer))
    }
  }

  private func panels(_ sequences: [[[Float]]], _ buffer: Storage<Float>) -> SequencePanels {
    let width = Panel.width(for: sequences.count)
    let lengths = sequences.map(\.count)
    let active = (0..<(lengths.first ?? 0)).map { step in
      Int32(Panel.width(for: lengths.count { $0 > step }))
    }
    var panels = SequencePanels(
      pointer: buffer.pointer, features: sequences[0][0].count, width: width,
      count: sequences.count, lengths: lengths, active: Storage(active))
    buffer.resize(to: panels.steps * panels.stride)
    buffer.fill(with: 0)
    panels.pointer = buffer.pointer
    for (column, rows) in sequences.enumerated() {
      for (step, row) in rows.enumerated() {
        for (feature, value) in row.enumerated() {
          panels.panel(step)[feature * width + column] = value
        }
      }
    }
    return panels
  }

  /// What is given as numbers, with the gradient of each.
  func inputGradient(_ model: Sequential) -> (values: Storage<Float>, gradient: [Float]) {
    let (buffer, gradient) = (Storage<Float>(), Storage<Float>())
    let pass = model.makeNetworkPass()
    model.prepare(width: 16, isTraining: true)
    let mode = PassMode(isTraining: true, random: RandomSource(seed: 5))
    let output = pass.forward(activation(buffer), mode: mode)
    let result = loss.evaluate(output, targets, scale: 1, gradient: gradient)
    guard let above = result.gradient else { return (buffer, []) }
    switch pass.backward(above, needsInput: true) {
    case .features(let panel):
      return (buffer, Array(UnsafeBufferPointer(start: panel.pointer, count: buffer.count)))
    case .sequence(let panels):
      return (buffer, Array(UnsafeBufferPointer(start: panels.pointer, count: buffer.count)))
    case .words, .embedded, nil: return (buffer, [])
    }
  }

  /// The same model in layers that have all connections, zeros where the sparse ones have none.
  func denseCopy(of sparse: Sequential) throws -> Sequential {
    let layers = try sparse.layers.map { try LayerDescription(of: $0).dense.makeLayer() }
    var random = RandomSource(seed: 1)
    let dense = try Sequential(layers, weights: &random)
    for (parameter, source) in zip(dense.parameters, sparse.parameters) {
      parameter.values.array = source.values.array
    }
    for (matrix, source) in zip(dense.matrices, sparse.matrices) {
      matrix.parameter.values.array = (0..<source.rows).flatMap { row in
        var values = [Float](repeating: 0, count: source.columns)
        for (column, value) in source.entries(ofRow: row) { values[column] = value }
        return values
      }
    }
    return dense
  }

  /// The loss, and when asked for the gradients of all parameters, at the model's weights.
  func evaluate(
    _ model: Sequential, with pass: SequentialPass? = nil, isTraining: Bool = true,
    computesGradients: Bool = true, keepsAbsentGradients: Bool = false,
    keepsCheckpoints: Bool = false, packsPlaces: Bool = true,
    reading buffer: Storage<Float> = Storage(), gradient: Storage<Float> = Storage()
  ) -> (loss: Double, gradients: [[Float]]) {
    let pass = pass ?? model.makeNetworkPass()
    model.prepare(width: 16, isTraining: true)
    var mode = PassMode(
      isTraining: isTraining, keepsAbsentGradients: keepsAbsentGradients,
      keepsCheckpoints: keepsCheckpoints, random: RandomSource(seed: 5))
    mode.packsPlaces = packsPlaces
    mode.labels = Storage((0..<16 * 16).map { Int32($0 / 16 % 3) })
    let output = pass.forward(activation(buffer), mode: mode)
    let result = loss.evaluate(output, targets, scale: 1, gradient: gradient)
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

  static let all: [TestCase] =
    [
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
        }, input: .features(features), loss: CrossEntropy(), targets: .classes([0, 1, 2, 1, 0]),
        seed: 2),
      TestCase(
        name: "perceptron, slopes in turn, several labels",
        layers: {
          [
            Dense(
              units: 7, inputs: 4, activation: .leakyRelu, slope: -0.6,
              connectivity: .density(0.7)),
            Dense(units: 5, activation: .leakyRelu, slope: 0.6, connectivity: .density(0.7)),
            Dense(units: 2),
          ]
        }, input: .features(features), loss: BinaryCrossEntropy(),
        targets: .sets([1, 0, 0, 0, 1, 1, 0, 1, 1, 0]), seed: 2),
      TestCase(
        name: "slopes on steps",
        layers: {
          [
            Embedding(vocabulary: 9, units: 6, connectivity: .dense),
            Dense(units: 5, activation: .leakyRelu, slope: -0.5, connectivity: .density(0.6)),
            LSTM(units: 3, connectivity: .dense), Dense(units: 1),
          ]
        }, packs: false),
    ] + pooled + composed + recurrent + byStep
}

extension LayerDescription {
  /// Whether it, or a layer within it, drops something in training.
  var drops: Bool {
    if kind == "dropout" { return true }
    return choices.choices.contains { name, choice in
      switch choice {
      case .layers(let layers): layers.contains(where: \.drops)
      case .number(let share): name == "dropout" && share > 0
      case .word: false
      }
    }
  }

  /// The same without what makes it sparse.
  var dense: LayerDescription {
    var dense = LayerChoices()
    for (name, choice) in choices.choices where name != "density" && name != "epsilon" {
      if case .layers(let layers) = choice {
        dense.add(name, .layers(layers.map(\.dense)))
      } else {
        dense.add(name, choice)
      }
    }
    return LayerDescription(kind: kind, choices: dense)
  }
}
