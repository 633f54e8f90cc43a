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
  /// (steps + 1): how many of them stand before a step.
  let distinctBefore = Storage<Int32>()
  /// (steps, width): where a place's word stands in `distinct`; `distinct.count` for padding.
  public let slots = Storage<Int32>()

  /// (distinct + 1): a row for each slot in which to keep something from the word's first place to its
  /// last. Words that are not there at the same time share one; padding has the last of all.
  let rows = Storage<Int32>()
  /// How many rows that takes, the one of padding included: far fewer than there are words, most of which
  /// stand in a text once.
  private(set) var rowCount = 0
  /// The rows that no word has at a step, and each word's last step, while rows are dealt out.
  private var freeRows: [Int32] = []
  private let lastSteps = Storage<Int32>()

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
    distinctBefore.resize(to: steps + 1)
    for step in 0..<steps {
      distinctBefore.pointer[step] = Int32(distinct.count)
      for place in step * width..<(step + 1) * width where places[place] >= 0 {
        places[place] = slot(of: places[place])
      }
    }
    distinctBefore.pointer[steps] = Int32(distinct.count)
    shareRows()
    let padding = Int32(distinct.count)
    for place in 0..<(steps * width) where places[place] < 0 { places[place] = padding }
    for word in distinct { slotOfWord.pointer[Int(word)] = -1 }
    var running = count
    for step in 0..<steps {
      while running > 0, lengths[running - 1] <= step { running -= 1 }
      active.pointer[step] = Int32(Panel.width(for: running))
    }
  }

  /// Deals out the rows, the one that was given back last before others, and before padding has its slot.
  private func shareRows() {
    rows.resize(to: distinct.count + 1)
    freeRows.removeAll(keepingCapacity: true)
    rowCount = 0
    let (rows, places) = (rows.pointer, slots.pointer)
    lastSteps.resize(to: distinct.count)
    let last = lastSteps.pointer
    for step in 0..<steps {
      for place in step * width..<(step + 1) * width where places[place] >= 0 {
        last[Int(places[place])] = Int32(step)
      }
    }
    for step in 0..<steps {
      for slot in Int(distinctBefore.pointer[step])..<Int(distinctBefore.pointer[step + 1]) {
        if let free = freeRows.popLast() {
          rows[slot] = free
        } else {
          rows[slot] = Int32(rowCount)
          rowCount += 1
        }
      }
      for place in step * width..<(step + 1) * width where places[place] >= 0 {
        let slot = Int(places[place])
        guard last[slot] == step else { continue }
        // Once, though the word may stand here twice.
        last[slot] = -1
        freeRows.append(rows[slot])
      }
    }
    rows[distinct.count] = Int32(rowCount)
    rowCount += 1
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
