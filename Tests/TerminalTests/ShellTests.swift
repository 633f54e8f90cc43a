import Foundation
import Testing

/// Other programs at the prompt: commands, and editors.
@Suite struct ShellTests {
  private func isUsable(_ terminal: Terminal, cell: Int) throws {
    try terminal.waitFor("In [\(cell)]:")
    try terminal.send("\"still \" + \"here\"", .enter)
    try terminal.waitFor("Out[\(cell)]: \"still here\"")
    try terminal.send("exit", .enter)
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.modes == terminal.modesBefore)
  }

  /// A command that writes its number to a file, and is in the middle of something.
  private static let endless = "echo $$ > pid; sleep 100 & echo $! > inner; echo begun; wait"

  private func processes(_ terminal: Terminal) -> [pid_t] {
    ["pid", "inner"].compactMap {
      let text = try? String(contentsOfFile: terminal.home.path + "/" + $0, encoding: .utf8)
      return text.flatMap { pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
  }

  /// Neither the command nor what it started is there any more.
  private func areGone(_ processes: [pid_t]) -> Bool {
    for _ in 0..<400 {
      if processes.allSatisfy({ kill($0, 0) != 0 || ProcessTable.isDead($0) }) { return true }
      usleep(20_000)
    }
    return false
  }

  @Test func aCommandIsShownAndLeavesThePromptAsItWas() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("; printf 'one\\ntwo\\n'; exit 3", .enter)
    try terminal.waitFor("In [2]:")
    #expect(try terminal.shown().contains("two"))
    #expect(terminal.screen.contains("the command ended with status 3"))
    try terminal.send("_.status", .enter)
    try terminal.waitFor("Out[2]: 3")
    try isUsable(terminal, cell: 3)
  }

  /// All of its streams are the terminal, and what the call gives is text.
  @Test func theShortFormHasTheTerminal() throws {
    let terminal = try Terminal.prompt()
    let test = "for stream in 0 1 2; do [ -t $stream ] || echo no; done; stty size; printf open"
    try terminal.send(.paste("; " + test), .enter)
    try terminal.waitFor("In [2]:")
    let shown = try terminal.shown()
    #expect(!shown.contains("no") && shown.contains("24 80"))
    // A line that is open stands above the prompt.
    #expect(shown.contains("open") && shown.contains { $0.hasPrefix("In [2]:") })
    #expect(!terminal.screen.contains("the command ended"))
    try terminal.send(.paste("shell(\"[ -t 1 ] || echo piped\").text"), .enter)
    try terminal.waitFor("Out[2]: \"piped\\n\"")
    try terminal.send("rerun(1)", .enter)
    try terminal.waitFor("In [4]:")
    #expect(try terminal.shown().count { $0 == "24 80" } == 2)
    try isUsable(terminal, cell: 4)
  }

  /// A program of the whole screen, which reads keys.
  @Test func aPagerPages() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("; seq 500 > numbers; LESS= less numbers", .enter)
    try terminal.wait("the first page") { $0.contains("numbers") && $0.texts.first == "1" }
    try terminal.send("G")
    try terminal.wait("the last page") { $0.texts.contains("500") }
    try terminal.send("q")
    try isUsable(terminal, cell: 2)
  }

  @Test func controlCEndsACommandWithAllThatItStarted() throws {
    let terminal = try Terminal.prompt()
    try terminal.send(.paste("; " + Self.endless), .enter)
    try terminal.wait("the beginning") { $0.texts.contains("begun") }
    try terminal.send(.control("c"))
    try terminal.waitFor("interrupted; every variable keeps its value")
    #expect(processes(terminal).count == 2 && areGone(processes(terminal)))
    try isUsable(terminal, cell: 2)
  }

  private static let refusing = "trap '' INT TERM; echo begun; while :; do sleep 1; done"

  /// As in a shell.
  @Test func aCommandThatRefusesIsQuit() throws {
    let terminal = try Terminal.prompt()
    try terminal.send(.paste("; " + Self.refusing), .enter)
    try terminal.wait("the beginning") { $0.texts.contains("begun") }
    try terminal.send(.control("c"), .control("\\"))
    try terminal.waitFor("the command ended with status 131")
    try isUsable(terminal, cell: 2)
  }

  /// One that minds no signal but the last.
  @Test func twiceEndsACallThatRefuses() throws {
    let terminal = try Terminal.prompt()
    try terminal.send(.paste("shell(\"\(Self.refusing)\")"), .enter)
    try terminal.wait("the beginning") { $0.texts.contains("begun") }
    try terminal.interruptTwice()
    try terminal.waitFor("interrupted; every variable keeps its value")
    try isUsable(terminal, cell: 2)
  }

  /// However the prompt ends, nothing is left of a command.
  @Test(arguments: [SIGKILL, SIGTERM, SIGHUP])
  func nothingIsLeftOfACommand(_ number: Int32) throws {
    let terminal = try Terminal.prompt()
    try terminal.send(.paste("; " + Self.endless), .enter)
    try terminal.wait("the beginning") { $0.texts.contains("begun") }
    let processes = processes(terminal)
    terminal.signal(number)
    _ = try terminal.waitForExit()
    #expect(processes.count == 2 && areGone(processes))
    if number != SIGKILL { #expect(terminal.modes == terminal.modesBefore) }
  }

  /// It gets the terminal once it asks for it, and Ctrl-C with it.
  @Test(arguments: [
    ("; read -r x; echo got $x", "; read -r x; echo after"),
    ("shell(\"read -r x; echo got $x\")", "shell(\"read -r x; echo after\")"),
  ])
  func aCommandMayAskThePerson(_ first: String, _ second: String) throws {
    let terminal = try Terminal.prompt()
    try terminal.send(.paste(first), .enter)
    try terminal.wait("the terminal to be the command's") { _ in
      ProcessTable.terminal(of: terminal.process).foreground != Int(terminal.process)
    }
    #expect(terminal.modes.echoes && terminal.modes.isByLine)
    try terminal.send("an answer", .enter)
    try terminal.waitFor("got an answer")
    try terminal.waitFor("In [2]:")
    try terminal.send(.paste(second), .enter)
    try terminal.wait("the terminal to be the command's") { _ in
      ProcessTable.terminal(of: terminal.process).foreground != Int(terminal.process)
    }
    try terminal.send(.control("c"))
    try terminal.waitFor("interrupted; every variable keeps its value")
    try isUsable(terminal, cell: 3)
  }

  /// Ctrl-Z leads to the shell that setl was started from, and `fg` back to the command.
  @Test func aCommandIsLeftForAWhile() throws {
    let terminal = try Terminal(program: "/bin/bash", ["--norc", "-i"])
    try terminal.send("\(try Terminal.setl()) --plain", .enter)
    try terminal.waitFor("In [1]:")
    try terminal.send(.paste("; echo begun; read -r x; echo got $x"), .enter)
    try terminal.wait("the beginning") { $0.texts.contains("begun") }
    try terminal.send(.control("z"))
    try terminal.waitFor("Stopped")
    try terminal.send("fg", .enter)
    try terminal.waitUntilIdle()
    try terminal.send("an answer", .enter)
    try terminal.waitFor("got an answer")
    try terminal.waitFor("In [2]:")
    try terminal.send("40 + 2", .enter)
    try terminal.waitFor("Out[2]: 42")
    try terminal.send("exit", .enter)
  }

  /// Of a job in the background a command has nothing to read, and ends with it.
  @Test func aCommandOfAJob() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("let job = background(() => shell(\"cat; echo over\").text)", .enter)
    try terminal.waitFor("[1] over")
    try terminal.send("job.wait()", .enter)
    try terminal.waitFor("Out[2]: \"over\\n\"")
    try isUsable(terminal, cell: 3)
  }

  // MARK: Editors

  /// An editor that does `script` with the file. A shell reads the script: a program that was written just now cannot
  /// be started while another thread has it open.
  private func editor(_ script: String) throws -> (
    home: TemporaryFolder, variables: [String: String]
  ) {
    let home = try TemporaryFolder()
    let path = home.path + "/editor"
    try (script + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return (home, ["VISUAL": "sh \(path) --wait", "EDITOR": "false"])
  }

  @Test func theCellIsEditedOutside() throws {
    let (home, variables) = try editor("echo \"$1\" > first; sed -i 's/left/right/' \"$2\"")
    let terminal = try Terminal.prompt(environment: variables, home: home)
    try terminal.send("\"the left\"", .control("x"), .control("e"))
    try terminal.waitFor("In [1]: \"the right\"")
    try terminal.send(" + \"!\"", .enter)
    try terminal.waitFor("Out[1]: \"the right!\"")
    #expect(try String(contentsOfFile: home.path + "/first", encoding: .utf8) == "--wait\n")
    try isUsable(terminal, cell: 2)
  }

  @Test func anEarlierCellComesBackToThePrompt() throws {
    let (home, variables) = try editor("touch \"$2\"; sed -i 's/20/21 + 1/' \"$2\"")
    let terminal = try Terminal.prompt(environment: variables, home: home, cells: ["20", "3"])
    try terminal.send("edit(1)", .enter)
    try terminal.waitFor("In [4]: 21")
    #expect(!terminal.screen.contains("Out[3]"))
    try terminal.send(.enter)
    try terminal.waitFor("Out[4]: 22")
    try terminal.send("edit(\"note.txt\"); file_exists(\"note.txt\")", .enter)
    try terminal.waitFor("Out[5]: true")
    try isUsable(terminal, cell: 6)
  }

  @Test func whatIsWrongWithAnEditorIsTold() throws {
    let home = try TemporaryFolder()
    let terminal = try Terminal.prompt(
      environment: ["VISUAL": "no-such-editor"], home: home, cells: ["1"])
    try terminal.send("1 + 1", .control("x"), .control("e"))
    try terminal.waitFor("the editor did not end well: no-such-editor: status 127")
    try terminal.send(.enter)
    try terminal.waitFor("Out[2]: 2")
    try terminal.send("edit(1)", .enter)
    try terminal.waitFor("error[S0423]")
    try isUsable(terminal, cell: 4)
  }

  /// The terminal is as it was, whoever dies.
  @Test(arguments: [SIGKILL, SIGTERM, SIGHUP])
  func nothingIsLeftOfAnEditor(_ number: Int32) throws {
    let (home, variables) = try editor(
      "stty raw -echo; echo $$ > pid; echo $$ > inner; echo begun; cat")
    let terminal = try Terminal.prompt(environment: variables, home: home)
    try terminal.send("1", .control("x"), .control("e"))
    try terminal.waitFor("begun")
    let processes = processes(terminal)
    terminal.signal(number)
    _ = try terminal.waitForExit()
    #expect(processes.count == 2 && areGone(processes))
    if number != SIGKILL { #expect(terminal.modes == terminal.modesBefore) }
  }

  @Test func anEditorThatDiesLeavesThePromptAsItWas() throws {
    let (home, variables) = try editor(
      "printf '\\033[?1049h\\033[?25l'; stty raw -echo; kill -9 $$")
    let terminal = try Terminal.prompt(environment: variables, home: home)
    try terminal.send("1", .control("x"), .control("e"))
    try terminal.waitFor("the editor did not end well")
    try terminal.send(.enter)
    try terminal.waitFor("Out[1]: 1")
    try isUsable(terminal, cell: 2)
  }
}

extension ProcessTable {
  /// It has ended, and nobody has asked how.
  static func isDead(_ process: pid_t) -> Bool {
    states(of: process).allSatisfy { $0 == "Z" || $0 == "X" }
  }
}
