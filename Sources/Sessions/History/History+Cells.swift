internal import GRDB

extension History {
  /// A cell with what became of it.
  struct Cell {
    var entry: Entry
    /// How long it ran; nil when that is not known, as after a crash.
    var seconds: Double?
    var outcome: Outcome
    /// Where it was run; nil where that is not known.
    var folder: String?

    /// Nil where the row holds other values than this program writes.
    init?(_ row: Row) {
      guard let entry = Entry(row) else { return nil }
      self.entry = entry
      seconds = row.value("seconds")
      folder = row.value("folder")
      outcome = row.value("outcome").flatMap { Outcome(rawValue: $0) } ?? .failed
    }
  }

  /// The last cells before `id` of all conversations, those that hold `text` where it is given; the
  /// oldest first.
  func cells(holding text: String?, before id: Int64?, limit: Int) -> [Cell] {
    let (condition, arguments) = Self.condition(holding: text.map { [$0] } ?? [])
    return read(orElse: []) { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM cells WHERE id < ? AND \(condition) ORDER BY id DESC LIMIT ?",
        arguments: [id ?? .max] + arguments + [limit]
      ).reversed().compactMap { Cell($0) }
    }
  }

  /// The cells that hold all of some words, the newest first and each text once: those of a folder before all others.
  public func search(_ text: String, inFolder folder: String?, limit: Int) -> [Entry] {
    let (condition, arguments) = Self.condition(
      holding: text.split(whereSeparator: \.isWhitespace).map(String.init))
    return read(orElse: []) { database in
      var found: [Entry] = []
      var seen: Set<String> = []
      func add(_ place: String, _ values: StatementArguments) throws {
        let rows = try Row.fetchCursor(
          database, sql: "SELECT * FROM cells WHERE \(place) AND \(condition) ORDER BY id DESC",
          arguments: values + arguments)
        while found.count < limit, let row = try rows.next() {
          if let entry = Entry(row), seen.insert(entry.text).inserted { found.append(entry) }
        }
      }
      if let folder { try add("folder = ?", [folder]) }
      try add("1", [])
      return found
    }
  }

  /// All cells of a conversation, in their order.
  func cells(of session: Int64) -> [Cell] {
    read(orElse: []) { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM cells WHERE session = ? ORDER BY id", arguments: [session]
      ).compactMap { Cell($0) }
    }
  }

  /// That a cell holds all of some texts; capitals count only in those that have some.
  static func condition(holding texts: [String]) -> (sql: String, arguments: StatementArguments) {
    let parts = texts.map { text in
      guard text == text.lowercased() else { return "instr(text, ?)" }
      // SQLite's own function knows the capitals of ASCII alone, but is the faster.
      let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
      return "instr(\(isPlain ? "lower" : DatabaseFunction.lowercase.name)(text), ?)"
    }
    return (parts.isEmpty ? "1" : parts.joined(separator: " AND "), StatementArguments(texts))
  }
}
