/// Start, end (left out) and step of a range.
public final class RangeObject: Object {
  public let start: Double
  public let end: Double
  public let step: Double

  public init(start: Double, end: Double, step: Double) {
    self.start = start
    self.end = end
    self.step = step
    super.init(.range)
  }

  public override var kind: String { "range" }

  /// How many numbers it has; at most 2⁵³.
  public var count: Int { Self.count(start, end, step) }

  static func count(_ start: Double, _ end: Double, _ step: Double) -> Int {
    let steps = (end - start) / step
    guard steps > 0 else { return 0 }
    guard steps < 0x1p52 else { return Int(min(steps, 0x1p53)) }
    let whole = Int(steps)
    return Double(whole) < steps ? whole + 1 : whole
  }

  public subscript(_ index: Int) -> Double { start + Double(index) * step }
}
