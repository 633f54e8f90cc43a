internal import Datasets

/// What a column of a table holds, which its cells decide together.
///
/// Cells in quotes are texts, as `write_csv` puts quotes around the texts that would be something else
/// without. Other programs put them around everything; where a file does so (a cell in quotes that needs
/// none shows it), quotes tell nothing, and the cells are what they are without. An empty cell is none,
/// and in quotes the empty text.
struct TableColumn {
  enum Content { case numbers, bools, texts }

  private struct Kinds {
    var hasNumber = false
    var hasBool = false
    var hasText = false
  }

  private var bare = Kinds()
  private var quoted = Kinds()
  private var hasEmptyQuotes = false

  mutating func note(_ cell: ArraySlice<UInt8>, isQuoted: Bool) {
    guard !cell.isEmpty else {
      hasEmptyQuotes = hasEmptyQuotes || isQuoted
      return
    }
    if isQuoted { Self.note(cell, in: &quoted) } else { Self.note(cell, in: &bare) }
  }

  private static func note(_ cell: ArraySlice<UInt8>, in kinds: inout Kinds) {
    // One text decides; the rest need not be looked at.
    guard !kinds.hasText else { return }
    if Cell.number(cell) != nil {
      kinds.hasNumber = true
    } else if Cell.bool(cell) != nil {
      kinds.hasBool = true
    } else {
      kinds.hasText = true
    }
  }

  /// Decided, once all cells are noted. A column of different kinds is one of texts.
  func content(quotesTell: Bool) -> Content {
    var kinds = bare
    if quotesTell {
      kinds.hasText =
        kinds.hasText || quoted.hasText || quoted.hasNumber || quoted.hasBool || hasEmptyQuotes
    } else {
      kinds.hasText = kinds.hasText || quoted.hasText
      kinds.hasNumber = kinds.hasNumber || quoted.hasNumber
      kinds.hasBool = kinds.hasBool || quoted.hasBool
    }
    if kinds.hasText || kinds.hasNumber == kinds.hasBool { return .texts }
    return kinds.hasNumber ? .numbers : .bools
  }
}

/// All columns of a table.
struct TableColumns {
  let separator: UInt8
  private(set) var cells = 0
  private var columns: [TableColumn] = []
  /// No cell stands in quotes that needs none.
  private var quotesTell = true

  init(separator: UInt8) { self.separator = separator }

  /// Of a header only the quotes tell something.
  mutating func note(_ record: DelimitedRecord, isHeader: Bool) {
    cells += record.count
    while columns.count < record.count { columns.append(TableColumn()) }
    for field in 0..<record.count {
      let isQuoted = record.isQuoted(field)
      if isQuoted, quotesTell {
        quotesTell = Cell.needsQuotes(record[field], separator: separator)
      }
      if !isHeader { columns[field].note(record[field], isQuoted: isQuoted) }
    }
  }

  var contents: [TableColumn.Content] { columns.map { $0.content(quotesTell: quotesTell) } }
}
