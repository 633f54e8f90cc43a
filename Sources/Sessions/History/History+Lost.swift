internal import GRDB

extension History {
  /// A conversation that ended unexpectedly.
  struct Lost {
    var session: Int64
    var cellCount: Int
    /// No other conversation has had cells and ended since.
    var isLast: Bool
  }

  /// The last conversation that neither runs nor ended as it should. Those before it are given up, and
  /// what is kept of them for restoring goes.
  func findLost() -> Lost? {
    guard let folder, !isInMemory else { return nil }
    let open = read(orElse: []) { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT id, restores FROM sessions
          WHERE ended IS NULL AND id IS NOT ? AND id IN (SELECT session FROM cells)
          ORDER BY id DESC
          """, arguments: [session])
    }
    var lost: Int64?
    var givenUp: [Int64] = []
    for row in open where !JournalFolder.isAlive(row["id"], home: folder) {
      // One that was lost while it brought back another leaves the other to be brought back.
      let isRestoring = (row["restores"] as Int64?) != nil
      if lost == nil && !isRestoring { lost = row["id"] } else { givenUp.append(row["id"]) }
    }
    if !givenUp.isEmpty {
      write { database in
        for id in givenUp {
          try database.execute(
            sql: "UPDATE sessions SET ended = started WHERE id = ?", arguments: [id])
        }
      }
    }
    JournalFolder.sweep(home: folder, but: lost)
    guard let lost else { return nil }
    return read(orElse: nil) { database in
      Lost(
        session: lost,
        cellCount: try Int.fetchOne(
          database, sql: "SELECT COUNT(*) FROM cells WHERE session = ?", arguments: [lost]) ?? 0,
        isLast: try Int.fetchOne(
          database,
          sql: """
            SELECT COUNT(*) FROM sessions
            WHERE id > ? AND ended > started AND id IN (SELECT session FROM cells)
            """, arguments: [lost]) == 0)
    }
  }

  /// This conversation begins, or ends, to bring another back.
  func setRestoring(_ lost: Int64?) {
    write { database in
      try database.execute(
        sql: "UPDATE sessions SET restores = ? WHERE id = ?", arguments: [lost, session])
    }
  }

  /// All of a lost conversation is in this one now.
  func endRestored(_ lost: Lost) {
    write { database in
      try database.execute(
        sql: "UPDATE sessions SET ended = ? WHERE id = ?", arguments: [unixTime(), lost.session])
      try database.execute(
        sql: "UPDATE sessions SET restores = NULL WHERE id = ?", arguments: [session])
    }
    if let folder { JournalFolder.remove(JournalFolder.path(folder, lost.session)) }
  }
}
