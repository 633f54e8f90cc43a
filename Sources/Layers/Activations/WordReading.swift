public import Tensors

/// The order in which the words of a batch are read, and what follows from it: from the first to the last, or each
/// text from its own last word to its first.
public final class WordReading {
  /// (steps, width): where a place's word stands in the batch's list; `distinct.count` for padding.
  public let slots = Storage<Int32>()
  /// (distinct): the words' slots in the order of the step of their first place.
  let order = Storage<Int32>()
  /// (steps + 1): how many of them stand before a step.
  let distinctBefore = Storage<Int32>()
  /// (distinct + 1): a row for each slot in which to keep something from the word's first place to its
  /// last. Words that are not there at the same time share one; padding has the last of all.
  let rows = Storage<Int32>()
  /// How many rows that takes, the one of padding included: far fewer than there are words, most of which
  /// stand in a text once.
  private(set) var rowCount = 0
  /// The rows that no word has at a step, and each word's last step, while rows are dealt out.
  private var freeRows: [Int32] = []
  private let lastSteps = Storage<Int32>()

  init() {}

  /// Works out all else from `slots`, the words being counted from 0 to below `distinct`.
  func follow(steps: Int, width: Int, distinct: Int) {
    findOrder(steps, width, distinct)
    shareRows(steps, width, distinct)
  }

  private func findOrder(_ steps: Int, _ width: Int, _ distinct: Int) {
    order.resize(to: distinct)
    distinctBefore.resize(to: steps + 1)
    lastSteps.resize(to: distinct)
    lastSteps.fill(with: -1)
    let (places, seen) = (slots.pointer, lastSteps.pointer)
    var count = 0
    for step in 0..<steps {
      distinctBefore.pointer[step] = Int32(truncatingIfNeeded: count)
      for place in step * width..<(step + 1) * width {
        let slot = Int(places[place])
        guard slot < distinct else { continue }
        if seen[slot] < 0 {
          order.pointer[count] = places[place]
          count += 1
        }
        seen[slot] = Int32(truncatingIfNeeded: step)
      }
    }
    distinctBefore.pointer[steps] = Int32(truncatingIfNeeded: count)
  }

  /// Deals out the rows, the one that was given back last before others; `lastSteps` is known.
  private func shareRows(_ steps: Int, _ width: Int, _ distinct: Int) {
    rows.resize(to: distinct + 1)
    freeRows.removeAll(keepingCapacity: true)
    rowCount = 0
    let (rows, places, last) = (rows.pointer, slots.pointer, lastSteps.pointer)
    for step in 0..<steps {
      for number in Int(distinctBefore.pointer[step])..<Int(distinctBefore.pointer[step + 1]) {
        let slot = Int(order.pointer[number])
        if let free = freeRows.popLast() {
          rows[slot] = free
        } else {
          rows[slot] = Int32(truncatingIfNeeded: rowCount)
          rowCount += 1
        }
      }
      for place in step * width..<(step + 1) * width {
        let slot = Int(places[place])
        guard slot < distinct, last[slot] == step else { continue }
        // Once, though the word may stand here twice.
        last[slot] = -1
        freeRows.append(rows[slot])
      }
    }
    rows[distinct] = Int32(truncatingIfNeeded: rowCount)
    rowCount += 1
  }
}
