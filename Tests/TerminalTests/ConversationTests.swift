import Glibc
import Testing

/// What a conversation keeps and tells: cells, history, jobs, help.
@Suite struct ConversationTests {
  private func text(of path: String) throws -> String {
    guard let file = fopen(path, "rb") else { throw TerminalFailure("there is no \(path)") }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  // MARK: Cells

  @Test func resultsAreAtHand() throws {
    let terminal = try Terminal.prompt(
      rows: 40, columns: 100,
      cells: ["6 * 7", "_ + 1", "Out[1] + Out[2]", "In[1]", "1000;", "let x = 5"])
    let screen = terminal.screen.texts
    for line in ["Out[1]: 42", "Out[2]: 43", "Out[3]: 85", "Out[4]: \"6 * 7\""] {
      #expect(screen.contains(line))
    }
    #expect(!screen.contains { $0.hasPrefix("Out[5]") || $0.hasPrefix("Out[6]") })
  }

  @Test func longCellsAreToldWhatTheyCost() throws {
    let terminal = try Terminal.prompt(rows: 40, columns: 100)
    try terminal.send("let end = clock() + 1.1", .enter, "while clock() < end {}", .enter)
    try terminal.wait("time and memory") { screen in
      screen.texts.contains { $0.hasPrefix("1.") && $0.contains(" s, ") && $0.hasSuffix(" MiB") }
    }
  }

  @Test func aConversationBecomesAScriptAndATranscript() throws {
    let home = try TemporaryFolder()
    let terminal = try Terminal.prompt(
      rows: 40, columns: 100, home: home, cells: ["let a = 20", "a + 22", "no_such_name"])
    try terminal.run(["session.save(\"demo.setl\")"], from: 4)
    try terminal.send(.control("d"))
    #expect(try terminal.waitForExit() == 0)
    let script = try text(of: home.path + "/demo.setl")
    #expect(script.split(separator: "# %%").count == 2 && script.contains("a + 22"))
    #expect(!script.contains("no_such_name"))

    let runs = try Terminal(["run", "demo.setl", "--transcript", "demo.txt"], home: home)
    #expect(try runs.waitForExit() == 0)
    #expect(try text(of: home.path + "/demo.txt").contains("In [2]: a + 22\nOut[2]: 42"))
    let holds = try Terminal(["test", "demo.txt", "demo.setl"], home: home)
    #expect(try holds.waitForExit() == 0)
    let changed = try Terminal(
      program: "/bin/sh", ["-c", "sed -i s/42/43/ demo.txt; exec \"$SETL\" test demo.txt"],
      environment: ["SETL": try Terminal.setl()], home: home)
    #expect(try changed.waitForExit() == 1)
    #expect(changed.screen.contains("43") && changed.screen.contains("42"))
  }

  // MARK: History

  @Test func historyOfAllConversationsAtOnce() throws {
    let home = try TemporaryFolder()
    let one = try Terminal.prompt(
      rows: 40, columns: 100, home: home, cells: ["let one = \"first lstm\""])
    let other = try Terminal.prompt(
      rows: 40, columns: 100, home: home, cells: ["let other = \"second lstm\""])
    try one.run(["session.history(\"lstm\")"], from: 2)
    #expect(one.screen.contains("first lstm") && one.screen.contains("second lstm"))
    for terminal in [one, other] {
      try terminal.send(.control("d"))
      #expect(try terminal.waitForExit() == 0)
    }
    // The next has what both typed, by arrows and by search.
    let next = try Terminal.prompt(rows: 40, columns: 100, home: home)
    try next.send("let one", .up)
    try next.waitFor("let one = \"first lstm\"")
    try next.send(.control("c"))
    try next.waitUntilIdle()
    try next.send(.control("r"), "second")
    try next.waitFor("let other = \"second lstm\"")
    var information = stat()
    #expect(stat(home.path + "/history.sqlite", &information) == 0)
    #expect(information.st_mode & 0o777 == 0o600)
  }

  // MARK: Showing

  @Test func everyKindOfValueShowsItself() throws {
    let terminal = try Terminal.prompt(
      rows: 60, columns: 100,
      cells: ["random_normal(100, 100, seed: 1)", "sparse(60, 80, density: 0.1, seed: 1)"])
    let tensors = terminal.screen.wholeText
    #expect(tensors.contains("deviation") && tensors.contains("…"))
    #expect(tensors.contains("480 connections") && tensors.contains("┌─"))
    try terminal.run(
      [
        "let data = toy_reviews(200, length: 20, seed: 1)", "data",
        "let model = sequential(sparse_embedding(vocabulary: 300, units: 8, density: 0.1), lstm(units: 4), dense(1))",
        "model", "let h = fit(model, data.train, epochs: 3)", "h", "plot(h)",
        "save(plot(h.loss), \"loss.svg\")",
      ], from: 3)
    let whole = terminal.screen.wholeText
    for text in [
      "to train", "vocabulary", "connections", "all connections would be", "▁", "█", "epoch", "┤",
    ] { #expect(whole.contains(text), "\(text)") }
    #expect(try text(of: terminal.home.path + "/loss.svg").hasPrefix("<svg"))
  }

  // MARK: Jobs

  private static let training = """
    let data = toy_reviews(4_000, length: 40, seed: 1)
    let model = sequential(sparse_embedding(vocabulary: 300, units: 64, density: 0.1),
        sparse_lstm(units: 64, density: 0.1), dense(1))
    """

  @Test func aJobTrainsBesideThePrompt() throws {
    let terminal = try Terminal.prompt(
      rows: 40, columns: 100,
      cells: [
        Self.training,
        "let job = background(() => [fit(model, data.train, epochs: 100_000), model])",
      ])
    // Its epochs come above what is being typed.
    try terminal.send("let typed = 1 + ")
    try terminal.waitFor("[1] epoch 3")
    try terminal.waitFor("In [3]: let typed = 1 +")
    #expect(terminal.screen.texts.last == "In [3]: let typed = 1 +")
    // Tab answers meanwhile.
    try terminal.send("leng", .tab)
    try terminal.waitFor("length(value)")
    try terminal.send("([1, 2])", .enter, "typed", .enter)
    try terminal.waitFor("Out[4]: 3")
    try terminal.run(["length(session.jobs())", "job.stop()"], from: 5)
    try terminal.waitFor("Out[5]: 1")
    try terminal.waitFor("[1] stopped after")
    try terminal.send("evaluate(job.result[1], data.test).count", .enter)
    try terminal.waitFor("Out[7]: 800")
    try terminal.send("job.result[0].interrupted", .enter)
    try terminal.waitFor("Out[8]: true")
  }

  @Test func aJobThatFloodsLeavesThePromptUsable() throws {
    let terminal = try Terminal.prompt(
      cells: ["let job = background(fn() { while true { print(\"flood\") } })"])
    try terminal.waitFor("[1] flood")
    try terminal.send("job.stop()", .enter)
    try terminal.waitFor("[1] stopped after")
    try terminal.send("6 * 7", .enter)
    try terminal.waitFor("Out[3]: 42")
  }

  @Test func leavingARunningJobIsAskedOnce() throws {
    let terminal = try Terminal.prompt(
      rows: 40, columns: 100,
      cells: [Self.training, "let job = background(fn() { while true {} })"])
    try terminal.send(.control("d"))
    try terminal.waitFor("1 job is running: exit again to leave it")
    try terminal.send("exit", .enter)
    #expect(try terminal.waitForExit() == 0)
  }

  // MARK: Comfort

  @Test func theFirstLineTellsSeedAndThreads() throws {
    let terminal = try Terminal.prompt(rows: 40, columns: 80)
    let first = terminal.screen.text(0)
    #expect(first.hasPrefix("setl ") && first.contains("seed 0") && first.contains("thread"))
    #expect(terminal.screen.text(1).hasPrefix("In [1]:"))
  }

  @Test func questions() throws {
    let terminal = try Terminal.prompt(
      rows: 40, columns: 100,
      cells: [
        "## Twice `x`.\nfn twice(x) { x * 2 }", "?twice", "??twice", "round?",
        "apropos(\"absolute\")",
      ])
    let screen = terminal.screen
    #expect(screen.contains("twice(x)\n\nTwice `x`."))
    #expect(screen.contains("## Twice `x`.\nfn twice(x) { x * 2 }"))
    #expect(screen.contains("round(") && screen.contains("Example:") && screen.contains("abs(x)"))
  }

  @Test func errorsAreColouredAndExplained() throws {
    let terminal = try Terminal.prompt(rows: 40, columns: 100, cells: ["nothing_here", "nor_here"])
    try terminal.waitUntilIdle()
    #expect(terminal.screen.style(of: "error[S0301]")?.foreground == .palette(1))
    #expect(terminal.screen.texts.filter { $0 == "explain(\"S0301\") tells more" }.count == 1)
    try terminal.run(["explain(\"S0301\")"], from: 3)
    #expect(terminal.screen.texts.contains { $0.hasPrefix("S0301: ") })
  }

  @Test func aPipeGetsPlainText() throws {
    let terminal = try Terminal(
      program: "/bin/sh",
      ["-c", "printf 'print(6 * 7)\\n1 + 1\\n' | \"$SETL\" | cat -v"],
      environment: ["SETL": try Terminal.setl()])
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.screen.texts == ["42"])
  }
}
