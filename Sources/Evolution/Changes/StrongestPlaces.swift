/// The k places of highest score among those that were offered, in a heap of at most k; the earlier
/// place first where scores are equal.
struct StrongestPlaces {
  private let count: Int
  /// The weakest of those that are kept comes first, and each before its children.
  private var heap: [(score: Double, place: Int)] = []

  init(_ count: Int) { self.count = max(count, 0) }

  /// Their places, ascending.
  var places: [Int] { heap.map(\.place).sorted() }

  mutating func offer(_ place: Int, _ score: Double) {
    let new = (score: score, place: place)
    if heap.count < count {
      heap.append(new)
      rise(from: heap.count - 1)
    } else if let weakest = heap.first, isWeaker(weakest, new) {
      heap[0] = new
      sink()
    }
  }

  private func isWeaker(_ a: (score: Double, place: Int), _ b: (score: Double, place: Int)) -> Bool
  {
    a.score != b.score ? a.score < b.score : a.place > b.place
  }

  private mutating func rise(from index: Int) {
    var index = index
    while index > 0, isWeaker(heap[index], heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func sink() {
    var index = 0
    while true {
      var weakest = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < heap.count && isWeaker(heap[child], heap[weakest]) {
        weakest = child
      }
      if weakest == index { return }
      heap.swapAt(index, weakest)
      index = weakest
    }
  }
}
