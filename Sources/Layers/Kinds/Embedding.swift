internal import KernelTable
internal import Tensors

/// Gives each word of a vocabulary a vector of its own: a matrix `(vocabulary, units)`.
///
/// Sparse, a word's vector has only some entries; which, evolves. Weights start uniform in ±0.05.
/// Cost: the entries of the batch's different words.
public final class Embedding: Layer {
  /// How large a weight may be at the start.
  public static let startLimit: Float = 0.05

  public let vocabulary: Int
  public let units: Int
  public let connectivity: Connectivity
  private(set) var weights: WeightMatrix?

  public init(vocabulary: Int, units: Int, connectivity: Connectivity) {
    self.vocabulary = vocabulary
    self.units = units
    self.connectivity = connectivity
  }

  public convenience init(_ choices: LayerChoices) throws {
    self.init(
      vocabulary: try choices.size("vocabulary"), units: try choices.size("units"),
      connectivity: try choices.connectivity())
  }

  public var choices: LayerChoices {
    var choices = LayerChoices()
    choices.add("vocabulary", vocabulary)
    choices.add("units", units)
    choices.add(connectivity)
    return choices
  }

  public static let kinds = ["embedding", "sparse_embedding"]
  public var statedInput: Shape? { .words(vocabulary: vocabulary) }
  public var kind: String { connectivity == .dense ? "embedding" : "sparse_embedding" }
  public var details: String { "\(vocabulary) words, units \(units)" }
  public var matrices: [WeightMatrix] { weights.map { [$0] } ?? [] }
  public var parameters: [Parameter] { matrices.map(\.parameter) }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    guard weights == nil else { throw LayerError.alreadyUsed(layer: kind) }
    guard case .words = input else {
      throw LayerError.wrongInput(layer: kind, takes: "words", given: input)
    }
    try connectivity.check(rows: vocabulary, columns: units, layer: kind)
    weights = try source.matrix(
      "embedding", rows: vocabulary, columns: units, blocks: 1, connectivity: connectivity,
      limit: Self.startLimit)
    weights?.role = .lookup
    return .sequence(features: units)
  }

  public func copied(parts: [any Layer]) -> any Layer {
    let copy = Embedding(vocabulary: vocabulary, units: units, connectivity: connectivity)
    copy.weights = weights?.copied()
    return copy
  }

  public func pack(into packing: inout Packing) throws { try packing.add(self) }

  public func makePass() -> any LayerPass { EmbeddingPass(of: self) }
}

/// Copies the rows of the batch's different words; their gradients are pieces of the parameter's.
final class EmbeddingPass: LayerPass {
  private let layer: Embedding
  private var embedded: EmbeddedWords?
  /// The batch's different words, ascending, and the row of each; where gradients of absent connections are
  /// asked for.
  private var sortedWords: [(word: Int, row: Int)] = []
  /// Passes of the layers that go by these vectors too.
  var tied: [TiedDensePass] = []
  let gradients: [GradientPart]

  init(of layer: Embedding) {
    self.layer = layer
    gradients = layer.parameters.map { GradientPart(of: $0) }
  }

  func forward(_ input: Activation, mode: PassMode) -> Activation {
    guard case .words(let batch) = input, let weights = layer.weights, let part = gradients.first
    else { preconditionFailure("An embedding is given words, after configure.") }
    let embedded =
      self.embedded
      ?? EmbeddedWords(
        batch: batch, columns: layer.units, isSparse: weights.isSparse, gradient: part.values)
    self.embedded = embedded
    embedded.batch = batch
    embedded.hasGradient = false
    let keepsDense = mode.keepsAbsentGradients && weights.isSparse
    if keepsDense {
      embedded.denseGradient = Storage(briefly: batch.distinct.count * layer.units)
    } else {
      forgetAbsentGradients()
    }
    sortedWords =
      keepsDense
      ? batch.distinct.enumerated().map { (Int($1), $0) }.sorted { $0.word < $1.word } : []
    // The list of the step before, taken out so that it is changed in place.
    var pieces = part.pieces ?? []
    part.pieces = nil
    pieces.removeAll(keepingCapacity: true)
    var entries = 0
    for word in batch.distinct {
      let piece = piece(ofWord: Int(word), in: weights)
      pieces.append(piece)
      entries += piece.count
    }
    part.pieces = pieces
    let padding = weights.isSparse ? 0 : layer.units
    embedded.values.resize(to: entries + padding)
    part.values.resize(to: entries + padding)
    let values = embedded.values.pointer
    var offset = 0
    for piece in pieces {
      (values + offset).update(
        from: weights.parameter.values.pointer + piece.start, count: piece.count)
      offset += piece.count
    }
    for n in 0..<padding { values[offset + n] = 0 }
    if let structure = weights.structure {
      copyStructure(pieces, of: structure, entries: entries, to: embedded)
    }
    return .embedded(embedded)
  }

  private func piece(ofWord word: Int, in weights: WeightMatrix) -> GradientPart.Piece {
    guard let structure = weights.structure else {
      return .init(start: word * layer.units, count: layer.units)
    }
    let start = Int(structure.rowStarts.pointer[word])
    return .init(start: start, count: Int(structure.rowStarts.pointer[word + 1]) - start)
  }

  private func copyStructure(
    _ pieces: [GradientPart.Piece], of structure: WeightMatrix.Structure, entries: Int,
    to embedded: EmbeddedWords
  ) {
    embedded.rowStarts.resize(to: pieces.count + 2)
    embedded.columnIndices.resize(to: entries)
    var offset = 0
    for (row, piece) in pieces.enumerated() {
      embedded.rowStarts.pointer[row] = Int32(offset)
      (embedded.columnIndices.pointer + offset).update(
        from: structure.columnIndices.pointer + piece.start, count: piece.count)
      offset += piece.count
    }
    // The padding row is empty.
    embedded.rowStarts.pointer[pieces.count] = Int32(offset)
    embedded.rowStarts.pointer[pieces.count + 1] = Int32(offset)
  }

  /// What comes back is this pass's gradient already: the next layer wrote it in place.
  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? { nil }

  /// Adds the gradients of layers that go by all vectors: then the gradient is no longer one of pieces.
  func takeTiedGradients() {
    for pass in tied {
      let (own, other) = (gradients[0], pass.tableGradient)
      own.add(to: other.values)
      own.values.exchange(with: other.values)
      own.pieces = nil
    }
  }

  func rowsWithGradient(ofMatrix number: Int, in rows: Range<Int>) -> [Int] {
    tied.isEmpty ? words(in: rows).map(\.word) : Array(rows)
  }

  func addDenseGradient(ofMatrix number: Int, rows: Range<Int>, to block: Floats) {
    guard let embedded else { return }
    for pass in tied { pass.addDenseTableGradient(rows: rows, to: block) }
    for (word, row) in words(in: rows) {
      Kernels.best.addScaled(
        embedded.denseGradient.pointer + row * layer.units, 1,
        block + (word - rows.lowerBound) * layer.units, layer.units)
    }
  }

  func forgetAbsentGradients() {
    guard let embedded, embedded.denseGradient.count > 0 else { return }
    embedded.denseGradient = Storage()
  }

  private func words(in rows: Range<Int>) -> ArraySlice<(word: Int, row: Int)> {
    var low = 0
    var high = sortedWords.count
    while low < high {
      let middle = (low + high) / 2
      if sortedWords[middle].word < rows.lowerBound { low = middle + 1 } else { high = middle }
    }
    return sortedWords[low...].prefix { $0.word < rows.upperBound }
  }
}
