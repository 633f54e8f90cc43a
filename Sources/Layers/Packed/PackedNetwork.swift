internal import KernelTable
internal import Tensors

/// A model made ready to answer for one text after the other, as fast and small as that goes: embedding,
/// LSTMs and dense layers, their sparse matrices packed. It shares nothing with the model.
///
/// Dense matrices stay as they are, in 32 bits. Cost of a text: its words × connections of the LSTMs.
public final class PackedNetwork: @unchecked Sendable {
  private let words: PackedEmbedding
  private let lstms: [PackedLSTM]
  private let outputs: [PackedDense]

  /// Throws `LayerError.notPacked` where a layer has no packed form.
  public init(_ model: Sequential, weights form: PackedWeights) throws {
    var packing = Packing(as: form)
    for layer in model.layers {
      guard layer.matrices.allSatisfy({ $0.columns <= PackedWeights.most }) else {
        throw LayerError.notPacked(layer: layer.kind)
      }
      try layer.pack(into: &packing)
    }
    // The packed loops keep the last state alone.
    guard !model.givesSequence else {
      throw LayerError.notPacked(layer: model.layers[model.layers.count - 1].kind)
    }
    guard let words = packing.words, !packing.outputs.isEmpty else {
      throw LayerError.notPacked(layer: model.layers.last?.kind ?? "model")
    }
    self.words = words
    lstms = packing.lstms
    outputs = packing.outputs
  }

  /// The memory that the weights take, in bytes.
  public var bytes: Int {
    words.bytes + lstms.reduce(0) { $0 + $1.bytes } + outputs.reduce(0) { $0 + $1.bytes }
  }

  /// The memory of one text at a time; a thread has one of its own.
  public final class Workspace {
    fileprivate let states: [PackedLSTM.State]
    fileprivate let outputs: [Storage<Float>]

    fileprivate init(of network: PackedNetwork) {
      states = network.lstms.map { PackedLSTM.State(units: $0.units) }
      outputs = network.outputs.map { Storage(count: packedRoom(for: $0.units)) }
    }
  }

  public func makeWorkspace() -> Workspace { Workspace(of: self) }

  /// What the model gives for a text of known words; an empty one reads as the unknown word, 1.
  public func run(_ text: ArraySlice<Int32>, in workspace: Workspace) -> [Float] {
    let kernels = Kernels.best
    let states = workspace.states
    let steps = lstms.indices.map {
      lstms[$0].step(on: states[$0], words: words.view, x: states[max($0 - 1, 0)].h.pointer)
    }
    for state in states { state.clear() }
    withExtendedLifetime((self, workspace)) {
      for word in text.isEmpty ? [1] : text {
        let known = words.known(word)
        for step in steps { step.run(known, kernels) }
      }
    }
    guard let last = states.last else { return [] }
    var x = last.h.pointer
    for (index, layer) in outputs.enumerated() {
      let y = workspace.outputs[index].pointer
      layer.apply(to: x, into: y)
      x = y
    }
    return (0..<(outputs.last?.units ?? 0)).map { x[$0] }
  }
}

/// The layers that are packed so far, in the order in which a packed network runs them.
public struct Packing {
  private let form: PackedWeights
  fileprivate var words: PackedEmbedding?
  fileprivate var lstms: [PackedLSTM] = []
  fileprivate var outputs: [PackedDense] = []

  fileprivate init(as form: PackedWeights) { self.form = form }

  mutating func add(_ embedding: Embedding) throws {
    guard words == nil, let weights = embedding.weights else {
      throw LayerError.notPacked(layer: embedding.kind)
    }
    words = PackedEmbedding(weights, as: form)
  }

  mutating func add(_ lstm: LSTM) throws {
    guard words != nil, outputs.isEmpty else { throw LayerError.notPacked(layer: lstm.kind) }
    lstms.append(try PackedLSTM(lstm, after: lstms.last, as: form))
  }

  mutating func add(_ dense: Dense) throws {
    guard let last = lstms.last else { throw LayerError.notPacked(layer: dense.kind) }
    outputs.append(
      try PackedDense(dense, sources: outputs.isEmpty ? last.places : nil, as: form))
  }
}

/// The vectors of the words.
private final class PackedEmbedding {
  private let vocabulary: Int
  private let vectors: PackedVectors

  init(_ weights: WeightMatrix, as form: PackedWeights) {
    vocabulary = weights.rows
    vectors = PackedVectors(
      (0..<weights.rows).map { weights.entries(ofRow: $0).map { ($0.column, $0.value) } },
      as: weights.isSparse ? form : .floats)
  }

  var bytes: Int { vectors.bytes }
  var view: PackedLists { vectors.view }

  func known(_ word: Int32) -> Int { Int(WordBatch.known(word, of: vocabulary)) }
}

