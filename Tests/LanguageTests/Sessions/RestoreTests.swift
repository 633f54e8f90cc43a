import Evaluation
import Foundation
import Sessions
import Testing

/// A conversation that ends without saying so, and the next one that brings it back.
@Suite struct RestoreTests {
  /// Runs cells in a conversation that is then dropped; what `look` gives before that.
  @discardableResult
  private func lose(
    _ cells: [String], in home: TemporaryHome, looking look: String = "none"
  ) throws -> String? {
    let test = try home.session()
    for cell in cells { _ = test.session.runCell(cell) }
    return test.run("print(\(look))").lines.last
  }

  private func look(_ expression: String, _ test: TestSession) -> String? {
    test.output.clear()
    return test.run("print(\(expression))").lines.last
  }

  private static let model = [
    "let data = toy_reviews(80, seed: 1)",
    """
    let model = sequential(sparse_embedding(vocabulary: 400, units: 8, density: 0.3),
                           sparse_lstm(units: 8, density: 0.3, dropout: 0.1), dense(1))
    """,
  ]
  /// What the model answers, and how its random choices and the session's go on.
  private static let state = """
    [predict(model, data.test), evaluate(model, data.test).loss, density(model), random_normal(3),
     evolve(model, set_evolution(zeta: 0.5)), predict(model, data.test)]
    """

