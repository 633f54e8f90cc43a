public import Tensors

/// What flows between layers, for one shard of a batch; backward, gradients flow in the same form.
public enum Activation {
  case words(WordBatch)
  case embedded(EmbeddedWords)
  case sequence(SequencePanels)
  case features(Panel)
}

/// The vectors of a batch's different words, each once, and the places where they stand.
///
/// The rows are compressed when the embedding is sparse: then only existing connections are
/// projected, and only they have gradients. Row `batch.distinct.count` is padding and is empty.
public final class EmbeddedWords {
  public var batch: WordBatch
  /// The length of a row.
  public let columns: Int
  public let isSparse: Bool
  /// (rows + 1), sparse only.
  let rowStarts = Storage<Int32>()
  /// (entries), sparse only.
  let columnIndices = Storage<Int32>()
  /// (entries), dense: (rows, columns).
  let values = Storage<Float>()
  /// As long as `values`: the sum of what all sent back who read the rows.
  let gradient: Storage<Float>
  /// Whether `gradient` has been begun since the rows were given out.
  var hasGradient = false
  /// (distinct words, columns), sparse only: the gradient as if all connections existed; where the gradients
  /// of absent ones will be asked for, else empty.
  var denseGradient = Storage<Float>()

  init(batch: WordBatch, columns: Int, isSparse: Bool, gradient: Storage<Float>) {
    self.batch = batch
    self.columns = columns
    self.isSparse = isSparse
    self.gradient = gradient
  }

  /// The entries of row `row` in `values`.
  func entries(ofRow row: Int) -> Range<Int> {
    isSparse
      ? Int(rowStarts.pointer[row])..<Int(rowStarts.pointer[row + 1])
      : row * columns..<(row + 1) * columns
  }
}

/// A sequence of panels `(features, width)`, one a step, `stride` apart.
public struct SequencePanels {
  /// The first step's panel.
  public var pointer: UnsafeMutablePointer<Float>
  public var features: Int
  public var width: Int
  public var count: Int
  public var lengths: [Int]
  /// (steps): the columns that still run at a step, rounded up to whole vectors.
  public var active: Storage<Int32>
  /// The stride, where these are panels that lie within others or go from the last to the first.
  private var spacing: Int?
  /// Where the vectors belong, if these are not sequences but the vectors of some, side by side.
  var places: PackedPlaces?

  /// Panels of zeros for sequences of `lengths`, longest first, in memory of the caller's.
  public init(
    features: Int, lengths: [Int], in memory: Storage<Float>, active: Storage<Int32>
  ) {
    let width = Panel.width(for: lengths.count)
    let steps = lengths.first ?? 0
    memory.resize(to: steps * Self.stride(features: features, width: width))
    memory.fill(with: 0)
    active.resize(to: steps)
    var running = lengths.count
    for step in 0..<steps {
      while running > 0, lengths[running - 1] <= step { running -= 1 }
      active.pointer[step] = Int32(Panel.width(for: running))
    }
    self.init(
      pointer: memory.pointer, features: features, width: width, count: lengths.count,
      lengths: lengths, active: active)
  }

  public init(
    pointer: UnsafeMutablePointer<Float>, features: Int, width: Int, count: Int, lengths: [Int],
    active: Storage<Int32>
  ) {
    self.pointer = pointer
    self.features = features
    self.width = width
    self.count = count
    self.lengths = lengths
    self.active = active
  }

  public var steps: Int { lengths.first ?? 0 }
  /// Floats from one step's panel to the next one's; those of a layer's own are `stride(features:width:)` apart.
  public var stride: Int { spacing ?? Self.stride(features: features, width: width) }
  public func panel(_ step: Int) -> UnsafeMutablePointer<Float> { pointer + step * stride }

  /// A gap follows each panel. Panels are powers of two in size, mostly: without it, a row would lie in
  /// the same few places of the cache at every step.
  static func stride(features: Int, width: Int) -> Int { features * width + 32 }

  /// Panels of `features` for the same sequences in `storage`, whose numbers are left as they are.
  func panels(of features: Int, in storage: Storage<Float>) -> SequencePanels {
    var result = self
    result.features = features
    result.spacing = nil
    storage.resize(to: steps * result.stride)
    result.pointer = storage.pointer
    return result
  }

  /// These rows of the same panels.
  func rows(_ rows: Range<Int>) -> SequencePanels {
    var result = self
    result.spacing = stride
    result.pointer += rows.lowerBound * width
    result.features = rows.count
    return result
  }

  /// The same panels from the last to the first; all sequences are of one length.
  func reversed() -> SequencePanels {
    var result = self
    result.spacing = -stride
    result.pointer = panel(max(steps - 1, 0))
    return result
  }

  /// Makes the columns of a step 0 that are looked at.
  func clear(_ step: Int) {
    let panel = panel(step)
    let count = Int(active.pointer[step])
    for feature in 0..<features { (panel + feature * width).update(repeating: 0, count: count) }
  }

  /// Copies some columns of one panel of this size to another.
  func copyColumns(
    _ columns: Range<Int>, of source: UnsafeMutablePointer<Float>,
    to target: UnsafeMutablePointer<Float>
  ) {
    guard !columns.isEmpty else { return }
    for row in Swift.stride(from: 0, to: features * width, by: width) {
      for column in columns { target[row + column] = source[row + column] }
    }
  }
}
