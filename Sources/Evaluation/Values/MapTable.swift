internal import Syntax

/// A list of maps as a table: a row for each, a column for each of their keys.
///
/// The prompt pays for what it does not show, so rows, columns and cells are few and short.
struct MapTable {
  private static let mostRows = 40
  private static let mostColumns = 20
  private static let widest = 60
  /// A larger map is no row.
  private static let mostKeys = 200

  private let rows: [MapObject]
  private let count: Int

  /// Nil where something in the list is no map, or there is nothing in it.
  init?(_ list: ListObject) {
    count = list.count
    let first = min(count, Self.mostRows - 8)
    let last = max(first, count - (count > Self.mostRows ? 8 : Self.mostRows))
    let places = Array(0..<first) + Array(last..<count)
    rows = places.compactMap { list.items[$0].asMap }
    guard !rows.isEmpty, rows.count == places.count,
      rows.allSatisfy({ $0.count <= Self.mostKeys })
    else { return nil }
  }

  var table: Table? {
    let keys = keys
    guard !keys.isEmpty else { return nil }
    let shown = keys.prefix(Self.mostColumns)
    let columns = shown.map { key in
      Table.Column(
        title: Value.keyText(key).clipped(to: Self.widest), side: isOfNumbers(key) ? .right : .left)
    }
    let cells = rows.map { row in shown.map { Self.text(row.value($0) ?? .none) } }
    guard shown.count < keys.count else { return gapped(Table(columns, cells)) }
    return gapped(Table(columns + [.left("…")], cells.map { $0 + ["…"] }))
  }

  private func gapped(_ table: Table) -> Table {
    var table = table
    if count > rows.count { table.gap = (Self.mostRows - 8, count - rows.count) }
    return table
  }

  /// In the order in which they are met.
  private var keys: [Value] {
    let known = MapObject()
    for row in rows { for key in row.keys { known.set(key, to: .none) } }
    return known.keys
  }

  private func isOfNumbers(_ key: Value) -> Bool {
    rows.allSatisfy { row in
      switch row.value(key) {
      case .number, .none?, nil: true
      case .undefined?, .bool?, .object?: false
      }
    }
  }

  private static func text(_ value: Value) -> String {
    if case .none = value { return "" }
    if let string = value.asString { return string.clipped(to: widest) }
    return value.literal(within: widest) ?? value.kindPhrase
  }
}
