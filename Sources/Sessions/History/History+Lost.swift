internal import GRDB

extension History {
  /// A conversation that ended unexpectedly.
  struct Lost {
    var session: Int64
    var cellCount: Int
    /// No other conversation has had cells and ended since, but for those that were brought back and
    /// those that brought back.
    var isLast: Bool
  }

  /// The conversations that neither run nor ended as they should, the last first: those since which
  /// nobody went on without them, as where a machine stopped, and the last in any case. Those before them
  /// are given up, and what is kept of them for restoring goes.
  func findLost() -> [Lost] {
    guard let folder, !isInMemory else { return [] }
    let open = read(orElse: []) { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT id,
            restores IN (SELECT id FROM sessions WHERE ended IS NULL) AS isRestoring,
            NOT EXISTS (
              SELECT 1 FROM sessions AS later
              WHERE later.id > sessions.id AND later.ended > later.started
                AND later.restores IS NULL AND later.id IN (SELECT session FROM cells)) AS isLast
          FROM sessions
          WHERE ended IS NULL AND id IS NOT ? AND id IN (SELECT session FROM cells)
          ORDER BY id DESC
          """, arguments: [session])
    }
    var lost: [Lost] = []
    var givenUp: [Int64] = []
    for row in open {
      guard let id: Int64 = row.value("id"), !JournalFolder.isAlive(id, home: folder) else {
        continue
      }
      // One that was lost while it brought back another leaves the other to be brought back.
      let isRestoring = row.value("isRestoring") == true
      let isLast = row.value("isLast") == true
      let count = (lost.isEmpty || isLast) && !isRestoring ? cells(of: id).count : 0
      if count > 0, !JournalFolder.isRemoved(id, home: folder) {
        lost.append(Lost(session: id, cellCount: count, isLast: isLast))
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
    JournalFolder.sweep(home: folder, but: Set(lost.map(\.session)))
    return lost
  }

  /// This conversation begins, or ends, to bring another back.
  func setRestoring(_ lost: Int64?) {
    write { database in
      try database.execute(
        sql: "UPDATE sessions SET restores = ? WHERE id = ?", arguments: [lost, session])
    }
  }

  /// All of a lost conversation is in this one now, whose mark stays: neither of them says that somebody
  /// went on without those that were lost with it.
  func endRestored(_ lost: Lost) {
    write { database in
      try database.execute(
        sql: "UPDATE sessions SET ended = started WHERE id = ?", arguments: [lost.session])
    }
    if let folder { JournalFolder.remove(JournalFolder.path(folder, lost.session)) }
  }
}
