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
      outputs = network.outputs.map { Storage(count: Panel.width(for: $0.units + 1)) }
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
        if index == 0 {
          words.project(word, by: lstm, into: state.sums.pointer)
        } else {
          lstm.addInput(workspace.states[index - 1].h.pointer, to: state.sums.pointer)
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
  private let vectors: PackedLists

  init(_ weights: WeightMatrix, as form: PackedWeights) {
    vocabulary = weights.rows
    vectors = PackedLists(
      (0..<weights.rows).map { weights.entries(ofRow: $0).map { ($0.column, $0.value) } },
      as: weights.isSparse ? form : .floats)
  }

  var bytes: Int { vectors.bytes }

  /// sums += W · vector of the word.
  func project(_ word: Int32, by lstm: PackedLSTM, into sums: Floats) {
    vectors.forEach(in: Int(WordBatch.known(word, of: vocabulary))) { column, value in
      lstm.addColumn(column, times: value, to: sums)
    }
  }
}

/// An LSTM for one text: the gates' sums lie gate by gate, each padded to whole vectors.
private final class PackedLSTM {
  let units: Int
  private let width: Int
  private let bias: Storage<Float>
  /// By columns in the first LSTM, whose input is a few entries of a word's vector; else by rows.
  private let inputColumns: PackedLists?
  private let inputRows: PackedMatrix?
  private let recurrent: PackedMatrix

  final class State {
    let sums: Storage<Float>
    let c: Storage<Float>
    let h: Storage<Float>
    let tanhC: Storage<Float>

    init(units: Int) {
      let width = Panel.width(for: units)
      // One place more, for sums that only fill up a slice.
      sums = Storage(count: 4 * width + 1)
      c = Storage(count: width)
      h = Storage(count: width)
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
    self.bias = Storage(count: 4 * width + 1)
    for row in 0..<4 * units { self.bias.pointer[place(row)] = bias.values.pointer[row] }
    if isFirst {
      var columns = [[(place: Int, value: Float)]](repeating: [], count: input.columns)
      for row in 0..<input.rows {
        for entry in input.entries(ofRow: row) {
          columns[entry.column].append((place(row), entry.value))
        }
      }
      inputColumns = PackedLists(columns, as: input.isSparse ? form : .floats)
      inputRows = nil
    } else {
      inputColumns = nil
      inputRows = PackedMatrix(
        input, as: input.isSparse ? form : .floats, spare: 4 * width, target: place)
    }
    self.recurrent = PackedMatrix(
      recurrent, as: recurrent.isSparse ? form : .floats, spare: 4 * width, target: place)
  }

  var bytes: Int {
    bias.bytes + recurrent.bytes + (inputColumns?.bytes ?? 0) + (inputRows?.bytes ?? 0)
  }

  func begin(_ state: State) {
    state.sums.pointer.update(from: bias.pointer, count: 4 * width)
  }

  func addColumn(_ column: Int, times value: Float, to sums: Floats) {
    inputColumns?.add(column, times: value, to: sums)
  }

  func addInput(_ x: Floats, to sums: Floats) { inputRows?.multiply(x, into: sums) }

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
  private let weights: PackedMatrix

  init(_ layer: Dense, as form: PackedWeights) throws {
    guard let weights = layer.weights, let bias = layer.bias else {
      throw LayerError.notPacked(layer: layer.kind)
    }
    units = layer.units
    self.bias = Storage(bias.values.array)
    activation = layer.activation
    self.weights = PackedMatrix(
      weights, as: weights.isSparse ? form : .floats, spare: units, target: { $0 })
  }

  var bytes: Int { bias.bytes + weights.bytes }

  func apply(to x: Floats, into y: Floats) {
    y.update(from: bias.pointer, count: units)
    weights.multiply(x, into: y)
    activation.apply(to: y, count: units)
  }
}
