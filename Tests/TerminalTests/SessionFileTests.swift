import Foundation
import Testing

/// Files that a conversation begins with, and how it is left.
@Suite struct SessionFileTests {
  private func home(_ files: [String: String]) throws -> TemporaryFolder {
    let home = try TemporaryFolder()
    for (name, text) in files {
      try text.write(toFile: home.path + "/" + name, atomically: true, encoding: .utf8)
    }
    return home
  }

  @Test func theStartupFileRuns() throws {
    let home = try home(["startup.setl": "let favourite = 6 * 7\nprint(\"good morning\")"])
    let terminal = try Terminal.prompt(home: home)
    #expect(terminal.screen.contains("good morning"))
    try terminal.send("favourite", .enter)
    try terminal.waitFor("Out[1]: 42")
    let plain = try Terminal.prompt(["--plain"], home: home)
    #expect(!plain.screen.contains("good morning"))
    try plain.send("favourite", .enter)
    try plain.waitFor("error[S0301]")
    // Scripts begin without it.
    let script = try Terminal(["-e", "favourite"], home: home)
    #expect(try script.waitForExit() == 1)
  }

  @Test(arguments: [
    "let a = 1\nassert(false)", "let a = 1\nexit(3)", "let a = 1\nb = (", "while true {",
  ])
  func whatIsWrongWithItCostsNothing(_ text: String) throws {
    let terminal = try Terminal.prompt(home: home(["startup.setl": text]))
    try terminal.send("1 + 1", .enter)
    try terminal.waitFor("Out[1]: 2")
  }

  @Test func anExitInItIsTold() throws {
    let terminal = try Terminal.prompt(
      home: home(["startup.setl": "let a = 1\nexit(3)\nlet a = 2"]))
    #expect(terminal.screen.wholeText.replacing("\n", with: "").contains("ended that file"))
    try terminal.send("a", .enter)
    try terminal.waitFor("Out[1]: 1")
  }

  @Test func onceEndsAStartupWithoutEnd() throws {
    let terminal = try Terminal(home: home(["startup.setl": "print(\"begun\")\nwhile true {}"]))
    try terminal.waitFor("begun")
    try terminal.send(.control("c"))
    try terminal.waitFor("In [1]:")
  }

  @Test func aScriptGoesOnAtThePrompt() throws {
    let home = try home(["demo.setl": "# %%\nlet x = 20\nx + 1\n# %%\nlet y = arguments[0]\n"])
    let terminal = try Terminal(["-i", "demo.setl", "left"], home: home)
    try terminal.waitFor("In [4]:")
    #expect(terminal.screen.contains("In [1]: run(\"demo.setl\", \"left\")"))
    #expect(terminal.screen.contains("Out[2]: 21"))
    try terminal.send("[x, y, Out[2]]", .enter)
    try terminal.waitFor("Out[4]: [20, \"left\", 21]")
  }

  @Test func aScriptThatFailsLeavesAPrompt() throws {
    let home = try home(["demo.setl": "let x = 20\nx.y = 1", "end.setl": "exit(4)"])
    let terminal = try Terminal(["-i", "demo.setl"], home: home)
    try terminal.waitFor("In [2]:")
    #expect(terminal.screen.contains("demo.setl:2"))
    try terminal.send("x", .enter)
    try terminal.waitFor("Out[2]: 20")
    let end = try Terminal(["-i", "end.setl"], home: home)
    #expect(try end.waitForExit() == 4)
    #expect(end.modes == end.modesBefore)
  }

  @Test func theStatusIsThatOfTheExit() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("let job = background(fn() { while true {} })", .enter)
    try terminal.waitFor("In [2]:")
    try terminal.send("exit(7)", .enter)
    try terminal.waitFor("In [3]:")
    try terminal.send("exit(7)", .enter)
    #expect(try terminal.waitForExit() == 7)
    #expect(terminal.modes == terminal.modesBefore)
    let script = try Terminal(["-e", "print(\"out\"); background(fn() { while true {} }); exit(9)"])
    #expect(try script.waitForExit() == 9)
    #expect(script.screen.contains("out"))
  }

  /// The working folder is the process's: what is tested of it stands in a process of its own.
  @Test func theWorkingFolderIsChosen() throws {
    let home = try home([
      "inner.setl": "fn f() {\n    import \"part.setl\" as p\n    p.n\n}\n",
      "part.setl": "let n = 5\n",
      "main.setl": """
      import "inner.setl" as inner
      let before = working_folder()
      shell("mkdir -p chosen/deep")
      set_working_folder("chosen/deep")
      assert(working_folder() == before + "/chosen/deep")
      write_text("here", "placed.txt")
      assert(shell("cat placed.txt", shown: false).text == "here")
      # Paths in a file begin at the file.
      assert(inner.f() == 5)
      import "part.setl" as part
      set_working_folder("~")
      assert(read_text("chosen/deep/placed.txt") == "here" and part.n == 5)
      fn code(f) {
          let found = "none"
          try { f() } catch problem { found = problem.code }
          found
      }
      assert(code(() => set_working_folder("no/such")) == "S0421")
      assert(background(() => code(() => set_working_folder("."))).wait() == "S0332")
      print("all of it")
      """,
    ])
    let terminal = try Terminal(["main.setl"], home: home)
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.screen.contains("all of it"))
  }

  @Test func searchingMindsWordsFoldersAndPrivacy() throws {
    let home = try home([:])
    let terminal = try Terminal.prompt(
      home: home,
      cells: [
        "let alpha = 1", "let beta = 2", "let alpha = 1", " let hidden = 3",
        "set_working_folder(\"/\")",
        "let gamma = 4",
      ])
    try terminal.send(.control("r"), "let")
    try terminal.waitFor("search: let   1 of 3")
    #expect(terminal.screen.contains("let gamma = 4"))
    try terminal.send(.control("g"), .control("r"), "1 alp")
    try terminal.waitFor("search: 1 alp   1 of 1")
    try terminal.send(.enter)
    try terminal.waitFor("In [8]:")
    try terminal.send(.up, .up, .up)
    try terminal.send("1", .enter)
    #expect(try !terminal.shown().contains { $0.contains("hidden = 31") })
    // Where it began, the cells of there come first.
    let next = try Terminal.prompt(home: home)
    try next.send(.control("r"), "let")
    try next.waitFor("search: let   1 of 3")
    #expect(
      try next.shown().contains { $0.contains("let alpha = 1") || $0.contains("let beta = 2") })
  }

  @Test func whatIsForgottenIsNotRecalled() throws {
    let terminal = try Terminal.prompt(cells: ["let kept = 1", "let token = \"hunter2\""])
    try terminal.send("session.forget(\"hunter2\")", .enter)
    try terminal.waitFor("Out[3]: 1")
    try terminal.send(.up)
    try terminal.waitFor("In [4]: let kept = 1")
  }

  /// A hundred results that nobody asked to see take no memory.
  @Test func silencedResultsAreNotKept() throws {
    let terminal = try Terminal.prompt(cells: (0..<100).map { _ in "zeros(1000, 1000);" })
    let status = try String(contentsOfFile: "/proc/\(terminal.process)/status", encoding: .utf8)
    let held = status.split(separator: "\n").first { $0.hasPrefix("VmRSS") }
    let kilobytes = held?.split(separator: " ").compactMap { Int($0) }.first ?? .max
    #expect(kilobytes < 60 << 10)
    try terminal.send("length(Out)", .enter)
    try terminal.waitFor("Out[101]: 0")
  }
}
