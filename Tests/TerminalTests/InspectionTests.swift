import Foundation
import Glibc
import Testing

/// Standing where an error happened, and at breakpoints.
@Suite struct InspectionTests {
  private static let failing = [
    "fn inner(values, place) {\n    let picked = values[place]\n    picked * 2\n}",
    "fn outer(n) {\n    for step in 0..n {\n        inner([10, 20], step)\n    }\n}",
  ]

  private func failed() throws -> Terminal {
    let terminal = try Terminal.prompt(cells: Self.failing + ["outer(5)"])
    try terminal.waitFor("S0204")
    return terminal
  }

  @Test func variablesOfEachCall() throws {
    let terminal = try failed()
    try terminal.send("inspect()", .enter)
    try terminal.waitFor("at inner:")
    #expect(terminal.screen.contains("in inner, call 1 of 3, In [1]:2:"))
    #expect(terminal.screen.contains("> 2 |     let picked = values[place]"))
    try terminal.send("[place, length(values)]", .enter)
    try terminal.waitFor("[2, 2]")
    try terminal.send("up", .enter)
    try terminal.waitFor("at outer:")
    try terminal.send("step + n", .enter)
    try terminal.waitFor("7")
    try terminal.send("variables", .enter)
    try terminal.wait("the variables") { $0.texts.contains { $0.hasPrefix("  step") } }
    // The names of the call complete, and a mistake is told.
    try terminal.send("st", .tab)
    try terminal.waitUntilIdle()
    try terminal.send(.control("c"))
    try terminal.waitUntilIdle()
    try terminal.send("nothing_like_it", .enter)
    try terminal.waitFor("there is no `nothing_like_it`")
    try terminal.send("down", .enter)
    try terminal.waitFor("at inner:")
    try terminal.send("down", .enter)
    try terminal.waitFor("this is the innermost call")
    // An end of input is one only where a line is read.
    try terminal.waitUntilIdle()
    try terminal.send(.control("d"))
    try terminal.waitFor("In [5]:")
    try terminal.send("40 + 2", .enter)
    try terminal.waitFor("Out[5]: 42")
  }

  @Test func changesStayWithTheInspection() throws {
    let terminal = try failed()
    try terminal.send("inspect()", .enter)
    try terminal.waitFor("at inner:")
    for line in ["place = 1", "let more = values[place] + 1", "fn f(x) { x + more }"] {
      try terminal.send(.text(line), .enter)
      try terminal.waitUntilIdle()
    }
    try terminal.send("f(21)", .enter)
    try terminal.waitFor("42")
    try terminal.send("continue", .enter)
    try terminal.waitFor("In [5]:")
    try terminal.send("more", .enter)
    try terminal.waitFor("there is no `more`")
  }

  @Test func commandsRunThere() throws {
    let terminal = try failed()
    try terminal.send("inspect()", .enter)
    try terminal.waitFor("at inner:")
    try terminal.send("; echo by a command; exit 2", .enter)
    try terminal.waitFor("the command ended with status 2")
    #expect(terminal.screen.texts.contains("by a command"))
    try terminal.send("inspect()", .enter)
    try terminal.waitFor("calls are being looked at already")
    try terminal.send("continue", .enter)
    try terminal.waitFor("In [5]:")
    // Nothing was left to be opened.
    try terminal.send("40 + 2", .enter)
    try terminal.waitFor("In [6]:")
  }

  @Test func exitWithAStatusLeaves() throws {
    let terminal = try failed()
    try terminal.send("inspect()", .enter)
    try terminal.waitFor("at inner:")
    try terminal.send("exit(3)", .enter)
    #expect(try terminal.waitForExit() == 3)
    let home = try TemporaryFolder()
    try home.write("breakpoint()\nprint(1)\n", to: "stop.setl")
    let script = try Terminal(["stop.setl"], home: home)
    try script.waitFor("at stop.setl:")
    try script.send("exit(4)", .enter)
    #expect(try script.waitForExit() == 4)
  }

