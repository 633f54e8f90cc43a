internal import Characters
internal import Evaluation
internal import Glibc

/// Cells of the history: prints as a table; each is a map to a program.
final class CellsObject: NativeObject, ObjectConvertible {
  static var kindName: String { "cells" }
  let cells: [History.Cell]

  init(_ cells: [History.Cell]) { self.cells = cells }

  override var kind: String { "cells" }
  override var length: Int? { cells.count }
  override var summary: String { cells.count == 1 ? "1 cell" : "\(cells.count) cells" }

  private static func map(_ cell: History.Cell) -> Value {
    .object(
      MapObject(fields: [
        ("number", .number(Double(cell.entry.number))), ("text", .string(cell.entry.text)),
        ("session", .number(Double(cell.entry.session))), ("time", .number(cell.entry.time)),
        ("seconds", cell.seconds.map { .number($0) } ?? .none),
        ("outcome", .string(cell.outcome.rawValue)),
        ("folder", cell.folder.map { .string($0) } ?? .none),
      ]))
  }

  /// For files: `save(session.history(), "cells.json")`.
  override var plain: Value? { .list(cells.map { Self.map($0) }) }

  override func subscripted(_ items: [Subscript]) throws -> Value {
    guard items.count == 1 else { throw NativeError("S0204", "cells have one index") }
    func place(_ index: Int) -> Int { index < 0 ? index + cells.count : index }
    switch items[0] {
    case .index(let index):
      guard cells.indices.contains(place(index)) else {
        throw NativeError(
          "S0204", "index \(index) is outside the cells", label: "there are \(cells.count)")
      }
      return Self.map(cells[place(index)])
    case .slice(let from, let to, let by):
      guard by > 0 else { throw NativeError("S0206", "a slice of cells goes forwards") }
      func clamped(_ index: Int) -> Int { min(max(place(index), 0), cells.count) }
      let start = from.map(clamped) ?? 0
      let end = max(to.map(clamped) ?? cells.count, start)
      return .object(CellsObject(stride(from: start, to: end, by: by).map { cells[$0] }))
    case .indices: throw NativeError("S0204", "cells are taken by an index or a range")
    }
  }

  override func makeIterator() -> (any NativeIterator)? { Each(cells) }

  private final class Each: NativeIterator {
    private var left: ArraySlice<History.Cell>
    init(_ cells: [History.Cell]) { left = cells[...] }
    func next() -> Value? { left.popFirst().map { CellsObject.map($0) } }
  }

  // MARK: The table

  override var display: DisplayBundle {
    guard !cells.isEmpty else { return DisplayBundle(text: "no cells") }
    let isMarked = cells.contains { $0.outcome != .finished }
    let rows = cells.map { cell in
      ["\(cell.entry.number)", Self.moment(cell.entry.time), Self.seconds(cell.seconds)]
        + (isMarked ? [cell.outcome == .finished ? "" : cell.outcome.rawValue] : [])
        + [Self.firstLine(cell.entry.text)]
    }
    return DisplayBundle([
      .table(
        Table(
          [.right("In"), .right("time"), .right("seconds")] + (isMarked ? [.left()] : [])
            + [.left("cell")], rows))
    ])
  }

  /// Where the text goes on, the line ends in `…`.
  static func firstLine(_ text: String, columns: Int = 60) -> String {
    let line =
      text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
    let isWhole = line.count == text.count && line.count <= columns
    return shownOnLine(isWhole ? text : line.prefix(columns - 1) + "…")
  }

  private static func seconds(_ seconds: Double?) -> String {
    guard let seconds else { return "" }
    let tenths = Int(min(max(seconds, 0), 1e9) * 10)
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// In the time of the place.
  private static func moment(_ time: Double) -> String {
    var seconds = time_t(min(max(time, 0), 4e9))
    var parts = tm()
    localtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let length = strftime(&text, text.count, "%Y-%m-%d %H:%M", &parts)
    return String(decoding: text[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
