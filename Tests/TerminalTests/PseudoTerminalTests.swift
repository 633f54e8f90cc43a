import Glibc
import Testing

/// The pseudo-terminal is one to the programs in it.
@Suite struct PseudoTerminalTests {
  private func shell(_ script: String) throws -> Terminal {
    try Terminal(program: "/bin/sh", ["-c", script])
  }

  @Test func itIsTheControllingTerminal() throws {
    let terminal = try shell("echo here; cat")
    try terminal.waitFor("here")
    let (device, foreground) = ProcessTable.terminal(of: terminal.process)
    #expect(device == terminal.device && foreground == Int(terminal.process))
    #expect(terminal.modes.isByLine && terminal.modes.echoes)
  }

  @Test func controlCIsASignal() throws {
    let terminal = try shell(
      "trap 'echo caught; exit 7' INT; echo ready; while :; do sleep 1; done")
    try terminal.waitFor("ready")
    try terminal.send(.control("c"))
    try terminal.waitFor("caught")
    #expect(try terminal.waitForExit() == 7)
  }

  @Test func aResizeIsASignal() throws {
    let terminal = try shell("trap 'stty size' WINCH; echo ready; while :; do sleep 0.1; done")
    try terminal.waitFor("ready")
    terminal.resize(rows: 30, columns: 90)
    try terminal.waitFor("30 90")
  }

  @Test func endsAreTold() throws {
    let terminal = try shell("read x; echo \"[$x]\"; kill -TERM $$")
    try terminal.send("words", .enter)
    try terminal.waitFor("[words]")
    #expect(try terminal.waitForExit() == 128 + 15)
    #expect(throws: TerminalFailure.self) { try terminal.waitFor("what never comes") }
  }

  @Test func nobodyIsLeftBehind() throws {
    var terminal: Terminal? = try shell("sleep 1000")
    let process = try #require(terminal?.process)
    let home = try #require(terminal?.home.path)
    terminal = nil
    #expect(kill(process, 0) == -1 && errno == ESRCH)
    #expect(access(home, F_OK) == -1)
  }
}