/// An LSTM for one text: the gates' sums lie gate by gate, each padded to whole vectors.
private final class PackedLSTM {
  let units: Int
  /// Where each unit lies.
  let places: [Int]
  private let width: Int
  private let bias: Storage<Float>
  private let input: Input
  private let recurrent: any PackedMatrix

  /// The weights of the input: by columns in the first LSTM, for which a word is a few entries.
  private enum Input {
    case word(PackedVectors)
    case state(any PackedMatrix)
  }

  final class State {
    let sums: Storage<Float>
    let c: Storage<Float>
    let h: Storage<Float>

    init(units: Int) {
      let width = Panel.width(for: units)
      sums = Storage(count: packedRoom(for: 4 * width))
      c = Storage(count: width)
      h = Storage(count: packedRoom(for: units))
    }

    func clear() {
      c.fill(with: 0)
      h.fill(with: 0)
    }
  }

  init(_ lstm: LSTM, after previous: PackedLSTM?, as form: PackedWeights) throws {
    guard let input = lstm.inputWeights, let recurrent = lstm.recurrentWeights,
      let bias = lstm.bias,
      4 * Panel.width(for: lstm.units) < PackedWeights.most
    else { throw LayerError.notPacked(layer: lstm.kind) }
    units = lstm.units
    let units = units
    let width = Panel.width(for: units)
    self.width = width
    let places = UnitOrder(for: recurrent).places
    self.places = places
    func target(_ row: Int) -> Int { row / units * width + places[row % units] }
    self.bias = Storage(count: 4 * width)
    for row in 0..<4 * units { self.bias.pointer[target(row)] = bias.values.pointer[row] }
    if let previous {
      self.input = .state(
        input.packed(as: form, places: 4 * width, target: target, sources: previous.places))
    } else {
      var columns = [[(place: Int, value: Float)]](repeating: [], count: input.columns)
      for row in 0..<input.rows {
        for entry in input.entries(ofRow: row) {
          columns[entry.column].append((target(row), entry.value))
        }
      }
      self.input = .word(PackedVectors(columns, as: input.isSparse ? form : .floats))
    }
    self.recurrent = recurrent.packed(
      as: form, places: 4 * width, target: target, sources: places)
  }

  var bytes: Int {
    let input =
      switch input {
      case .word(let columns): columns.bytes
      case .state(let rows): rows.bytes
      }
    return bias.bytes + recurrent.bytes + input
  }

  /// `x` is the state of the LSTM before; the first one reads words' vectors instead.
  func step(on state: State, words: PackedLists, x: Floats) -> PackedStep {
    let projection: PackedStep.Projection =
      switch input {
      case .word(let columns): .word(of: words, by: columns.view)
      case .state(let rows): .state(x, by: rows.product)
      }
    return PackedStep(
      projection: projection, recurrent: recurrent.product, width: width, bias: bias.pointer,
      sums: state.sums.pointer, c: state.c.pointer, h: state.h.pointer)
  }
}

/// A step of an LSTM, as pointers alone: to count who uses what takes longer than some of its work.
private struct PackedStep {
  let projection: Projection
  let recurrent: PackedProduct
  let width: Int
  let bias: Floats
  let sums: Floats
  let c: Floats
  let h: Floats

  enum Projection {
    case word(of: PackedLists, by: PackedLists)
    case state(Floats, by: PackedProduct)
  }

  func run(_ word: Int, _ kernels: KernelTable) {
    sums.update(from: bias, count: 4 * width)
    switch projection {
    case .word(let vectors, let columns): kernels.addProjected(vectors, word, columns, sums)
    case .state(let x, let rows): rows.add(of: x, to: sums, by: kernels)
    }
    recurrent.add(of: h, to: sums, by: kernels)
    // One unit of a panel as wide as there are units: the gates do not mind.
    kernels.lstmGates(sums, c, c, h, 1, width, width)
  }
}

private final class PackedDense {
  let units: Int
  private let bias: Storage<Float>
  private let activation: ActivationFunction
  private let slope: Float
  private let weights: any PackedMatrix

  /// `sources` says where each input lies, if not in order.
  init(_ layer: Dense, sources: [Int]?, as form: PackedWeights) throws {
    guard let weights = layer.weights, let bias = layer.bias else {
      throw LayerError.notPacked(layer: layer.kind)
    }
    units = layer.units
    self.bias = Storage(bias.values.array)
    activation = layer.activation
    slope = Float(layer.slope)
    self.weights = weights.packed(
      as: form, places: units, target: { $0 }, sources: sources ?? Array(0..<weights.columns))
  }

  var bytes: Int { bias.bytes + weights.bytes }

  func apply(to x: Floats, into y: Floats) {
    y.update(from: bias.pointer, count: units)
    weights.product.add(of: x, to: y, by: Kernels.best)
    activation.apply(to: y, count: units, slope: slope)
  }
}
