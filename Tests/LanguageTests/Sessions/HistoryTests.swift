import Evaluation
import Foundation
import GRDB
import Sessions
import Testing

/// The cells that are kept from one conversation to the next.
@Suite struct HistoryTests {
  private func run(_ cells: [String], in test: TestSession) {
    for cell in cells { _ = test.session.runCell(cell) }
  }

  @Test func theNextSessionSeesTheCells() throws {
    let home = TemporaryHome()
    run(["let x = 1", "x + 1"], in: try home.session())
    run(["let y = 2"], in: try home.session())
    let entries = home.history().recent(10)
    #expect(entries.map(\.text) == ["let y = 2", "x + 1", "let x = 1"])
    #expect(entries.map(\.number) == [1, 2, 1])
    #expect(entries[1].session == entries[2].session && entries[0].session > entries[1].session)
    #expect(abs(entries[0].time - Date().timeIntervalSince1970) < 600)
  }

  @Test func equalNeighboursAreOneAndPagesDoNotRepeatThem() throws {
    let home = TemporaryHome()
    run(["1", "2", "2", "2", "3", "3", "1"], in: try home.session())
    let history = home.history()
    #expect(history.recent(10).map(\.text) == ["1", "3", "2", "1"])
    var pages: [String] = []
    var last: Int64?
    while let entry = history.recent(1, before: last).first {
      pages.append(entry.text)
      last = entry.id
    }
    #expect(pages == ["1", "3", "2", "1"])
  }

