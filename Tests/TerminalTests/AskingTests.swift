import Foundation
import Testing

/// `input(…)`: at the prompt, in scripts, and from a pipe.
@Suite struct AskingTests {
  private func asks(_ terminal: Terminal, _ question: String) throws {
    try terminal.wait("the question \(question)") { $0.texts.last == question }
    try terminal.waitUntilIdle()
  }

  @Test func atThePrompt() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("let name = input(\"name? \")", .enter)
    try asks(terminal, "name?")
    try terminal.send("Adx", .backspace, "a", .enter)
    try terminal.waitFor("In [2]:")
    #expect(try terminal.shown().contains("name? Ada"))
    try terminal.send("name", .enter)
    try terminal.waitFor("Out[2]: \"Ada\"")
  }

  @Test func hiddenIsNotShown() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("let word = input(\"word: \", hidden: true); print(\"next\")", .enter)
    try asks(terminal, "word:")
    #expect(!terminal.modes.echoes && terminal.modes.isByLine && terminal.modes.sendsSignals)
    try terminal.send("secret", .enter)
    try terminal.waitFor("In [2]:")
    #expect(try terminal.shown().contains("next"))
    #expect(!terminal.screen.contains("secret"))
    try terminal.send("length(word)", .enter)
    try terminal.waitFor("Out[2]: 6")
  }

  @Test func interruptedAndEnded() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("input(\"word: \", hidden: true)", .enter)
    try asks(terminal, "word:")
    try terminal.send(.control("c"))
    try terminal.waitFor("interrupted; every variable keeps its value")
    try terminal.waitFor("In [2]:")
    try terminal.send("[input(\"more? \")]", .enter)
    try asks(terminal, "more?")
    try terminal.send(.control("d"))
    try terminal.waitFor("Out[2]: [none]")
    try terminal.send("exit", .enter)
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.modes == terminal.modesBefore)
  }

  /// The first Ctrl-C in a loop over a training is the training's; a question does not wait for it.
  @Test func interruptedWithinATraining() throws {
    let terminal = try Terminal.prompt(cells: LongTraining.setUp)
    try terminal.send(
      "for report in training(m, d.train, epochs: 9) { input(\"go on? \") }", .enter)
    try asks(terminal, "go on?")
    try terminal.send(.control("c"))
    try terminal.waitFor("interrupted; every variable keeps its value")
  }

  private static let script = """
    let name = input("name? ")
    print("hello {name}")
    print(input())
    print(input("more? "))
    """

  @Test func inAScript() throws {
    let home = try TemporaryFolder()
    try Self.script.write(toFile: home.path + "/ask.setl", atomically: true, encoding: .utf8)
    let terminal = try Terminal(["ask.setl"], home: home)
    try asks(terminal, "name?")
    try terminal.send("Ada", .enter)
    try terminal.waitFor("hello Ada")
    try terminal.send("second", .enter)
    try asks(terminal, "more?")
    try terminal.send(.control("c"))
    #expect(try terminal.waitForExit() == 130)
    #expect(terminal.modes == terminal.modesBefore)
  }

  /// A signal that ends the process leaves no terminal that hides what is typed.
  @Test func endedWhileHidden() throws {
    let terminal = try Terminal(["-e", "input(\"word: \", hidden: true)"])
    try asks(terminal, "word:")
    terminal.signal(SIGTERM)
    try terminal.waitForExit()
    #expect(terminal.modes == terminal.modesBefore)
  }

  private func output(_ arguments: [String], input: String) throws -> (text: String, status: Int32)
  {
    let folder = try TemporaryFolder()
    try Self.script.write(toFile: folder.path + "/ask.setl", atomically: true, encoding: .utf8)
    let process = Process()
    let (given, told) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: try Terminal.setl())
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder.path)
    process.environment = ["SETL_HOME": folder.path, "PATH": "/usr/bin:/bin"]
    process.standardInput = given
    process.standardOutput = told
    process.standardError = told
    try process.run()
    try given.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try given.fileHandleForWriting.close()
    let bytes = told.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: bytes, as: UTF8.self), process.terminationStatus)
  }

  @Test func fromAPipe() throws {
    let given = try output(["ask.setl"], input: "Ada\r\nlast line without an end")
    #expect(given.text == "name? hello Ada\nlast line without an end\nmore? none\n")
    #expect(given.status == 0)
  }

  /// What standard input brings is the program, and no answer.
  @Test func whereTheProgramIsTheInput() throws {
    let given = try output(["-"], input: "print(1)\ninput(\"name? \")\n")
    #expect(given.text.hasPrefix("1\n"))
    #expect(given.text.contains("S0336") && given.text.contains("is the program itself"))
    #expect(given.status == 1)
  }
}
