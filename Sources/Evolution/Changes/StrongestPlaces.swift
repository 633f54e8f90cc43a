/// The places with the largest magnitudes of those that were offered, as many as asked for: a heap whose root
/// is the one to go next. Of equal magnitudes the places that come first stay, so that the answer does not
/// hang on the order in which they were offered.
///
/// Cost: a comparison for most that is offered, the logarithm of the number kept for what comes in.
public struct StrongestPlaces {
  public struct Entry: Sendable, Equatable {
    public var place: Int
    public var value: Double

    /// Whether this one goes before `other`.
    public func isWeaker(than other: Entry) -> Bool {
      value.magnitude != other.value.magnitude
        ? value.magnitude < other.value.magnitude : place > other.place
    }
  }

  private let most: Int
  private var heap: [Entry] = []

  public init(most: Int) { self.most = max(most, 0) }

  /// What is no number is not kept.
  public mutating func offer(_ place: Int, _ value: Double) {
    let entry = Entry(place: place, value: value)
    guard most > 0, !value.isNaN else { return }
    if heap.count < most {
      heap.append(entry)
      rise(heap.count - 1)
    } else if heap[0].isWeaker(than: entry) {
      heap[0] = entry
      sink(0)
    }
  }

  /// Strongest first.
  public var entries: [Entry] { heap.sorted { $1.isWeaker(than: $0) } }

  /// Their places, ascending.
  public var places: [Int] { heap.map(\.place).sorted() }

  private mutating func rise(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].isWeaker(than: heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func sink(_ start: Int) {
    var parent = start
    while true {
      var weakest = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].isWeaker(than: heap[weakest]) {
        weakest = child
      }
      guard weakest != parent else { return }
      heap.swapAt(parent, weakest)
      parent = weakest
    }
  }
}
