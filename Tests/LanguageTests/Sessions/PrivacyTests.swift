import Evaluation
import Foundation
import GRDB
import Sessions
import Testing

/// A history that is one's own: what comes into it, what goes out of it, and what is found first.
@Suite struct PrivacyTests {
  private func run(_ cells: [String], in test: TestSession) {
    for cell in cells {
      let result = test.session.runCell(cell)
      if case .failed(let diagnostics) = result.end { Issue.record("\(cell): \(diagnostics)") }
    }
  }

  private func texts(_ home: TemporaryHome) -> [String] {
    home.history().recent(99).map(\.text).reversed()
  }

  @Test func aBlankKeepsACellOut() throws {
    let home = TemporaryHome()
    let test = try home.session()
    run(["let a = 1", " let token = \"hunter2\"", "\tlet b = 2", "token"], in: test)
    #expect(texts(home) == ["let a = 1", "token"])
    #expect(!test.session.runCell(" 1").isRecallable && test.session.runCell("1").isRecallable)
    // It is a cell all the same.
    #expect(test.session.runCell("In[2]").echo?.text.contains("hunter2") == true)
  }

  @Test func whileOneIsPrivateNothingIsKept() throws {
    let home = TemporaryHome()
    let test = try home.session()
    run(
      ["let a = 1", "session.private()", "let b = 2", "session.private(false)", "let c = 3"],
      in: test)
    #expect(texts(home) == ["let a = 1", "session.private()", "let c = 3"])
  }

  @Test func cellsAreForgottenByNumberTextPatternAndList() throws {
    let home = TemporaryHome()
    run(["let old = \"hunter2\"", "let fine = 1"], in: try home.session())
    let test = try home.session()
    run(["let a = 1", "let b = 2", "let c22 = 3", "let d = 4"], in: test)
    #expect(test.session.runCell("session.forget(2)").echo?.text == "1")
    #expect(test.session.runCell("session.forget(\"hunter\")").echo?.text == "1")
    #expect(test.session.runCell("session.forget(pattern(\"c\\\\d+\"))").echo?.text == "1")
    #expect(test.session.runCell("session.forget(session.history(\"let d\"))").echo?.text == "1")
    #expect(
      texts(home) == [
        "let fine = 1", "let a = 1", "session.forget(2)", "session.forget(pattern(\"c\\\\d+\"))",
        "session.forget(session.history(\"let d\"))",
      ])
    #expect(test.session.runCell("keys(In)").echo?.text == "[1, 5, 7, 8, 9]")
    #expect(test.session.runCell("session.forget(2)").diagnosticCode == "S0340")
    #expect(test.session.runCell("session.forget(\"\")").diagnosticCode == "S0302")
  }

  /// Not in a page that is free again, nor in the log beside the file.
  @Test func theFileHoldsNothingOfThem() throws {
    let home = TemporaryHome()
    let test = try home.session()
    run(["let a = 1", "let token = \"hunter2\"", "let b = 2"], in: test)
    run(["session.forget(\"hunter2\")"], in: test)
    test.session.settle()
    for name in ["history.sqlite", "history.sqlite-wal"] {
      let data = FileManager.default.contents(atPath: home.folder + "/" + name) ?? Data()
      #expect(data.range(of: Data("hunter2".utf8)) == nil, "\(name)")
    }
  }

  @Test func eachTextIsFoundOnceAndThoseOfTheFolderFirst() throws {
    let home = TemporaryHome()
    let test = try home.session()
    run(["let x = 1", "let y = 2", "let x = 1", "let z = 3", "let y = 2"], in: test)
    test.session.settle()
    try DatabaseQueue(path: home.database).write { database in
      try database.execute(sql: "UPDATE cells SET folder = iif(id < 4, '/here', '/there')")
    }
    let history = home.history()
    func found(_ folder: String?, _ limit: Int = 9) -> [String] {
      history.search("let", inFolder: folder, limit: limit).map(\.text)
    }
    #expect(found(nil) == ["let y = 2", "let z = 3", "let x = 1"])
    #expect(found("/here") == ["let x = 1", "let y = 2", "let z = 3"])
    #expect(found("/here", 2) == ["let x = 1", "let y = 2"])
  }

  /// A file of the version before gets what it lacks, and keeps what it has.
  @Test func anOlderFileIsTakenOver() throws {
    let home = TemporaryHome()
    run(["let x = 1"], in: try home.session())
    try DatabaseQueue(path: home.database).write { database in
      try database.execute(
        sql:
          "DROP INDEX cells_of_folder; ALTER TABLE cells DROP COLUMN folder; PRAGMA user_version = 1"
      )
    }
    let test = try home.session()
    run(["let y = 2"], in: test)
    #expect(test.session.notices.take().isEmpty)
    #expect(texts(home) == ["let x = 1", "let y = 2"])
    let folders = "[session.history()[0].folder, session.history()[1].folder == working_folder()]"
    #expect(test.session.runCell(folders).echo?.text == "[none, true]")
  }

  @Test func chosenCellsAreExported() throws {
    let home = TemporaryHome()
    run(["let old = 1"], in: try home.session())
    let test = try home.session()
    let path = home.folder + "/"
    run(
      [
        "let new = 2", "session.save(\"\(path)old.setl\", cells: session.history(\"old =\")[0..1])",
        "save(session.history(\"let\")[0..2], \"\(path)cells.json\")",
        "save(session.history(\"let\")[0..2], \"\(path)cells.csv\")",
        "let cells = read_json(\"\(path)cells.json\")",
      ], in: test)
    #expect(
      test.session.runCell("[cells[0].text, read_csv(\"\(path)cells.csv\")[1].text]").echo?.text
        == "[\"let old = 1\", \"let new = 2\"]")
    #expect(
      test.session.runCell("read_text(\"\(path)old.setl\")").echo?.text
        == "\"# %%\\nlet old = 1\\n\"")
  }
}
