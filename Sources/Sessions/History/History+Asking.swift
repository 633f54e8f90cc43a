internal import GRDB

/// What kernels are asked: the oldest first, each cell as it was run.
extension History {
  /// The last cells of all conversations.
  public func tail(_ limit: Int) -> [Entry] {
    entries("SELECT * FROM cells ORDER BY id DESC LIMIT ?", [limit]).reversed()
  }

  /// The last cells that a pattern of `*`, `?` and `[…]` describes as a whole; of equal ones the last alone
  /// where each is wanted `onlyOnce`.
  public func matching(_ pattern: String, onlyOnce: Bool, limit: Int) -> [Entry] {
    let chosen = onlyOnce ? "id IN (SELECT max(id) FROM cells GROUP BY text)" : "1"
    return entries(
      "SELECT * FROM cells WHERE text GLOB ? AND \(chosen) ORDER BY id DESC LIMIT ?",
      [pattern, limit]
    ).reversed()
  }

  /// Cells of one conversation by their numbers, `from` that one and before `to`. It is counted from 1, or
  /// back from `now` by 0 and less.
  public func range(
    ofSession number: Int, now: Int64?, from: Int, to: Int?, limit: Int
  ) -> [Entry] {
    let session =
      number > 0
      ? Int64(number)
      : (now ?? 0).subtractingReportingOverflow(
        Int64(number.magnitude)
      ).partialValue
    return entries(
      "SELECT * FROM cells WHERE session = ? AND number >= ? AND number < ? ORDER BY id LIMIT ?",
      [session, from, to ?? .max, limit])
  }

  private func entries(_ sql: String, _ arguments: StatementArguments) -> [Entry] {
    read(orElse: []) { try Row.fetchAll($0, sql: sql, arguments: arguments) }.compactMap {
      Entry($0)
    }
  }
}
