public import Tensors

/// The words of a part of a batch, time by time: `(steps, width)`, all texts beginning at step 0.
///
/// Texts stand longest first, so that the ones still running at a step are the first columns, and
/// padding costs nothing. Each different word is listed once (`distinct`), and places refer to the
/// list: what depends on the word alone is computed once a batch.
public final class WordBatch {
  public private(set) var steps = 0
  public private(set) var count = 0
  public private(set) var width = 0
  /// The texts' lengths, longest first, each at least 1.
  public private(set) var lengths: [Int] = []
  /// (steps): how many columns, rounded up to whole vectors, still run at a step.
  public let active = Storage<Int32>()
  /// The different words, in the order of the step of their first place.
  public private(set) var distinct: [Int32] = []
  /// From the first word to the last.
  private let forwards = WordReading()
  /// The other way round; worked out when it is asked for.
  private let backwards = WordReading()
  private var isTurned = false
  /// (steps, width): where a place's word stands in `distinct`; `distinct.count` for padding.
  public var slots: Storage<Int32> { forwards.slots }

  /// For each word of the vocabulary its slot, −1 between fills.
  private let slotOfWord: Storage<Int32>
  private let vocabulary: Int

  public init(vocabulary: Int) {
    self.vocabulary = vocabulary
    slotOfWord = Storage(count: vocabulary, filledWith: -1)
  }

  /// Takes `count` texts, longest first; `text(b)` gives the words of text b, none for an empty one.
  ///
  /// Words outside the vocabulary are read as the unknown word, 1. Cost: the number of words.
  public func fill(count: Int, text: (Int) -> ArraySlice<Int32>) {
    self.count = count
    width = Panel.width(for: count)
    lengths = (0..<count).map { max(text($0).count, 1) }
    steps = lengths.first ?? 0
    distinct.removeAll(keepingCapacity: true)
    active.resize(to: steps)
    slots.resize(to: steps * width)
    let places = slots.pointer
    slots.fill(with: -1)
    for b in 0..<count {
      var place = b
      let words = text(b)
      for word in words.isEmpty ? [1] : words {
        places[place] = Self.known(word, of: vocabulary)
        place += width
      }
    }
    for place in 0..<steps * width where places[place] >= 0 {
      places[place] = slot(of: places[place])
    }
    let padding = Int32(distinct.count)
    for place in 0..<(steps * width) where places[place] < 0 { places[place] = padding }
    forwards.follow(steps: steps, width: width, distinct: distinct.count)
    isTurned = false
    for word in distinct { slotOfWord.pointer[Int(word)] = -1 }
    var running = count
    for step in 0..<steps {
      while running > 0, lengths[running - 1] <= step { running -= 1 }
      active.pointer[step] = Int32(Panel.width(for: running))
    }
  }

  /// The order in which words are read; backwards, each text begins with its own last word.
  func reading(backwards isBackwards: Bool) -> WordReading {
    guard isBackwards else { return forwards }
    guard !isTurned else { return backwards }
    isTurned = true
    backwards.slots.resize(to: steps * width)
    backwards.slots.fill(with: Int32(distinct.count))
    let (source, target) = (forwards.slots.pointer, backwards.slots.pointer)
    for (column, length) in lengths.enumerated() {
      for step in 0..<length {
        target[step * width + column] = source[(length - 1 - step) * width + column]
      }
    }
    backwards.follow(steps: steps, width: width, distinct: distinct.count)
    return backwards
  }

  /// The word itself, or the unknown word for what is outside the vocabulary.
  static func known(_ word: Int32, of vocabulary: Int) -> Int32 {
    word >= 0 && Int(word) < vocabulary ? word : Int32(min(1, vocabulary - 1))
  }

  private func slot(of word: Int32) -> Int32 {
    let slot = slotOfWord.pointer[Int(word)]
    if slot >= 0 { return slot }
    let new = Int32(distinct.count)
    slotOfWord.pointer[Int(word)] = new
    distinct.append(word)
    return new
  }
}
