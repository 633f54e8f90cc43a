/// Dots two by four to a character, in Unicode's braille patterns.
struct Dots {
  /// How a line is broken: so many dots on, so many off, and so on.
  static let patterns: [[Int]] = [[], [4, 3], [1, 2], [6, 2, 1, 2], [2, 4]]

  let width: Int
  let height: Int
  private var cells: [UInt8]
  /// The series that drew last in a cell.
  private var owners: [Int]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = [UInt8](repeating: 0, count: width * height)
    owners = [Int](repeating: 0, count: width * height)
  }

  var columns: Int { width * 2 }
  var rows: Int { height * 4 }

  /// Unicode numbers the dots of a cell so.
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  mutating func dot(_ x: Int, _ y: Int, owner: Int = 0) {
    guard (0..<columns).contains(x), (0..<rows).contains(y) else { return }
    let cell = y / 4 * width + x / 2
    cells[cell] |= Self.bits[y % 4][x % 2]
    owners[cell] = owner
  }

  /// A point that shows.
  mutating func spot(_ x: Int, _ y: Int, owner: Int) {
    for (across, down) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
      dot(min(x, columns - 2) + across, min(y, rows - 2) + down, owner: owner)
    }
  }

  /// Joins points; the pattern goes on from one stretch to the next.
  mutating func path(_ points: [(x: Int, y: Int)], pattern: [Int], owner: Int) {
    let period = pattern.reduce(0, +)
    var travelled = 0
    for (a, b) in zip(points, points.dropFirst()) {
      let steps = max(abs(b.x - a.x), abs(b.y - a.y), 1)
      for step in 0..<steps {
        let share = Double(step) / Double(steps)
        if Self.isOn(travelled, pattern, period) {
          dot(
            a.x + Int((Double(b.x - a.x) * share).rounded()),
            a.y + Int((Double(b.y - a.y) * share).rounded()), owner: owner)
        }
        travelled += 1
      }
    }
    if let last = points.last { dot(last.x, last.y, owner: owner) }
  }

  private static func isOn(_ travelled: Int, _ pattern: [Int], _ period: Int) -> Bool {
    guard period > 0 else { return true }
    var left = travelled % period
    for (number, length) in pattern.enumerated() {
      if left < length { return number % 2 == 0 }
      left -= length
    }
    return true
  }

  /// The character of a cell; nil where no dot is.
  func character(row: Int, column: Int) -> (character: Character, owner: Int)? {
    let cell = row * width + column
    guard cells[cell] != 0, let scalar = Unicode.Scalar(0x2800 + UInt32(cells[cell])) else {
      return nil
    }
    return (Character(scalar), owners[cell])
  }

  /// The rows as text.
  var lines: [String] {
    (0..<height).map { row in
      String((0..<width).map { character(row: row, column: $0)?.character ?? " " })
    }
  }
}
