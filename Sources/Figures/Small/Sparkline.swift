/// Numbers as a line of little bars.
public enum Sparkline {
  static let steps = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// At most `width` characters; of more numbers each shows the mean of a few. What is not finite is a
  /// space. With `fromZero` the lowest bar stands for 0, as counts want it.
  public static func text(_ values: [Double], width: Int = 40, fromZero: Bool = false) -> String {
    let row = Grid(rows: 1, columns: values.count, values: values)
      .reduced(rows: 1, columns: max(width, 1))
    let numbers = (0..<row.columns).map { row[0, $0] }
    guard var extent = Extent(numbers) else {
      return String(repeating: " ", count: numbers.count)
    }
    if fromZero { extent.low = min(extent.low, 0) }
    let span = extent.high / 2 - extent.low / 2
    return numbers.map { number in
      guard number.isFinite else { return " " }
      let share = span > 0 ? (number / 2 - extent.low / 2) / span : fromZero ? 0 : 0.5
      return steps[min(Int(share * 8), 7)]
    }.joined()
  }

  /// A lying bar of `share` of `width` characters, in eighths of one.
  public static func bar(_ share: Double, width: Int) -> String {
    guard share > 0, share.isFinite else { return "" }
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let eighths = max(Int((min(share, 1) * Double(max(width, 0)) * 8).rounded()), 1)
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}
