/// How far the lines of a cell are set in.
enum Indentation {
  static let width = 4

  /// Types a closing bracket: alone on its line it comes to stand under the line that opened its block.
  static func close(_ bracket: Character, in buffer: inout EditBuffer) {
    let line = buffer.lineBeforeCursor
    if line.count >= width, line.allSatisfy({ $0 == " " }) {
      buffer.cut(from: buffer.cursor - width, to: buffer.cursor)
    }
    buffer.insert(String(bracket))
  }
}
