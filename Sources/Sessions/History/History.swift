internal import GRDB
internal import Glibc
internal import WholeFiles

/// The cells of this conversation and of all before it.
///
/// A cell is written before it runs, so that not even a crash loses it, and its outcome after. Where the
/// file cannot be used, the conversation goes on with a history in memory, and says so once. The file is
/// opened when it is first needed.
public final class History {
  /// A cell as it was typed.
  public struct Entry: Sendable, Equatable {
    /// Grows with time, over all conversations.
    public var id: Int64
    public var text: String
    /// The conversation it belongs to.
    public var session: Int64
    /// Of `In [n]`.
    public var number: Int
    /// When it was run, in seconds since 1970.
    public var time: Double
  }

  /// Where the file and the journals are; nil in memory.
  let folder: String?
  /// This conversation, once it has a cell.
  private(set) var session: Int64?
  /// Its number, once it has a cell.
  public var number: Int64? { session }
  /// Where its trainings are kept; nil in memory.
  private(set) var journal: Journal?
  /// Told what a person should know about the history itself.
  var onProblem: (String) -> Void = { _ in }
  private var store: HistoryStore?
  /// The file that could not be used any more, for the mark that the conversation ended.
  private var abandoned: HistoryStore?

  /// Cells are kept in a file of `folder`, or only as long as this object where it is nil.
  public init(folder: String?) { self.folder = folder }

  /// Cells that were taken out since it was opened.
  public internal(set) var forgotten: Set<Int64> = []

  // MARK: Asking

  /// The last cells before `id`, the newest first; of equal neighbours the newest alone.
  public func recent(_ limit: Int, before id: Int64? = nil) -> [Entry] {
    read(orElse: []) { database in
      var entries: [Entry] = []
      var last = try id.flatMap {
        try String.fetchOne(database, sql: "SELECT text FROM cells WHERE id = ?", arguments: [$0])
      }
      let rows = try Row.fetchCursor(
        database, sql: "SELECT * FROM cells WHERE id < ? ORDER BY id DESC",
        arguments: [id ?? .max])
      while entries.count < limit, let row = try rows.next() {
        guard let entry = Entry(row) else { continue }
        if entry.text != last { entries.append(entry) }
        last = entry.text
      }
      return entries
    }
  }

  // MARK: Using the store

  /// What `body` finds; `standard` where nothing can be read.
  func read<Result>(orElse standard: Result, _ body: (Database) throws -> Result) -> Result {
    perform { try $0.read(body) } ?? standard
  }

  /// Carries out `body` whole or not at all; nil where that cannot be done.
  @discardableResult
  func write<Result>(_ body: (Database) throws -> Result) -> Result? {
    perform { try $0.write(body) }
  }

  /// Writes what stands in the log into the file itself.
  func cleanLog() {
    _ = perform { queue in
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }
  }

  private func perform<Result>(_ body: (DatabaseQueue) throws -> Result) -> Result? {
    for _ in 0..<2 {
      do {
        return try body(try opened().queue)
      } catch {
        guard folder != nil, !isInMemory else { return nil }
        fallBack(error)
      }
    }
    return nil
  }

  private func opened() throws -> HistoryStore {
    if let store { return store }
    let made =
      if let folder, !isInMemory { try HistoryStore.open(folder: folder) } else {
        try HistoryStore.inMemory()
      }
    if let warning = made.warning { onProblem(warning) }
    store = made
    return made
  }

  /// The file could not be used.
  private(set) var isInMemory = false

  /// From now on in memory, with what can still be read of the file.
  private func fallBack(_ error: any Error) {
    isInMemory = true
    var reason = "\(error)"
    if let error = error as? HistoryStore.Failure { reason = error.reason }
    if let error = error as? DatabaseError {
      reason = error.message ?? "\(error.resultCode)"
      if error.isDamage, let folder,
        let place = try? HistoryStore.moveAside(folder + "/history.sqlite")
      {
        reason += "; the file is now \(place)"
      }
    }
    onProblem("the history is kept until this session ends, not longer: \(reason)")
    abandoned = store
    store = try? HistoryStore.inMemory()
    if let abandoned, let store { try? abandoned.queue.backup(to: store.queue) }
  }

  // MARK: Recording

  /// What became of a cell.
  package enum Outcome: String {
    case running, finished, failed, interrupted
  }

  /// A cell is about to run; gives its id.
  package func begin(_ text: String, number: Int) -> Int64? {
    if session == nil { beginSession() }
    return write { database in
      let now = unixTime()
      // Where the session is known, the first changes nothing: only a new history in memory lacks it.
      try database.execute(
        sql: "INSERT OR IGNORE INTO sessions (id, started, process) VALUES (?, ?, ?)",
        arguments: [session, now, getpid()])
      try database.execute(
        sql: """
          INSERT INTO cells (session, number, text, started, outcome, folder)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          session, number, text, now, Outcome.running.rawValue, WrittenPath.workingFolder,
        ])
      return database.lastInsertedRowID
    }
  }

  /// Its lock is held before it has a cell, so that nobody takes it for a lost one.
  private func beginSession() {
    session = write { database in
      try database.execute(
        sql: "INSERT INTO sessions (started, process) VALUES (?, ?)",
        arguments: [unixTime(), getpid()])
      return database.lastInsertedRowID
    }
    if let folder, let session, !isInMemory {
      journal = JournalFolder(home: folder, session: session).map { Journal($0) }
    }
  }

  /// The cell is over.
  package func end(_ cell: Int64, _ outcome: Outcome, seconds: Double) {
    write { database in
      try database.execute(
        sql: "UPDATE cells SET outcome = ?, seconds = ? WHERE id = ?",
        arguments: [outcome.rawValue, seconds, cell])
    }
  }

  /// The conversation ends as it should.
  package func end() {
    guard let session else { return }
    let mark = { (database: Database) in
      try database.execute(
        sql: "UPDATE sessions SET ended = ? WHERE id = ?", arguments: [unixTime(), session])
    }
    write(mark)
    try? abandoned?.queue.write(mark)
    journal?.remove()
    journal = nil
  }
}

extension History.Entry {
  /// Nil where the row holds other values than this program writes.
  init?(_ row: Row) {
    guard let id: Int64 = row.value("id"), let text: String = row.value("text"),
      let session: Int64 = row.value("session"), let number: Int = row.value("number"),
      (0..<1 << 50).contains(number), let time: Double = row.value("started")
    else { return nil }
    self.init(id: id, text: text, session: session, number: number, time: time)
  }
}

extension Row {
  /// What is in a column; nil where that is of another kind, or there is no such column.
  func value<Kind: DatabaseValueConvertible>(_ column: String) -> Kind? {
    guard hasColumn(column) else { return nil }
    return Kind.fromDatabaseValue(self[column] as DatabaseValue)
  }
}
