import Glibc
import Testing

/// The prompt, as a person meets it.
@Suite struct PromptTests {
  @Test func aCellIsAnswered() throws {
    let terminal = try Terminal()
    try terminal.waitFor("In [1]:")
    #expect(terminal.screen.text(0).hasPrefix("setl "))
    try terminal.send("1 + 1", .enter)
    try terminal.waitFor("Out[1]: 2")
    try terminal.waitFor("In [2]:")
  }

  @Test func controlCForgetsTheLine() throws {
    let terminal = try Terminal()
    try terminal.waitFor("In [1]:")
    try terminal.send("no sense (")
    try terminal.waitFor("no sense (")
    try terminal.send(.control("c"))
    try terminal.waitFor("^C")
    try terminal.waitUntilIdle()
    try terminal.send("6 * 7", .enter)
    try terminal.waitFor("Out[1]: 42")
  }

  @Test(arguments: [[Key.control("d")], ["exit", .enter]])
  func leavesTheTerminalAsItWas(keys: [Key]) throws {
    let terminal = try Terminal()
    try terminal.waitFor("In [1]:")
    try terminal.waitUntilIdle()
    for key in keys { try terminal.send(key) }
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.modes == terminal.modesBefore)
    #expect(terminal.screen.showsCursor && !terminal.screen.modes.contains(2004))
  }

  /// Also where Ctrl-C is pressed while it ends, which by itself makes a terminal drop what it was sent.
  @Test(arguments: 0..<8) func leavesTheTerminalAsItWasInAHurry(_ round: Int) throws {
    let terminal = try Terminal.prompt()
    try terminal.waitUntilIdle()
    try terminal.send(bytes: [0x04])
    if round > 0 { usleep(useconds_t(round * 700)) }
    if terminal.modes != terminal.modesBefore { try terminal.send(bytes: [0x03]) }
    _ = try terminal.waitForExit()
    #expect(terminal.modes == terminal.modesBefore)
    #expect(terminal.screen.showsCursor && !terminal.screen.modes.contains(2004))
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGABRT])
  func whatEndsItLeavesTheTerminalAsItWas(_ signal: Int32) throws {
    let terminal = try Terminal.prompt()
    try terminal.waitUntilIdle()
    #expect(terminal.modes != terminal.modesBefore)
    terminal.signal(signal)
    #expect(try terminal.waitForExit() == 128 + Int(signal))
    #expect(terminal.modes == terminal.modesBefore)
    #expect(!terminal.screen.modes.contains(2004))
  }

  /// libedit would fill memory with it.
  @Test func aWindowLargerThanAnyScreen() throws {
    let terminal = try Terminal(
      program: "/bin/sh",
      ["-c", "stty rows 65535 cols 65535; exec \(Terminal.setl())"])
    try terminal.waitFor("In [1]:")
    try terminal.send("fn f(x) {", .enter, "x + 1", .enter, "}", .enter)
    try terminal.waitFor("In [2]:")
    try terminal.send("f(41)", .enter)
    try terminal.waitFor("Out[2]: 42")
    try terminal.waitUntilIdle()
    try terminal.send(.control("d"))
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func twoAtOnceDoNotMeet() throws {
    let (one, other) = (try Terminal(), try Terminal())
    try one.waitFor("In [1]:")
    try other.waitFor("In [1]:")
    try one.send("let a = 1", .enter)
    try other.send("let a = 2", .enter)
    try one.waitFor("In [2]:")
    try other.waitFor("In [2]:")
    try one.send("a", .enter)
    try other.send("a", .enter)
    try one.waitFor("Out[2]: 1")
    try other.waitFor("Out[2]: 2")
  }
}
