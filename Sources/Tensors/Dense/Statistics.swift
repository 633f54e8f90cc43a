/// What many numbers are like, found in one pass.
public struct Statistics: Sendable {
  /// Of those that are finite; 0 when there are none.
  public private(set) var minimum = 0.0
  public private(set) var maximum = 0.0
  public private(set) var mean = 0.0
  public private(set) var deviation = 0.0
  public private(set) var zeros = 0
  public private(set) var notNumbers = 0
  public private(set) var infinities = 0

  public init(of values: [Float]) {
    var (low, high) = (Float.infinity, -Float.infinity)
    var (sum, squares) = (0.0, 0.0)
    var count = 0
    // Sums of differences from the first value keep their digits where all values are far from 0.
    let origin = Double(values.first { $0.isFinite } ?? 0)
    for value in values {
      guard value.isFinite else {
        if value.isNaN { notNumbers += 1 } else { infinities += 1 }
        continue
      }
      low = min(low, value)
      high = max(high, value)
      if value == 0 { zeros += 1 }
      let difference = Double(value) - origin
      sum += difference
      squares += difference * difference
      count += 1
    }
    guard count > 0 else { return }
    minimum = Double(low)
    maximum = Double(high)
    let shift = sum / Double(count)
    mean = origin + shift
    deviation = max(squares / Double(count) - shift * shift, 0).squareRoot()
  }

  /// `min -2.1, mean 0.01, max 2.2, deviation 1`, and what is special.
  public var line: String {
    var parts = [
      ("min", minimum), ("mean", mean), ("max", maximum), ("deviation", deviation),
    ].map { "\($0) \(NumberFormat.short($1))" }
    for (count, name) in [(zeros, "zeros"), (notNumbers, "nan"), (infinities, "infinite")]
    where count > 0 {
      parts.append("\(count) \(name)")
    }
    return parts.joined(separator: ", ")
  }
}
