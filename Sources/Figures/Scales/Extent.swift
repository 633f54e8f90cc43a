/// From the lowest to the highest of some numbers.
package struct Extent {
  var low: Double
  var high: Double

  package init(_ low: Double, _ high: Double) {
    self.low = low
    self.high = high
  }

  /// Of those that are finite; nil when there are none.
  package init?(_ values: some Sequence<Double>) {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return nil }
    self.init(low, high)
  }

  /// With room around it where it is so narrow that nothing could be told apart.
  var widened: Extent {
    let size = max(abs(low), abs(high))
    guard high / 2 - low / 2 <= size * 1e-12 || high - low < 1e-290 else { return self }
    let margin = size < 1e-280 ? 1 : size * 0.1
    let most = Double.greatestFiniteMagnitude
    return Extent(max(low - margin, -most), min(high + margin, most))
  }
}
