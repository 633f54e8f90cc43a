internal import GRDB
internal import Glibc

/// The database of all conversations: opened, checked, and moved aside where it is damaged.
///
/// Two conversations may use one file at once: the write-ahead log lets both read, and who must write
/// waits for the other. A file that is no database, or a damaged one, is renamed and never deleted.
struct HistoryStore {
  let queue: DatabaseQueue
  /// What a person should know about how it was opened.
  var warning: String?

  /// What this version writes; a higher number in a file is of a later version.
  private static let version = 2

  /// For conversations that leave nothing behind.
  static func inMemory() throws -> HistoryStore {
    let store = HistoryStore(queue: try DatabaseQueue(configuration: configuration))
    try store.prepare()
    return store
  }

  /// The file in `folder`, which is made. Throws `Failure` or an error of the database.
  static func open(folder: String) throws -> HistoryStore {
    Home.makeFolder(folder)
    let path = folder + "/history.sqlite"
    do {
      return try open(path)
    } catch let error as DatabaseError where error.isDamage {
      return try beginAnew(path, because: "the history was damaged")
    } catch let error as StrangeTables {
      return try beginAnew(path, because: "the history \(error.reason)")
    }
  }

  private static func beginAnew(_ path: String, because reason: String) throws -> HistoryStore {
    let place = try moveAside(path)
    var store = try open(path)
    store.warning = "\(reason); it is now \(place), and a new one begins"
    return store
  }

  private static func open(_ path: String) throws -> HistoryStore {
    // Made here, because SQLite would make it readable by others; its log takes over the rights.
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
    fchmod(descriptor, 0o600)
    close(descriptor)
    var configuration = configuration
    configuration.journalMode = .wal
    let store = HistoryStore(queue: try DatabaseQueue(path: path, configuration: configuration))
    try store.prepare()
    return store
  }

  /// Why there is no history, where it is not the database that says so.
  struct Failure: Error {
    var reason: String
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    // What is forgotten is not to be found in the file either.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
    return configuration
  }

  private func prepare() throws {
    let found = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
    guard found <= Self.version else {
      throw Failure(reason: "it was written by a later version of setl")
    }
    if found < Self.version {
      try queue.write { database in
        try database.execute(sql: Self.schema)
        // Version 1 did not know where a cell was run.
        if try !Self.hasFolders(database) {
          try database.execute(sql: "ALTER TABLE cells ADD COLUMN folder TEXT")
        }
        try database.execute(
          sql: "CREATE INDEX IF NOT EXISTS cells_of_folder ON cells (folder, id);"
            + "PRAGMA user_version = \(Self.version);")
      }
    }
    try queue.read(Self.checkColumns)
  }

  private static let schema = """
    CREATE TABLE IF NOT EXISTS sessions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      started REAL NOT NULL,
      process INTEGER NOT NULL,
      ended REAL,
      restores INTEGER);
    CREATE TABLE IF NOT EXISTS cells (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      session INTEGER NOT NULL REFERENCES sessions,
      number INTEGER NOT NULL,
      text TEXT NOT NULL,
      started REAL NOT NULL,
      seconds REAL,
      outcome TEXT NOT NULL,
      folder TEXT);
    CREATE INDEX IF NOT EXISTS cells_of_session ON cells (session);

    """

  private static func hasFolders(_ database: Database) throws -> Bool {
    try String.fetchAll(database, sql: "SELECT name FROM pragma_table_info('cells')")
      .contains("folder")
  }

  /// What `schema` gives each table; the first of the columns is its key.
  private static let columns = [
    "sessions": ["id", "started", "process", "ended", "restores"],
    "cells": ["id", "session", "number", "text", "started", "seconds", "outcome", "folder"],
  ]

  /// The tables are not those of this program, though the file says so.
  struct StrangeTables: Error {
    var reason: String
  }

  /// A file that somebody else changed may lack what every request names.
  private static func checkColumns(_ database: Database) throws {
    for (table, names) in columns {
      let rows = try Row.fetchAll(
        database, sql: "SELECT name, pk FROM pragma_table_info(?)", arguments: [table])
      let found = rows.compactMap { $0.value("name") as String? }
      if let missing = names.first(where: { !found.contains($0) }) {
        throw StrangeTables(reason: "lacks the column `\(missing)` of its table `\(table)`")
      }
      guard rows.contains(where: { $0.value("name") == names[0] && $0.value("pk") == 1 }) else {
        throw StrangeTables(reason: "has another key in its table `\(table)`")
      }
    }
  }

  /// Renames the file and its log; gives the new name, which nothing had before.
  static func moveAside(_ path: String) throws -> String {
    let time = path + ".damaged-\(Int(unixTime()))"
    var (place, number) = (time, 1)
    while access(place, F_OK) == 0 {
      number += 1
      place = "\(time)-\(number)"
    }
    guard rename(path, place) == 0 else { throw Failure(reason: String(cString: strerror(errno))) }
    for part in ["-wal", "-shm"] { rename(path + part, place + part) }
    return place
  }
}

extension DatabaseError {
  /// The file is no database, or not a whole one.
  var isDamage: Bool {
    resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB
  }
}
