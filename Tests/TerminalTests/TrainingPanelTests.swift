import Testing

/// What a person sees while a model trains, and what stays of it.
@Suite struct TrainingPanelTests {
  /// A prompt in which a model has begun to train for a long time.
  private func training(
    rows: Int = 30, columns: Int = 80, epochs: Int = 100_000, more: String = "",
    environment: [String: String] = [:]
  ) throws -> Terminal {
    let terminal = try Terminal(rows: rows, columns: columns, environment: environment)
    try terminal.waitFor("In [1]:")
    try terminal.run(LongTraining.setUp, from: 1)
    try terminal.send("let h = fit(m, d.train, epochs: \(epochs), seed: 1\(more))", .enter)
    return terminal
  }

  @Test func aPanelIsDrawnAndGoesAway() throws {
    let terminal = try training(more: ", validation: d.test, evolution: set_evolution()")
    try terminal.wait("an epoch above the panel") {
      $0.hasEpoch && $0.contains("density  sparse_embedding 10 %")
    }
    let screen = terminal.screen
    #expect(screen.contains("words/s") && screen.contains("left"))
    #expect(screen.contains("validation") && screen.contains("accuracy") && screen.contains("┤"))
    #expect(screen.contains("moved "))
    #expect(screen.texts.count { $0.contains("density  ") } == 1)
    // Not more than half of the screen, and the rest is the epochs, each on its line.
    let top = try #require(screen.texts.firstIndex { $0.contains("━") || $0.contains("┄") })
    #expect(screen.texts.count - top <= 15)
    #expect(!terminal.modes.echoes && terminal.modes.sendsSignals)

    try terminal.send(.control("c"))
    try terminal.waitFor("(interrupted)")
    try terminal.waitFor("In [4]:")
    try terminal.waitUntilIdle()
    #expect(!terminal.screen.contains("density  ") && !terminal.screen.contains("┤"))
    let epochs = terminal.screen.wholeText.split(separator: "\n")
      .compactMap { $0.wholeMatch(of: /epoch (\d+) .*/)?.1 }
    #expect(epochs.map { Int($0) } == Array(1...epochs.count), "every epoch once, in order")
    try terminal.send("h.interrupted", .enter)
    try terminal.waitFor("Out[4]: true")
  }

  /// An epoch takes one row: what has no room is left out.
  @Test(arguments: [80, 140]) func epochsFitTheirRows(columns: Int) throws {
    let terminal = try training(
      columns: columns, epochs: 3, more: ", validation: d.test, evolution: set_evolution()")
    try terminal.waitFor("In [4]:")
    let rows = terminal.screen.texts
    let first = try #require(rows.firstIndex { $0.hasPrefix("epoch 1  loss ") })
    #expect(
      rows[first...].prefix(3).enumerated().allSatisfy {
        $0.element.hasPrefix("epoch \($0.offset + 1)  ") && $0.element.contains(" s")
          && $0.element.contains("words/s") == (columns > 100)
      })
    #expect(rows[first + 3].hasPrefix("In [4]:") || rows[first + 3].isEmpty)
  }

  @Test(arguments: [20, 30]) func fewRowsGetALine(rows: Int) throws {
    let terminal = try training(rows: rows)
    try terminal.waitFor("┄")
    try terminal.wait("an epoch above a panel, or a line") {
      $0.hasEpoch && $0.contains("density  ") == (rows >= 24)
    }
  }

  /// Whatever a terminal does with what no longer fits, there is one panel, and it is whole.
  @Test(arguments: Screen.Resizing.allCases) func aResizeLeavesNoRemains(
    resizing: Screen.Resizing
  ) throws {
    let terminal = try training(columns: 100)
    try terminal.waitFor("density  ")
    for (rows, columns) in [(30, 62), (26, 100), (40, 70), (30, 120)] {
      terminal.resize(rows: rows, columns: columns, resizing)
      let width = columns / 2
      try terminal.wait("a panel of \(columns) columns") { screen in
        let axes = screen.texts.filter { $0.contains("└") }
        return axes.count == 1 && axes[0].contains("└" + String(repeating: "─", count: width - 15))
          && screen.texts.count { $0.contains("density  ") } == 1
          && screen.texts.count { $0.contains("━") || $0.contains("┄") } == 1
      }
    }
    try terminal.send(.control("c"))
    try terminal.waitFor("In [4]:")
    #expect(!terminal.screen.contains("┤"))
  }

  @Test func anErrorLeavesNoRemains() throws {
    let terminal = try Terminal(rows: 30)
    try terminal.waitFor("In [1]:")
    try terminal.run(LongTraining.setUp, from: 1)
    try terminal.send(
      "for r in training(m, d.train, epochs: 90_000) { print(\"seen\")", .enter,
      "if r.epoch == 400 { throw \"why not\" } }", .enter)
    try terminal.waitFor("density  ")
    try terminal.waitFor("error[S0320]: why not")
    try terminal.waitFor("In [4]:")
    #expect(!terminal.screen.contains("density  ") && !terminal.screen.contains("┤"))
    let lines = terminal.screen.wholeText.split(separator: "\n")
    #expect(lines.count { $0 == "seen" } == 400)
  }

  @Test func aDumbTerminalGetsLinesAlone() throws {
    let terminal = try training(epochs: 40, environment: ["TERM": "dumb"])
    try terminal.waitFor("epoch 40  loss")
    let sent = String(decoding: terminal.received, as: UTF8.self)
    #expect(!sent.contains("┄") && !sent.contains("2026"))
  }
}

/// A training that lasts longer than any test, and says something several times a second.
enum LongTraining {
  static let setUp = [
    "let d = toy_reviews(2_000, length: 60, seed: 1)",
    "let m = sequential(sparse_embedding(vocabulary: 300, units: 32, density: 0.1),"
      + " sparse_lstm(units: 32, density: 0.1), dense(1))",
  ]
}

extension Screen {
  /// Whether the line of an epoch that is done stands somewhere.
  fileprivate var hasEpoch: Bool { texts.contains { $0.contains(/^epoch \d+  loss/) } }
}
