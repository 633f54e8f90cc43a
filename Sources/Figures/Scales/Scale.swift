internal import Glibc

/// One axis: the numbers that it spans, and the round ones among them that it names.
///
/// Ticks stand at whole multiples of 1, 2 or 5 times a power of ten, after "Nice numbers for graph
/// labels" (Heckbert, Graphics Gems, 1990). Differences are taken of halves, so that an axis from
/// −1e308 to 1e308 has a length.
package struct Scale {
  package struct Tick: Equatable {
    package var value: Double
    package var label: String
  }

  package let low: Double
  package let high: Double
  package let ticks: [Tick]

  /// About `count` ticks. The axis ends at ticks where `isRounded`, else where `extent` does; without an
  /// extent it goes from 0 to 1. Where `isWhole`, only whole numbers are named.
  package init(_ extent: Extent?, ticks count: Int, isRounded: Bool, isWhole: Bool = false) {
    let extent = (extent ?? Extent(0, 1)).widened
    let rough = (extent.high / 2 - extent.low / 2) / Double(max(count, 1)) * 2
    let step = isWhole ? max(Self.nice(rough), 1) : Self.nice(rough)
    let first = isRounded ? (extent.low / step).rounded(.down) : (extent.low / step).rounded(.up)
    let last = isRounded ? (extent.high / step).rounded(.up) : (extent.high / step).rounded(.down)
    let ends = (first * step, last * step)
    // Where the step is nothing beside the numbers, or too much for them, the ends are all there is.
    guard step > 0, step.isFinite, last - first >= 0, last - first < 200, ends.0.isFinite,
      ends.1.isFinite, ends.0 < ends.1 || !isRounded
    else {
      low = extent.low
      high = extent.high
      ticks = [extent.low, extent.high].map { Tick(value: $0, label: Number.short($0)) }
      return
    }
    low = isRounded ? ends.0 : extent.low
    high = isRounded ? ends.1 : extent.high
    let largest = max(abs(ends.0), abs(ends.1))
    ticks = (0...Int(last - first)).map { place in
      let value = (first + Double(place)) * step
      return Tick(value: value, label: Number.label(value, step: step, largest: largest))
    }
  }

  /// The round number of a size that is nearest above or at three tenths below.
  private static func nice(_ rough: Double) -> Double {
    guard rough > 0, rough.isFinite else { return rough }
    let power = pow(10, log10(rough).rounded(.down))
    let share = rough / power
    return (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10) * power
  }

  /// Where a number lies: 0 at the low end, 1 at the high one.
  package func share(_ value: Double) -> Double {
    (value / 2 - low / 2) / (high / 2 - low / 2)
  }
}