  @Test func searchMindsCapitalsWhereThereAreSome() throws {
    let home = TemporaryHome()
    run(
      ["let Ärger = 1", "let ärger = 2", "let rate_100 = 3", "let Rate = 4"], in: try home.session()
    )
    let history = home.history()
    #expect(history.search("ärger", inFolder: nil, limit: 9).count == 2)
    #expect(history.search("Ärger", inFolder: nil, limit: 9).map(\.text) == ["let Ärger = 1"])
    #expect(
      history.search("rate", inFolder: nil, limit: 9).map(\.text) == [
        "let Rate = 4", "let rate_100 = 3",
      ])
    #expect(history.search("Rate", inFolder: nil, limit: 9).map(\.text) == ["let Rate = 4"])
    #expect(history.search("rate", inFolder: nil, limit: 1).map(\.number) == [4])
    #expect(history.search("100 let", inFolder: nil, limit: 9).map(\.number) == [3])
    #expect(history.search("100 Rate", inFolder: nil, limit: 9).isEmpty)
    // No patterns: what is looked for is text.
    #expect(
      history.search("%", inFolder: nil, limit: 9).isEmpty
        && history.search("rate?100", inFolder: nil, limit: 9).isEmpty)
  }

  /// Looks at the history from outside whenever the program prints.
  private final class Onlooker: OutputSink {
    let history: History
    var seen: [String] = []
    init(_ history: History) { self.history = history }
    func write(_ text: String) { seen += history.recent(1).map(\.text) }
    func display(_ bundle: DisplayBundle) {}
    func progress(_ progress: Evaluation.Progress?) {}
    func milestone(_ line: String, details: [String]) {}
  }

  @Test func aCellIsKeptBeforeItRuns() throws {
    let home = TemporaryHome()
    let onlooker = Onlooker(home.history())
    let session = try TestSession.session(output: onlooker, history: home.history())
    _ = session.runCell("print(1)")
    _ = session.runCell("print(2)")
    #expect(onlooker.seen == ["print(1)", "print(2)"])
  }

  @Test func sessionsAtOnceLoseNothing() throws {
    let home = TemporaryHome()
    DispatchQueue.concurrentPerform(iterations: 4) { part in
      let history = home.history()
      for number in 1...50 {
        guard let cell = history.begin("\(part) \(number)", number: number) else { continue }
        history.end(cell, .finished, seconds: 0)
      }
    }
    let entries = home.history().recent(1000)
    #expect(Set(entries.map(\.text)).count == 200)
    #expect(Set(entries.map(\.session)).count == 4)
  }

  @Test func theOwnerAloneMayRead() throws {
    let home = TemporaryHome()
    let test = try home.session()
    run(["1"], in: test)
    func rights(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try rights(home.folder) == 0o700)
    for part in ["", "-wal", "-shm"] {
      #expect(try rights(home.database + part) == 0o600, "\(part)")
    }
  }

  @Test func aHomeThatCannotBeWrittenIsToldOnce() throws {
    let home = TemporaryHome()
    try FileManager.default.createDirectory(
      atPath: home.folder, withIntermediateDirectories: true)
    try Data("no folder".utf8).write(to: URL(filePath: home.folder + "/file"))
    let test = try TestSession(history: History(folder: home.folder + "/file/home"))
    run(["let x = 20", "x + 1"], in: test)
    #expect(test.session.runCell("x + 2").echo?.text == "22")
    let notices = test.session.notices.take()
    #expect(notices.count == 1 && notices[0].line.contains("Not a directory"), "\(notices)")
    #expect(test.session.history.recent(9).map(\.text) == ["x + 2", "x + 1", "let x = 20"])
  }

  @Test func whatIsNoDatabaseIsMovedAside() throws {
    let home = TemporaryHome()
    run(["1"], in: try home.session())
    let damaged = Data(String(repeating: "this is no database ", count: 500).utf8)
    try damaged.write(to: URL(filePath: home.database))
    let test = try home.session()
    run(["2", "3"], in: test)
    #expect(test.session.notices.take().count == 1)
    #expect(home.history().recent(9).map(\.text) == ["3", "2"])
    let aside = try FileManager.default.contentsOfDirectory(atPath: home.folder)
      .filter { $0.hasPrefix("history.sqlite.damaged-") && !$0.hasSuffix("-wal") }
    #expect(
      try aside.map { try Data(contentsOf: URL(filePath: home.folder + "/" + $0)) }.contains(
        damaged))
  }

  /// Somebody changed the tables: each column is one that a request names.
  @Test(arguments: [
    "ALTER TABLE cells DROP COLUMN text", "ALTER TABLE cells RENAME COLUMN seconds TO minutes",
    "ALTER TABLE sessions DROP COLUMN restores", "PRAGMA foreign_keys = OFF; DROP TABLE sessions",
    "CREATE TABLE spare AS SELECT * FROM cells; DROP TABLE cells; ALTER TABLE spare RENAME TO cells",
  ])
  func strangeTablesAreMovedAside(change: String) throws {
    let home = TemporaryHome()
    run(["1"], in: try home.session())
    try DatabaseQueue(path: home.database).writeWithoutTransaction { try $0.execute(sql: change) }
    let test = try home.session()
    #expect(test.session.restoreOffer == nil)
    run(["2"], in: test)
    let notices = test.session.notices.take()
    #expect(notices.count == 1 && notices[0].line.contains("it is now"), "\(notices)")
    #expect(home.history().recent(9).map(\.text) == ["2"])
    let names = try FileManager.default.contentsOfDirectory(atPath: home.folder)
    #expect(names.contains { $0.hasPrefix("history.sqlite.damaged-") })
  }

  @Test func damageWhileASessionRunsIsSurvived() throws {
    let home = TemporaryHome()
    let test = try home.session()
    run((0..<200).map { "let x\($0) = \"\(String(repeating: "y", count: 200))\"" }, in: test)
    // All but the header, under the feet of the session.
    for part in ["", "-wal"] {
      let file = try FileHandle(forUpdating: URL(filePath: home.database + part))
      let size = try file.seekToEnd()
      try file.seek(toOffset: 100)
      try file.write(contentsOf: Data(repeating: 0x5A, count: max(Int(size) - 100, 0)))
      try file.close()
    }
    run(["1", "2"], in: test)
    #expect(test.session.runCell("x7 == x8").echo?.text == "true")
    #expect(test.session.notices.take().count <= 1)
    let next = try home.session()
    run(["let z = 1"], in: next)
    #expect(next.session.history.recent(1).map(\.text) == ["let z = 1"])
  }

  @Test func aLaterVersionIsLeftAlone() throws {
    let home = TemporaryHome()
    do {
      let test = try home.session()
      run(["1"], in: test)
    }
    func setVersion(_ number: UInt8) throws {
      // Where SQLite keeps the number that is the application's own.
      let file = try FileHandle(forUpdating: URL(filePath: home.database))
      try file.seek(toOffset: 60)
      try file.write(contentsOf: Data([0, 0, 0, number]))
      try file.close()
    }
    try setVersion(99)
    do {
      let test = try home.session()
      run(["2"], in: test)
      let notices = test.session.notices.take()
      #expect(notices.count == 1 && notices[0].line.contains("later version"))
    }
    try setVersion(1)
    #expect(home.history().recent(9).map(\.text) == ["1"])
  }

  /// A file that is a database, and holds what this program never writes.
  @Test func strangeRowsArePassedOver() throws {
    let home = TemporaryHome()
    run(["let kept = 1"], in: try home.session())
    let database = try DatabaseQueue(path: home.database)
    try database.write { database in
      for (text, number, seconds) in [
        ("x'ff00'", "1", "1"), ("'text'", "'many'", "1"), ("'text'", "9223372036854775807", "1"),
        ("'let told = 2'", "2", "-1e301"), ("'let long = 3'", "3", "1e301"),
      ] {
        try database.execute(
          sql: """
            INSERT INTO cells (session, number, text, started, seconds, outcome)
            VALUES (1, \(number), \(text), 1e301, \(seconds), 'strange')
            """)
      }
    }
    let test = try home.session()
    run(["session.history()", "session.history(\"let\")"], in: test)
    #expect(
      test.session.history.recent(9).map(\.text).contains("let long = 3"))
    #expect(test.session.history.search("let", inFolder: nil, limit: 9).count >= 3)
    #expect(test.session.runCell("session.history()").echo?.text.contains("let kept = 1") == true)
  }

  /// A lost conversation whose rows no program writes is no reason to fail at each start.
  @Test(arguments: [
    ("UPDATE sessions SET restores = 'x'", true),
    ("UPDATE sessions SET restores = x'00ff'", true),
    ("UPDATE sessions SET restores = 1e300", true), ("UPDATE sessions SET started = 'x'", true),
    ("UPDATE cells SET number = 'x'", false), ("UPDATE cells SET text = x'ff'", false),
    ("UPDATE cells SET number = 'x' WHERE number = 1", true),
  ])
  func strangeLostSessions(_ change: String, isOffered: Bool) throws {
    let home = TemporaryHome()
    run(["let x = 1", "x"], in: try home.session())
    try DatabaseQueue(path: home.database).write { try $0.execute(sql: change) }
    let test = try home.session()
    #expect((test.session.restoreOffer != nil) == isOffered)
    run(["restore()"], in: test)
    let cells = change.contains("WHERE") ? "1 cell" : "2 cells"
    #expect((test.output.milestones.last == "brought back: \(cells)") == isOffered)
  }

  @Test func withoutAHomeNothingIsWritten() throws {
    let test = try TestSession()
    run(["1"], in: test)
    #expect(test.session.history.recent(9).count == 1)
  }
}
