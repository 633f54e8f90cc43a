/// A matrix's connections seen from afar: each character is a block of it, the darker the fuller.
public enum DensityPicture {
  private static let shades = [" ", "·", "░", "▒", "▓", "█"]

  /// `rowStarts` and `columnIndices` are those of compressed rows; what lies outside is left out. At most
  /// `width` by `height` characters, in a frame. Cost: the number of connections.
  public static func lines(
    rows: Int, columns: Int, rowStarts: [Int32], columnIndices: [Int32], width: Int = 40,
    height: Int = 10
  ) -> [String] {
    guard rows > 0, columns > 0, rowStarts.count > rows else { return [] }
    let isSmall = columns * 2 <= width && rows <= height
    let across = isSmall ? columns : min(columns, width)
    let down = isSmall ? rows : min(rows, height)
    var counts = [Int](repeating: 0, count: across * down)
    for row in 0..<rows {
      let start = min(max(Int(rowStarts[row]), 0), columnIndices.count)
      let end = min(max(Int(rowStarts[row + 1]), start), columnIndices.count)
      let line = row * down / rows * across
      for column in columnIndices[start..<end] where (0..<columns).contains(Int(column)) {
        counts[line + Int(column) * across / columns] += 1
      }
    }
    // Shades go from nothing to the fullest block: the pattern counts, the density is told in numbers.
    let places = Double(max(rows / down, 1)) * Double(max(columns / across, 1))
    let fullest = isSmall ? 1 : min(Double(counts.max() ?? 0), places)
    let body = (0..<down).map { row in
      (0..<across).map { column in
        let count = Double(counts[row * across + column])
        guard count > 0 else { return isSmall ? "· " : " " }
        if isSmall { return "█ " }
        return shades[min(max(Int((count / max(fullest, 1) * 5).rounded(.up)), 1), 5)]
      }.joined()
    }
    let edge = String(repeating: "─", count: isSmall ? across * 2 + 1 : across)
    return ["┌\(edge)┐"] + body.map { isSmall ? "│ \($0)│" : "│\($0)│" } + ["└\(edge)┘"]
  }
}