  @Test func aProperEndLeavesNothingToBringBack() throws {
    let home = TemporaryHome()
    do {
      let test = try home.session()
      _ = test.session.runCell("let x = 1")
      test.session.end()
    }
    let test = try home.session()
    #expect(test.session.restoreOffer == nil)
    #expect(test.errorCode(of: "restore()") == "S0340")
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.folder + "/journal").isEmpty)
  }

  @Test func cellsRunAgainInTheirOrder() throws {
    let home = TemporaryHome()
    let cells = [
      "let x = 1", "let xs = [x]", "append(xs, random_uniform(2)); nonsense", "print(\"seen\")",
      "throw x", "6 * 7", "append(xs, _ + Out[6])", "fn f() { x + 1 }",
    ]
    let before = try lose(cells, in: home, looking: "[xs, f(), random_uniform(2)]")
    let test = try home.session()
    #expect(
      test.session.restoreOffer
        == "the last session ended unexpectedly after 8 cells: restore() brings it back")
    // A cell before is no obstacle, and draws nothing from the random numbers of the lost session.
    _ = test.session.runCell("let before = random_uniform(5)")
    _ = test.session.runCell("restore()")
    #expect(test.output.text.isEmpty)
    #expect(test.output.milestones.last == "brought back: 8 cells")
    #expect(test.output.milestones.contains { $0.hasPrefix("In [5] throw x  S0320") })
    #expect(test.session.cellCount == 8)
    #expect(look("[xs, f(), random_uniform(2)]", test) == before)
    #expect(test.session.runCell("[In[6], Out[6]]").echo?.text == "[\"6 * 7\", 42]")
    #expect(test.errorCode(of: "restore()") == "S0340")
  }

  @Test func whatWasBroughtBackCanBeLostAgain() throws {
    let home = TemporaryHome()
    try lose(["let x = 1", "x += 1"], in: home)
    try lose(["restore()", "x += 10", "Out[1] == none"], in: home)
    let test = try home.session()
    _ = test.session.runCell("restore()")
    #expect(look("x", test) == "12")
    test.session.end()
    #expect(try home.session().session.restoreOffer == nil)
  }

  @Test func aJobHasNoSessionToBringBack() throws {
    let test = try TestSession()
    #expect(test.errorCode(of: "background(() => restore()).wait()") == "S0332")
  }

  @Test func aSessionThatRunsIsNotLost() throws {
    let home = TemporaryHome()
    let first = try home.session()
    _ = first.session.runCell("let x = 1")
    #expect(try home.session().session.restoreOffer == nil)
    #expect(first.session.runCell("x").echo?.text == "1")
  }

  @Test func theLastLostOneIsBroughtBackAndOthersLeaveNothing() throws {
    let home = TemporaryHome()
    for number in 1...3 { try lose(["let x = \(number)"], in: home) }
    do {
      let test = try home.session()
      _ = test.session.runCell("let y = 1")
      test.session.end()
    }
    // Not the last any more: not offered, but still there.
    let test = try home.session()
    #expect(test.session.restoreOffer == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.folder + "/journal") == ["3"])
    _ = test.session.runCell("restore()")
    #expect(look("x", test) == "3")
  }

  @Test(arguments: ["last", "best"])
  func trainingsAreNotComputedAgain(_ keep: String) throws {
    let home = TemporaryHome()
    let fit = """
      let history = fit(model, data.train, epochs: 4, optimizer: adam(rate: 0.03), batch: 8,
                        evolution: set_evolution(zeta: 0.3), validation: data.test, keep: "\(keep)")
      """
    let cells = Self.model + [fit, "let again = fit(model, data.train, epochs: 1)"]
    let state =
      "[\(Self.state), history.best_epoch, history.loss, history.validation_accuracy, again.loss, history.seconds]"
    let before = try lose(cells, in: home, looking: state)
    let test = try home.session()
    _ = test.session.runCell("restore()")
    // The seconds are the old ones: nothing was computed.
    #expect(look(state, test) == before)
  }

  @Test(arguments: [1, 2])
  func aLoopByHandSeesTheModelOfEachReport(_ epochs: Int) throws {
    let home = TemporaryHome()
    let loop = """
      let losses = []
      let seconds = 0
      for report in training(model, data.train, epochs: 3, batch: 8, optimizer: adam(rate: 0.03)) {
          append(losses, evaluate(model, data.test).loss)
          evolve(model, set_evolution(zeta: 0.3))
          seconds += report.seconds
          if report.epoch == \(epochs) { break }
      }
      """
    let state = "[losses, \(Self.state), seconds]"
    let lines = try lose(Self.model + [loop], in: home, looking: state)
    let before = try #require(lines).split(separator: ", ")
    let test = try home.session()
    _ = test.session.runCell("restore()")
    let after = try #require(look(state, test)).split(separator: ", ")
    #expect(after.dropLast() == before.dropLast())
    // The first model is always kept; where a later one was not, all are computed again.
    if epochs == 1 { #expect(after.last == before.last) }
  }

  /// Ends the conversation in the midst of a cell, as a crash would: the process is another.
  private func loseWhileRunning(_ cells: [String], in home: TemporaryHome) throws {
    try lose(cells, in: home)
    // What runs in a session that is gone cannot be had in one process; its mark can.
    let history = home.history()
    history.end(try #require(history.recent(1).first).id, .running, seconds: 0)
  }

  @Test func theRunningCellComesBackAsFarAsItTrained() throws {
    let home = TemporaryHome()
    let fit =
      "let history = fit(model, data.train, epochs: 3, batch: 8)\nlet later = fit(model, data.train)"
    let first = Self.model + ["let history = fit(model, data.train, epochs: 3, batch: 8)"]
    let before = try lose(first, in: home, looking: "[history.loss, predict(model, data.test)]")
    try loseWhileRunning(Self.model + [fit], in: home)
    // The second training had no report yet.
    let journal = home.folder + "/journal/2"
    let second = try #require(
      FileManager.default.contentsOfDirectory(atPath: journal).first { $0.hasSuffix("-2") })
    try FileManager.default.removeItem(atPath: journal + "/" + second)
    var seconds: Set<String?> = []
    for _ in 0..<2 {
      let test = try home.session()
      _ = test.session.runCell("restore()")
      seconds.insert(self.look("history.seconds", test))
      #expect(test.output.milestones.contains { $0.contains("S0341") })
      #expect(look("[history.loss, predict(model, data.test)]", test) == before)
      #expect(look("history.interrupted", test) == "false")
    }
    #expect(seconds.count == 1, "the first training is not computed again")
  }

  @Test func aTrainingThatWasCutShortEndsAsIfInterrupted() throws {
    let home = TemporaryHome()
    try loseWhileRunning(
      Self.model + ["let history = fit(model, data.train, epochs: 3, batch: 8)"], in: home)
    let journal = home.folder + "/journal/1"
    let training = try #require(
      FileManager.default.contentsOfDirectory(atPath: journal).first { $0.hasSuffix("-1") })
    let reports = "\(journal)/\(training)/reports.jsonl"
    let lines = try String(contentsOfFile: reports, encoding: .utf8).split(separator: "\n")
    // As it is between the second report and the third, whose line was being written.
    try (lines[..<2].joined(separator: "\n") + "\n" + lines[2].prefix(9)).write(
      toFile: reports, atomically: true, encoding: .utf8)
    let folder = "\(journal)/\(training)/"
    try FileManager.default.moveItem(
      atPath: folder + "3.safetensors", toPath: folder + "2.safetensors")
    for _ in 0..<2 {
      let test = try home.session()
      _ = test.session.runCell("restore()")
      #expect(look("[length(history), history.interrupted]", test) == "[2, true]")
    }
  }

  /// A conversation that ended as it should on a full disk could not write that it did.
  @Test func whoTookItsJournalAwayHasEnded() throws {
    let home = TemporaryHome()
    try lose(["let x = 1"], in: home)
    try FileManager.default.removeItem(atPath: home.folder + "/journal/1")
    #expect(try home.session().session.restoreOffer == nil)
  }

  /// What is left of the models of a training that ran, and the reports that can then be brought back.
  @Test(arguments: [([2, 3], 1), ([3], 2), ([1, 2, 3], 0)])
  func damagedModelsOfARunningTraining(_ damaged: [Int], _ reports: Int) throws {
    let home = TemporaryHome()
    let fit = """
      let losses = []
      for report in training(model, data.train, epochs: 3, batch: 8) {
          append(losses, report.loss)
          if report.epoch < 3 { continue }
          if length(losses) < 3 { break }
      }
      """
    try loseWhileRunning(Self.model + [fit], in: home)
    let journal = home.folder + "/journal/1/"
    let training = try #require(
      FileManager.default.contentsOfDirectory(atPath: journal).first { $0.hasSuffix("-1") })
    for number in 1...3 {
      // One model for all, where not each was written in time.
      let file = "\(journal)\(training)/\(number).safetensors"
      if number > 1, !FileManager.default.fileExists(atPath: file) {
        try FileManager.default.copyItem(
          atPath: "\(journal)\(training)/1.safetensors", toPath: file)
      }
    }
    for number in damaged {
      let file = URL(filePath: "\(journal)\(training)/\(number).safetensors")
      try (number == 2 ? Data() : Data(contentsOf: file).prefix(99)).write(to: file)
    }
    let test = try home.session()
    _ = test.session.runCell("restore()")
    #expect(look("length(losses)", test) == "\(reports)")
    #expect(test.output.milestones.contains { $0.contains("S0341") } == (reports == 0))
    #expect(!test.output.milestones.contains { $0.contains("trained again") })
  }

  /// Something else in their places keeps nobody waiting.
  @Test func pipesInTheJournal() throws {
    let home = TemporaryHome()
    try loseWhileRunning(Self.model + ["fit(model, data.train, epochs: 2);"], in: home)
    let files =
      FileManager.default.enumerator(atPath: home.folder + "/journal/1")?
      .compactMap { $0 as? String }.filter { $0.contains(".") } ?? []
    #expect(files.count >= 2)
    for file in files {
      let path = "\(home.folder)/journal/1/\(file)"
      try FileManager.default.removeItem(atPath: path)
      try #require(mkfifo(path, 0o600) == 0)
    }
    let test = try home.session()
    _ = test.session.runCell("restore()")
    #expect(test.output.milestones.last == "brought back: 3 cells")
  }

  @Test func damagedModelsAreComputedAgain() throws {
    let home = TemporaryHome()
    let cells = Self.model + ["let history = fit(model, data.train, epochs: 2, batch: 8)"]
    let look = "[history.loss, \(Self.state), history.seconds]"
    let before = try #require(try lose(cells, in: home, looking: look)).split(separator: ", ")
    let files =
      FileManager.default.enumerator(atPath: home.folder + "/journal")?
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".safetensors") } ?? []
    #expect(!files.isEmpty)
    for file in files {
      try Data("junk".utf8).write(to: URL(filePath: home.folder + "/journal/" + file))
    }
    let test = try home.session()
    _ = test.session.runCell("restore()")
    let after = try #require(self.look(look, test)).split(separator: ", ")
    #expect(after.dropLast() == before.dropLast())
    #expect(after.last != before.last)
    #expect(test.output.milestones.contains { $0.contains("trained again") })
  }

  @Test func theJournalIsForItsOwnerAlone() throws {
    let home = TemporaryHome()
    try lose(Self.model + ["fit(model, data.train);"], in: home)
    let files =
      FileManager.default.enumerator(atPath: home.folder + "/journal")?
      .compactMap { $0 as? String } ?? []
    #expect(files.count >= 5)
    for file in files {
      let attributes = try FileManager.default.attributesOfItem(
        atPath: home.folder + "/journal/" + file)
      let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
      #expect(attributes[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(file)")
    }
  }
}
