import Glibc
import Testing

/// The program is ended from outside, and the next one brings back what it was about.
@Suite struct LostSessionTests {
  private func ask(_ cell: String, _ terminal: Terminal, until answer: String) throws {
    try terminal.waitUntilIdle()
    try terminal.send(.text(cell), .enter)
    try terminal.waitFor(answer)
  }

  private static let offer = "restore() brings it back"

  @Test func aTrainingThatWasKilledIsBroughtBack() throws {
    let home = try TemporaryFolder()
    let first = try Terminal(columns: 110, home: home)
    try first.waitFor("In [1]:")
    try ask("let data = toy_reviews(8_000, seed: 1)", first, until: "In [2]:")
    try ask(
      "let model = sequential(embedding(vocabulary: 300, units: 8), lstm(units: 8), dense(1))",
      first,
      until: "In [3]:")
    try ask(
      "let history = fit(model, data.train, epochs: 1_000_000)", first, until: "epoch 5  loss ")
    let line = try #require(
      first.screen.lines.map { Screen.text($0) }.first { $0.hasPrefix("epoch 2  loss ") })
    let loss = try #require(line.split(separator: " ").dropFirst(3).first)
    first.kill()

    let second = try Terminal(columns: 110, home: home)
    try second.waitFor("the last session ended unexpectedly after 3 cells: " + Self.offer)
    try ask("restore()", second, until: "brought back: 3 cells")
    try ask("[length(history) >= 4, history.interrupted]", second, until: "Out[4]: [true, true]")
    try ask("\"{history.loss[1]:.4f}\"", second, until: "Out[5]: \"\(loss)\"")
    try ask("predict(model, \"a good film\").class in data.classes", second, until: "Out[6]: true")
    try second.send("exit", .enter)
    try second.waitForExit()

    let third = try Terminal(columns: 110, home: home)
    try third.waitFor("In [1]:")
    #expect(!third.screen.contains(Self.offer))
  }

  @Test func aLostTerminalIsAnUnexpectedEnd() throws {
    let home = try TemporaryFolder()
    let first = try Terminal(columns: 110, home: home)
    try first.waitFor("In [1]:")
    try ask("let x = 41", first, until: "In [2]:")
    first.signal(SIGHUP)
    try first.waitForExit()
    let second = try Terminal(columns: 110, home: home)
    try second.waitFor("after 1 cell: " + Self.offer)
    try ask("restore()", second, until: "brought back: 1 cell")
    try ask("x + 1", second, until: "Out[2]: 42")
  }

  /// A shell that keeps the signal to itself leaves the prompt to notice; or the program that prints.
  @Test(arguments: ["", "while true { print(1) }", "print(1); while true { }"], ["xterm", "dumb"])
  func aTerminalThatIsLostInSilence(_ running: String, _ type: String) throws {
    let home = try TemporaryFolder()
    let first = try Terminal(
      program: "/bin/sh", ["-c", "trap '' HUP; \(Terminal.setl()); true"],
      environment: ["TERM": type], home: home)
    try first.waitFor("In [1]:")
    try ask("let x = 41", first, until: "In [2]:")
    if !running.isEmpty { try ask(running, first, until: "\n1\n") }
    _ = try first.hangUp()
    let second = try Terminal(columns: 110, home: home)
    try second.waitFor((running.isEmpty ? "after 1 cell: " : "after 2 cells: ") + Self.offer)
  }

  @Test func eachOfSeveralLostSessionsIsOffered() throws {
    let home = try TemporaryFolder()
    let lost = try ["one", "two", "three"].map { name in
      let terminal = try Terminal(columns: 110, home: home)
      try terminal.waitFor("In [1]:")
      try ask("let \(name) = 1", terminal, until: "In [2]:")
      return terminal
    }
    for terminal in lost { terminal.kill() }
    let second = try Terminal(columns: 110, home: home)
    try second.waitFor("3 sessions ended unexpectedly, the last after 1 cell: " + Self.offer)
    try ask("restore()", second, until: "another session was lost after 1 cell: ")
    try ask("three", second, until: "Out[2]: 1")
    try ask("restore()", second, until: "In [2]:")
    try ask("two", second, until: "Out[2]: 1")
    try second.send("exit", .enter)
    try second.waitForExit()
    // Who left has not gone on without the last of them.
    let third = try Terminal(columns: 110, home: home)
    try third.waitFor("the last session ended unexpectedly after 1 cell: " + Self.offer)
    try ask("restore()", third, until: "brought back: 1 cell")
    try ask("one", third, until: "Out[2]: 1")
    try ask("restore()", third, until: "S0340")
  }

  @Test func whoLeavesIsOfferedNothing() throws {
    let home = try TemporaryFolder()
    for keys in [[Key.control("d")], ["exit", .enter]] {
      let terminal = try Terminal(columns: 110, home: home)
      try terminal.waitFor("In [1]:")
      #expect(!terminal.screen.contains(Self.offer))
      try ask("let x = 1", terminal, until: "In [2]:")
      try terminal.waitUntilIdle()
      for key in keys { try terminal.send(key) }
      #expect(try terminal.waitForExit() == 0)
    }
  }
}