  /// Of deep calls those at both ends.
  @Test func deepCallsAreFolded() throws {
    let terminal = try Terminal.prompt(cells: [
      "fn deep(n) {\n    if n == 0 { [1][n + 9] }\n    deep(n - 1) + 1\n}", "deep(60)",
    ])
    try terminal.send("inspect()", .enter)
    try terminal.waitFor("call 1 of 62")
    try terminal.send("calls", .enter)
    try terminal.waitFor("… 50 more")
  }

  /// What was stopped was seen, and what could not run leaves no calls.
  @Test func theLastErrorWithCallsIsMeant() throws {
    let terminal = try failed()
    try terminal.send("breakpoint()", .enter)
    try terminal.waitFor("at In [4]:")
    try terminal.send("stop", .enter)
    try terminal.waitFor("In [5]:")
    try terminal.send("1 + )", .enter)
    try terminal.waitFor("In [6]:")
    try terminal.send("inspect()", .enter)
    try terminal.waitFor("at inner:")
    #expect(
      terminal.screen.contains("the last error has left no calls; these are of the one before"))
  }

  @Test func withoutAnErrorThereIsNothingToInspect() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("inspect()", .enter)
    try terminal.waitFor("no cell has failed yet")
  }

  @Test func aBreakpointGoesOnWithWhatWasChanged() throws {
    let terminal = try Terminal.prompt(cells: [
      "fn f(x) {\n    let y = 1\n    breakpoint()\n    [x, y]\n}"
    ])
    try terminal.send("f(3)", .enter)
    try terminal.waitFor("at f:")
    try terminal.send("y = x * 10", .enter)
    try terminal.waitUntilIdle()
    try terminal.send("continue", .enter)
    try terminal.waitFor("Out[2]: [3, 30]")
    // In every turn of a loop, until it is stopped.
    try terminal.send("for i in 0..100 { breakpoint() }", .enter)
    try terminal.waitFor("at In [3]:")
    try terminal.send("i", .enter)
    try terminal.waitUntilIdle()
    try terminal.send(.control("d"))
    try terminal.waitUntilIdle()
    try terminal.send("i + 41", .enter)
    try terminal.waitFor("42")
    try terminal.send("stop", .enter)
    try terminal.waitFor("interrupted")
    try terminal.waitFor("In [4]:")
  }

  /// Ctrl-C forgets a line, and stops what a line runs.
  @Test func controlCIsForTheLine() throws {
    let terminal = try failed()
    try terminal.send("inspect()", .enter)
    try terminal.waitFor("at inner:")
    try terminal.send("let half", .control("c"))
    try terminal.waitUntilIdle()
    try terminal.send("while true { }", .enter)
    try terminal.wait("the line to run") { _ in terminal.modes.isByLine }
    try terminal.send(.control("c"))
    try terminal.waitFor("interrupted")
    try terminal.send("place + 40", .enter)
    try terminal.waitFor("42")
    try terminal.send("exit", .enter)
    try terminal.waitFor("In [5]:")
    try terminal.send("exit", .enter)
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.modes == terminal.modesBefore)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGKILL]) func aKillLeavesTheTerminal(_ number: Int32) throws {
    let terminal = try failed()
    try terminal.send("inspect()", .enter)
    try terminal.waitFor("at inner:")
    terminal.signal(number)
    try terminal.waitForExit()
    // Nobody can put anything back after a kill -9.
    if number != SIGKILL { #expect(terminal.modes == terminal.modesBefore) }
    let home = terminal.home
    let again = try Terminal(home: home)
    try again.waitFor("In [1]:")
    try again.send("40 + 2", .enter)
    try again.waitFor("Out[1]: 42")
  }

  @Test func aScriptAtATerminalAsks() throws {
    let home = try TemporaryFolder()
    try home.write(
      "fn f(x) {\n    breakpoint()\n    x\n}\nprint(\"gave\", f(5))\n", to: "stop.setl")
    let terminal = try Terminal(["stop.setl"], home: home)
    try terminal.waitFor("at f:")
    try terminal.send("x = 42", .enter)
    try terminal.waitUntilIdle()
    try terminal.send(.control("d"))
    try terminal.waitFor("gave 42")
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.modes == terminal.modesBefore)
  }
}
