internal import Characters
internal import Evaluation
internal import Syntax
internal import Tensors

/// How a table is shown: its cells as texts, numbers of a column with the same decimals.
struct TableDisplay {
  private let table: TableObject
  /// Digits after the point of numbers that are not whole; nil for as many as tell them apart.
  private let digits: Int?
  /// Columns of a line, where the table is one of many things.
  private static let widest = 100
  private static let widestCell = 40
  private static let mostRows = 24
  private static let mostOnPage = 60

  init(_ table: TableObject, digits: Int? = nil) {
    self.table = table
    self.digits = digits
  }

  /// As the prompt shows it.
  var parts: [DisplayPart] {
    guard !table.names.isEmpty else { return [.lines([table.summary])] }
    let shown = excerpt(of: Self.mostRows)
    let fitting = fitted(shown)
    let isWhole = table.count <= Self.mostRows && fitting.columns.count == shown.columns.count
    let lines = fitting.lines + (isWhole ? [] : [table.summary])
    return [
      .characters(lines),
      .onPage { [page = excerpt(of: Self.mostOnPage), summary = table.summary] in
        [.table(page), .lines(page.gap == nil ? [] : [summary])]
      },
    ]
  }

  /// All of it.
  func whole(_ context: CallContext) throws -> Table {
    let places = Array(0..<table.count)
    let columns = try table.names.indices.map { column in
      try context.checkStop()
      return cells(column, places, cut: false)
    }
    return Table(titles, places.map { row in columns.map { $0[row] } })
  }

  private func excerpt(of most: Int) -> Table {
    let isShort = table.count > most
    let first = isShort ? most - most / 3 : table.count
    let places = Array(0..<first) + Array((isShort ? table.count - most / 3 : first)..<table.count)
    let columns = table.names.indices.map { cells($0, places, cut: true) }
    var result = Table(titles, places.indices.map { row in columns.map { $0[row] } })
    if isShort { result.gap = (first, table.count - places.count) }
    return result
  }

  /// With as many of the first columns as a line holds.
  private func fitted(_ whole: Table) -> Table {
    var width = 0
    var count = 0
    for (place, column) in whole.columns.enumerated() {
      let cells = whole.rows.map { displayWidth(of: $0[place]) }
      width += max(displayWidth(of: column.title), cells.max() ?? 0) + 2
      if width > Self.widest, place > 0 { break }
      count += 1
    }
    guard count < whole.columns.count else { return whole }
    var table = Table(
      whole.columns.prefix(count) + [.left("…")], whole.rows.map { $0.prefix(count) + ["…"] })
    table.gap = whole.gap
    return table
  }

  private var titles: [Table.Column] {
    table.names.enumerated().map { place, name in
      Table.Column(title: name, side: isOfNumbers(place) ? .right : .left)
    }
  }

  private func isOfNumbers(_ place: Int) -> Bool {
    table.columns[place].allSatisfy { value in
      switch value {
      case .number, .none: true
      case .undefined, .bool, .object: false
      }
    }
  }

  private func cells(_ place: Int, _ rows: [Int], cut: Bool) -> [String] {
    let values = rows.map { table.columns[place][$0] }
    let numbers = values.compactMap(\.asNumber)
    let areWhole = numbers.allSatisfy { !$0.isFinite || ($0 == $0.rounded() && abs($0) < 0x1p53) }
    let format = NumberFormat(
      for: numbers, digits: min(NumberFormat.digits + 2, NumberFormat.mostDigits))
    var specification = FormatSpecification()
    specification.digits = digits
    return values.map { value in
      switch value {
      case .none, .undefined: return ""
      case .number(let number):
        if areWhole { return value.text }
        guard digits != nil else { return format.text(number) }
        return (try? specification.format(value)) ?? value.text
      case .bool, .object:
        return cut ? value.text.clipped(to: Self.widestCell) : value.text
      }
    }
  }
}
