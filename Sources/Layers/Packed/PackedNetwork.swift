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
    var words: PackedEmbedding?
    var lstms: [PackedLSTM] = []
    var outputs: [PackedDense] = []
    for layer in model.layers {
      guard layer.matrices.allSatisfy({ $0.columns <= PackedWeights.most }) else {
        throw LayerError.notPacked(layer: layer.kind)
      }
      switch layer {
      case let embedding as Embedding where words == nil:
        words = embedding.weights.map { PackedEmbedding($0, as: form) }
      case let lstm as LSTM where words != nil && outputs.isEmpty:
        lstms.append(try PackedLSTM(lstm, isFirst: lstms.isEmpty, as: form))
      case let dense as Dense where !lstms.isEmpty:
        outputs.append(try PackedDense(dense, as: form))
      case is Dropout: break
      default: throw LayerError.notPacked(layer: layer.kind)
      }
    }
    guard let words, !outputs.isEmpty else {
      throw LayerError.notPacked(layer: model.layers.last?.kind ?? "model")
    }
    self.words = words
    self.lstms = lstms
    self.outputs = outputs
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
    for state in workspace.states { state.clear() }
    for word in text.isEmpty ? [1] : text {
      for (index, lstm) in lstms.enumerated() {
        let state = workspace.states[index]
        lstm.begin(state)
        switch lstm.input {
        case .word(let columns): words.project(word, by: columns, into: state.sums.pointer)
        case .state(let rows):
          rows.multiply(workspace.states[index - 1].h.pointer, into: state.sums.pointer)
        }
        lstm.advance(state)
      }
    }
    guard let last = workspace.states.last else { return [] }
    var x = last.h.pointer
    for (index, layer) in outputs.enumerated() {
      let y = workspace.outputs[index].pointer
      layer.apply(to: x, into: y)
      x = y
    }
    return (0..<(outputs.last?.units ?? 0)).map { x[$0] }
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

  /// sums += W · vector of the word, where `columns` are those of W.
  func project(_ word: Int32, by columns: PackedVectors, into sums: Floats) {
    vectors.add(Int(WordBatch.known(word, of: vocabulary)), times: columns, to: sums)
  }
}

/// An LSTM for one text: the gates' sums lie gate by gate, each padded to whole vectors.
private final class PackedLSTM {
  let units: Int
  private let width: Int
  private let bias: Storage<Float>
  let input: Input
  private let recurrent: any PackedMatrix

  /// The weights of the input: by columns in the first LSTM, for which a word is a few entries.
  enum Input {
    case word(PackedVectors)
    case state(any PackedMatrix)

    var bytes: Int {
      switch self {
      case .word(let columns): columns.bytes
      case .state(let rows): rows.bytes
      }
    }
  }

  final class State {
    let sums: Storage<Float>
    let c: Storage<Float>
    let h: Storage<Float>
    let tanhC: Storage<Float>

    init(units: Int) {
      let width = Panel.width(for: units)
      sums = Storage(count: packedRoom(for: 4 * width))
      c = Storage(count: width)
      h = Storage(count: packedRoom(for: units))
      tanhC = Storage(count: width)
    }

    func clear() {
      c.fill(with: 0)
      h.fill(with: 0)
    }
  }

  init(_ lstm: LSTM, isFirst: Bool, as form: PackedWeights) throws {
    guard let input = lstm.inputWeights, let recurrent = lstm.recurrentWeights,
      let bias = lstm.bias,
      4 * Panel.width(for: lstm.units) < PackedWeights.most
    else { throw LayerError.notPacked(layer: lstm.kind) }
    units = lstm.units
    let units = units
    let width = Panel.width(for: units)
    self.width = width
    func place(_ row: Int) -> Int { row / units * width + row % units }
    self.bias = Storage(count: 4 * width)
    for row in 0..<4 * units { self.bias.pointer[place(row)] = bias.values.pointer[row] }
    if isFirst {
      var columns = [[(place: Int, value: Float)]](repeating: [], count: input.columns)
      for row in 0..<input.rows {
        for entry in input.entries(ofRow: row) {
          columns[entry.column].append((place(row), entry.value))
        }
      }
      self.input = .word(PackedVectors(columns, as: input.isSparse ? form : .floats))
    } else {
      self.input = .state(
        input.packed(as: input.isSparse ? form : .floats, places: 4 * width, target: place))
    }
    self.recurrent = recurrent.packed(
      as: recurrent.isSparse ? form : .floats, places: 4 * width, target: place)
  }

  var bytes: Int { bias.bytes + recurrent.bytes + input.bytes }

  func begin(_ state: State) {
    state.sums.pointer.update(from: bias.pointer, count: 4 * width)
  }

  func advance(_ state: State) {
    let sums = state.sums.pointer
    recurrent.multiply(state.h.pointer, into: sums)
    // One unit of a panel as wide as there are units: the gates do not mind.
    Kernels.best.lstmGates(
      sums, state.c.pointer, state.c.pointer, state.tanhC.pointer, state.h.pointer, 1, width, width)
  }
}

private final class PackedDense {
  let units: Int
  private let bias: Storage<Float>
  private let activation: ActivationFunction
  private let weights: any PackedMatrix

  init(_ layer: Dense, as form: PackedWeights) throws {
    guard let weights = layer.weights, let bias = layer.bias else {
      throw LayerError.notPacked(layer: layer.kind)
    }
    units = layer.units
    self.bias = Storage(bias.values.array)
    activation = layer.activation
    self.weights = weights.packed(
      as: weights.isSparse ? form : .floats, places: units, target: { $0 })
  }

  var bytes: Int { bias.bytes + weights.bytes }

  func apply(to x: Floats, into y: Floats) {
    y.update(from: bias.pointer, count: units)
    weights.multiply(x, into: y)
    activation.apply(to: y, count: units)
  }
}
