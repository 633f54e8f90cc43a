internal import GRDB

extension History {
  /// A cell with what became of it.
  struct Cell {
    var entry: Entry
    /// How long it ran; nil when that is not known, as after a crash.
    var seconds: Double?
    var outcome: Outcome

    /// Nil where the row holds other values than this program writes.
    init?(_ row: Row) {
      guard let entry = Entry(row) else { return nil }
      self.entry = entry
      seconds = row.value("seconds")
      outcome = row.value("outcome").flatMap { Outcome(rawValue: $0) } ?? .failed
    }
  }

  /// The last cells before `id` of all conversations, those that hold `text` where it is given; the
  /// oldest first.
  func cells(holding text: String?, before id: Int64?, limit: Int) -> [Cell] {
    let condition = text.map { Self.condition(holding: $0) } ?? "1"
    return read(orElse: []) { database in
      try Row.fetchAll(
        database,
        sql: "SELECT * FROM cells WHERE id < :id AND \(condition) ORDER BY id DESC LIMIT :limit",
        arguments: ["id": id ?? .max, "limit": limit] + (text.map { ["text": $0] } ?? [:])
      ).reversed().compactMap { Cell($0) }
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

  /// That a cell holds `:text`, where capitals count only if `text` has some.
  static func condition(holding text: String) -> String {
    guard text == text.lowercased() else { return "instr(text, :text)" }
    // SQLite's own function knows the capitals of ASCII alone, but is the faster.
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
    return "instr(\(isPlain ? "lower" : DatabaseFunction.lowercase.name)(text), :text)"
  }
}
