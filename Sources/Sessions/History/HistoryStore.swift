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
  private static let version = 1

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
      let place = try moveAside(path)
      var store = try open(path)
      store.warning = "the history was damaged; it is now \(place), and a new one begins"
      return store
    }
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
    return configuration
  }

  private func prepare() throws {
    let found = try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
    guard found <= Self.version else {
      throw Failure(reason: "it was written by a later version of setl")
    }
    guard found < Self.version else { return }
    try queue.write { database in
      try database.execute(
        sql: """
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
            outcome TEXT NOT NULL);
          CREATE INDEX IF NOT EXISTS cells_of_session ON cells (session);
          PRAGMA user_version = \(Self.version);
          """)
    }
  }

  /// Renames the file and its log; gives the new name.
  static func moveAside(_ path: String) throws -> String {
    let place = path + ".damaged-\(Int(unixTime()))"
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
