/// The requests of the last cells, by the numbers that the cells have.
struct NumberedCells {
  private var requests: [Int: Request] = [:]
  private var numbers: [Int] = []

  private static let most = 1000

  mutating func add(_ request: Request, _ number: Int) {
    if requests.updateValue(request, forKey: number) == nil { numbers.append(number) }
    if numbers.count > Self.most { requests[numbers.removeFirst()] = nil }
  }

  func request(_ number: Int?) -> Request? { number.flatMap { requests[$0] } }
}
