/// Curves over a common axis, drawn in text with braille dots: two by four to a character.
public struct LineChart: Sendable {
  public struct Curve: Sendable {
    public var name: String
    /// A value each step; what is not finite leaves a gap.
    public var values: [Double]

    public init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  public var title: String
  public var curves: [Curve]

  public init(title: String, curves: [Curve]) {
    self.title = title
    self.curves = curves
  }

  /// The chart, `width` by `height` characters inside its axes. Cost: the number of dots.
  public func text(width: Int = 60, height: Int = 10) -> String {
    let values = curves.flatMap(\.values).filter(\.isFinite)
    guard let low = values.min(), let high = values.max() else { return title }
    let span = high > low ? high - low : 1
    var canvas = Canvas(width: width, height: height)
    for curve in curves { draw(curve, low, span, &canvas) }
    var lines = [title]
    for (row, line) in canvas.lines.enumerated() {
      let label = row == 0 ? Self.short(high) : row == height - 1 ? Self.short(low) : ""
      lines.append(String(repeating: " ", count: max(0, 8 - label.count)) + label + " ┤" + line)
    }
    let longest = curves.map(\.values.count).max() ?? 0
    let end = "\(longest)"
    lines.append(
      String(repeating: " ", count: 9) + "└" + String(repeating: "─", count: width))
    lines.append(
      String(repeating: " ", count: 10) + "1"
        + String(repeating: " ", count: max(1, width - 1 - end.count)) + end)
    return lines.joined(separator: "\n")
  }

  private func draw(_ curve: Curve, _ low: Double, _ span: Double, _ canvas: inout Canvas) {
    let steps = Double(max(curve.values.count - 1, 1))
    var last: (x: Double, y: Double)?
    for (step, value) in curve.values.enumerated() {
      guard value.isFinite else {
        last = nil
        continue
      }
      let x = Double(step) / steps * Double(canvas.columns - 1)
      let y = (1 - (value - low) / span) * Double(canvas.rows - 1)
      canvas.line(from: last ?? (x, y), to: (x, y))
      last = (x, y)
    }
  }

  /// Four significant digits.
  static func short(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e6 { return "\(Int(value))" }
    let scaled = (value * 10_000).rounded() / 10_000
    return "\(scaled)"
  }
}

/// Dots on a grid, two by four to a braille character.
private struct Canvas {
  let width: Int
  let height: Int
  private var cells: [UInt8]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = [UInt8](repeating: 0, count: width * height)
  }

  var columns: Int { width * 2 }
  var rows: Int { height * 4 }

  /// Unicode numbers the dots of a cell so.
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  private mutating func dot(_ x: Int, _ y: Int) {
    guard (0..<columns).contains(x), (0..<rows).contains(y) else { return }
    cells[y / 4 * width + x / 2] |= Self.bits[y % 4][x % 2]
  }

  mutating func line(from a: (x: Double, y: Double), to b: (x: Double, y: Double)) {
    let steps = max(abs(b.x - a.x), abs(b.y - a.y)).rounded(.up)
    for step in stride(from: 0, through: max(steps, 1), by: 1) {
      let share = step / max(steps, 1)
      dot(Int((a.x + (b.x - a.x) * share).rounded()), Int((a.y + (b.y - a.y) * share).rounded()))
    }
  }

  var lines: [String] {
    (0..<height).map { row in
      String(
        String.UnicodeScalarView(
          cells[row * width..<(row + 1) * width].compactMap { Unicode.Scalar(0x2800 + UInt32($0)) })
      )
    }
  }
}
