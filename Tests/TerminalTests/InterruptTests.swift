import Glibc
import Testing

/// Ctrl-C while something runs.
@Suite struct InterruptTests {
  /// The prompt is as it was, and so are its variables.
  private func isUsable(_ terminal: Terminal, cell: Int) throws {
    try terminal.waitFor("In [\(cell)]:")
    try terminal.send("\"still {kept}\"", .enter)
    try terminal.waitFor("Out[\(cell)]: \"still here\"")
    try terminal.waitFor("In [\(cell + 1)]:")
    try terminal.send("exit", .enter)
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.modes.isByLine && terminal.modes.echoes && terminal.modes.sendsSignals)
    #expect(terminal.screen.showsCursor && !terminal.screen.modes.contains(2004))
  }

  @Test func onceEndsTheTraining() throws {
    let terminal = try Terminal.prompt(cells: LongTraining.setUp + ["let kept = \"here\""])
    try terminal.send("let h = fit(m, d.train, epochs: 100_000); print(\"went on\")", .enter)
    try terminal.waitFor("density  ")
    try terminal.send(.control("c"))
    try terminal.waitFor("went on")
    try terminal.waitFor("In [5]:")
    try terminal.send("evaluate(m, d.test).count", .enter)
    try terminal.waitFor("Out[5]: 400")
    try isUsable(terminal, cell: 6)
  }

  /// The second stops what comes after the training.
  @Test func twiceStopsTheCell() throws {
    let terminal = try Terminal.prompt(
      cells: LongTraining.setUp + ["let kept = \"here\"", "let h = 7"])
    try terminal.send("h = fit(m, d.train, epochs: 100_000); while true { }", .enter)
    try terminal.waitFor("density  ")
    try terminal.interruptTwice()
    try terminal.waitFor("interrupted; every variable keeps its value")
    try isUsable(terminal, cell: 6)
  }

  /// A batch that lasts: both requests may come while it runs, and are two all the same.
  @Test func twiceWithinABatchStopsTheCell() throws {
    let terminal = try Terminal.prompt(cells: [
      "let d = toy_reviews(20_000, length: 200, seed: 1)",
      "let m = sequential(embedding(vocabulary: 300, units: 64), lstm(units: 128), dense(1))",
      "let kept = \"here\"",
    ])
    try terminal.send("fit(m, d.train, epochs: 9, batch: 2_000); while true { }", .enter)
    try terminal.waitFor("left")
    try terminal.interruptTwice()
    try terminal.waitFor("interrupted; every variable keeps its value")
    try isUsable(terminal, cell: 5)
  }

  /// Nor does the second wait for the batch, which would take minutes.
  @Test func twiceStopsABatch() throws {
    let terminal = try Terminal.prompt(cells: [
      "let d = toy_reviews(50_000, length: 200, seed: 1)",
      "let m = sequential(embedding(vocabulary: 300, units: 64), lstm(units: 1000), dense(1))",
      "let kept = \"here\"", "fit(m, d.train.take(1));", "let before = predict(m, \"a good film\")",
    ])
    try terminal.send("print(\"begun\"); fit(m, d.train, batch: 40_000); while true { }", .enter)
    try terminal.wait("the beginning") { $0.texts.contains("begun") }
    try terminal.send(.control("c"))
    try terminal.waitFor("stopping after this batch; Ctrl-C again stops at once")
    try terminal.send(.control("c"))
    try terminal.waitFor("interrupted; every variable keeps its value")
    #expect(!terminal.screen.contains("stopping after"))
    // The model is as it was before the batch, and trains on.
    try terminal.send("predict(m, \"a good film\") == before", .enter)
    try terminal.waitFor("Out[7]: true")
    try terminal.send("length(fit(m, d.train.take(64)))", .enter)
    try terminal.waitFor("Out[8]: 1")
    try isUsable(terminal, cell: 9)
  }

  /// Natives that by themselves would take minutes, or have no end.
  @Test(arguments: [
    "to_json(twice)", "gradient(x => 1, twice)", "tensor(twice)", "sort(alike)",
    "flatten([]); import \"pipe\" as x",
  ])
  func onceStopsALongNative(call: String) throws {
    let home = try TemporaryFolder()
    try #require(mkfifo(home.path + "/pipe", 0o600) == 0)
    let terminal = try Terminal.prompt(
      home: home,
      cells: [
        "let twice = [1]; for i in 0..30 { twice = [twice, twice] }",
        "let alike = [list(0..100_000)] * 10_000", "let kept = \"here\"",
      ])
    try terminal.send(
      .paste("print(\"begun\"); try { \(call) } catch e { print(\"caught\"); while true { } }"),
      .enter)
    try terminal.wait("the beginning") { $0.texts.contains("begun") }
    try terminal.send(.control("c"))
    try terminal.waitFor("interrupted; every variable keeps its value")
    #expect(!terminal.screen.texts.contains("caught"))
    try isUsable(terminal, cell: 5)
  }

  @Test(arguments: [["pipe"], ["check", "pipe"], ["format", "pipe"], ["test", "pipe"]])
  func onceEndsTheWaitForAScript(_ arguments: [String]) throws {
    let home = try TemporaryFolder()
    try #require(mkfifo(home.path + "/pipe", 0o600) == 0)
    let terminal = try Terminal(arguments, home: home)
    try terminal.waitUntilIdle()
    try terminal.send(.control("c"))
    #expect(try terminal.waitForExit() == 130)
    try terminal.waitFor("interrupted")
  }

  /// The first ends a training, so the second may not end another one alone.
  @Test func theSecondStopsALoopOfTrainings() throws {
    let terminal = try Terminal.prompt(cells: LongTraining.setUp + ["let kept = \"here\""])
    try terminal.send(
      "for i in 0..1000 { print(\"training {i}\"); fit(m, d.train, epochs: 100_000) }", .enter)
    try terminal.waitFor("density  ")
    try terminal.send(.control("c"))
    try terminal.waitFor("training 1")
    try terminal.waitFor("density  ")
    try terminal.send(.control("c"))
    try terminal.waitFor("interrupted; every variable keeps its value")
    try isUsable(terminal, cell: 5)
  }

  @Test(arguments: ["evaluate(m, long)", "predict(m, long)"])
  func onceStopsALongEvaluation(call: String) throws {
    let terminal = try Terminal.prompt(cells: [
      "let long = toy_reviews(40_000, length: 200, seed: 2).train",
      "let m = sequential(embedding(vocabulary: 300, units: 64), lstm(units: 200), dense(1))",
      "fit(m, long.take(100));", "let kept = \"here\"", "let e = 1",
    ])
    try terminal.send("print(\"begun\"); e = \(call)", .enter)
    try terminal.wait("the beginning") { $0.texts.contains("begun") }
    try terminal.send(.control("c"))
    try terminal.waitFor("interrupted; every variable keeps its value")
    try terminal.send("e", .enter)
    try terminal.waitFor("Out[7]: 1")
    try isUsable(terminal, cell: 8)
  }

  @Test func twiceStopsALongValidation() throws {
    let terminal = try Terminal.prompt(cells: [
      "let long = toy_reviews(40_000, length: 200, seed: 2).train",
      "let m = sequential(embedding(vocabulary: 300, units: 64), lstm(units: 200), dense(1))",
      "let kept = \"here\"",
    ])
    try terminal.send(
      "print(\"begun\"); fit(m, long.take(64), validation: long); while true { }", .enter)
    try terminal.wait("the beginning") { $0.texts.contains("begun") }
    try terminal.interruptTwice()
    try terminal.waitFor("interrupted; every variable keeps its value")
    try isUsable(terminal, cell: 5)
  }

  @Test func aLoopStopsAtOnce() throws {
    let terminal = try Terminal.prompt(cells: ["let kept = \"here\"", "let n = 0"])
    try terminal.send("print(\"begun\"); while true { n += 1 }", .enter)
    try terminal.wait("the beginning") { $0.texts.contains("begun") }
    try terminal.send(.control("c"))
    try terminal.waitFor("interrupted; every variable keeps its value")
    try isUsable(terminal, cell: 4)
  }
}

extension Terminal {
  /// Two signals, as Ctrl-C sends them, one right behind the other; but not before the first has been
  /// delivered: it would swallow the second.
  func interruptTwice() throws {
    signal(SIGINT)
    try wait("the delivery of a signal") { _ in !ProcessTable.hasPendingSignals(process) }
    signal(SIGINT)
  }
}
