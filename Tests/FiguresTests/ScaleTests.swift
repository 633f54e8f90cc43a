import Figures
import Testing

/// Where an axis has its ticks, and what they say.
@Suite struct ScaleTests {
  private func labels(
    _ low: Double, _ high: Double, ticks: Int = 5, isRounded: Bool = true, isWhole: Bool = false
  ) -> [String] {
    Scale(Extent(low, high), ticks: ticks, isRounded: isRounded, isWhole: isWhole).ticks
      .map(\.label)
  }

  @Test func standAtRoundNumbers() {
    #expect(labels(0.0143, 0.693) == ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"])
    #expect(labels(-3, 7) == ["-4", "-2", "0", "2", "4", "6", "8"])
    #expect(labels(0, 100, ticks: 2) == ["0", "50", "100"])
    #expect(labels(12, 48_000) == ["0", "10,000", "20,000", "30,000", "40,000", "50,000"])
    #expect(labels(0, 3e-7, ticks: 3) == ["0", "1e-7", "2e-7", "3e-7"])
    #expect(labels(0, 2.5e9) == ["0", "5e8", "1e9", "1.5e9", "2e9", "2.5e9"])
  }

  @Test func keepTheirEndsOrNot() {
    let kept = Scale(Extent(1, 8), ticks: 4, isRounded: false)
    #expect(kept.low == 1 && kept.high == 8 && kept.ticks.map(\.value) == [2, 4, 6, 8])
    let rounded = Scale(Extent(1, 8), ticks: 4, isRounded: true)
    #expect(rounded.low == 0 && rounded.high == 8)
  }

  @Test func wholeNumbersHaveWholeTicks() {
    #expect(labels(1, 3, ticks: 10, isRounded: false, isWhole: true) == ["1", "2", "3"])
  }

  static let spans: [(Double, Double)] = [
    (0, 0), (3, 3), (-2, -2), (1e300, 1e300), (-1.7e308, 1.7e308),
    (.leastNonzeroMagnitude, 0x1p-1060),
    (1, 1 + 1e-15), (1e16, 1e16 + 2), (-1e300, 1), (0, Double.greatestFiniteMagnitude),
    (Double.greatestFiniteMagnitude, Double.greatestFiniteMagnitude), (123_456_789, 123_456_999),
  ]

  @Test(arguments: spans)
  func holdsAnyNumbers(_ low: Double, _ high: Double) {
    for isRounded in [true, false] {
      for count in [0, 2, 5, 100] {
        let scale = Scale(Extent(low, high), ticks: count, isRounded: isRounded)
        #expect(scale.low <= low && scale.high >= high)
        #expect(scale.low < scale.high && scale.ticks.count < 250)
        for value in [low, high] { #expect((-1e-9...1 + 1e-9).contains(scale.share(value))) }
        let values = scale.ticks.map(\.value)
        #expect(values == values.sorted() && values.allSatisfy(\.isFinite))
      }
    }
  }
}
