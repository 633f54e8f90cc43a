internal import Glibc

/// Values counted in bins of one width; the last bin has its upper edge too.
public struct Bins: Sendable {
  let low: Double
  let high: Double
  public let counts: [Int]

  /// `count` bins; nil for a number that fits the spread of the values (Freedman and Diaconis 1981,
  /// from 5 to 60). Where all values are whole and few, each has a bin of its own.
  /// What is not finite is in no bin.
  public init(_ values: [Double], count wanted: Int? = nil) {
    let values = values.filter(\.isFinite)
    guard let found = Extent(values) else {
      (low, high, counts) = (0, 1, [Int](repeating: 0, count: min(max(wanted ?? 1, 1), 1000)))
      return
    }
    // Half of one is nothing beside larger numbers.
    let isWhole = values.allSatisfy { $0 == $0.rounded() && abs($0) < 0x1p50 }
    let extent: Extent
    let bins: Int
    if wanted == nil, isWhole, found.high - found.low < 40 {
      extent = Extent(found.low - 0.5, found.high + 0.5)
      bins = Int(found.high - found.low) + 1
    } else {
      extent = found.widened
      bins = min(max(wanted ?? Self.fitting(values, extent), 1), 1000)
    }
    var counts = [Int](repeating: 0, count: bins)
    let length = extent.high / 2 - extent.low / 2
    for value in values {
      let share = min(max((value / 2 - extent.low / 2) / length, 0), 1)
      counts[min(Int(share * Double(bins)), bins - 1)] += 1
    }
    (low, high) = (extent.low, extent.high)
    self.counts = counts
  }

  /// A bin is twice the spread of the middle half wide, over the cube root of the count.
  private static func fitting(_ values: [Double], _ extent: Extent) -> Int {
    // A sample of a long list spreads as the list does.
    let step = max(values.count / 10_000, 1)
    let sorted = stride(from: 0, to: values.count, by: step).map { values[$0] }.sorted()
    let middle = sorted[sorted.count * 3 / 4] / 2 - sorted[sorted.count / 4] / 2
    let width = 2 * middle / cbrt(Double(values.count))
    guard width > 0 else { return 20 }
    return Int(min(max(((extent.high / 2 - extent.low / 2) / width).rounded(.up), 5), 60))
  }
}
