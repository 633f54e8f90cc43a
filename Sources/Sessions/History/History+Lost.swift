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
          SELECT id, restores IS NOT NULL AS isRestoring FROM sessions
          WHERE ended IS NULL AND id IS NOT ? AND id IN (SELECT session FROM cells)
          ORDER BY id DESC
          """, arguments: [session])
    }
    var lost: Lost?
    var givenUp: [Int64] = []
    for row in open {
      guard let id: Int64 = row.value("id"), !JournalFolder.isAlive(id, home: folder) else {
        continue
      }
      // One that was lost while it brought back another leaves the other to be brought back.
      let isRestoring = row.value("isRestoring") == true
      let count = lost == nil && !isRestoring ? cells(of: id).count : 0
      if count > 0, !JournalFolder.isRemoved(id, home: folder) {
        lost = Lost(session: id, cellCount: count, isLast: true)
      } else {
        givenUp.append(id)
      }
    }
    if !givenUp.isEmpty {
      write { database in
        for id in givenUp {
          try database.execute(
            sql: "UPDATE sessions SET ended = started WHERE id = ?", arguments: [id])
        }
      }
    }
    JournalFolder.sweep(home: folder, but: lost?.session)
    guard let found = lost else { return nil }
    lost?.isLast = read(orElse: false) { database in
      try Int.fetchOne(
        database,
        sql: """
          SELECT COUNT(*) FROM sessions
          WHERE id > ? AND ended > started AND id IN (SELECT session FROM cells)
          """, arguments: [found.session]) == 0
    }
    return lost
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
