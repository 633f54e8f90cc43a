import Builtins
import Evaluation
import Foundation
import Processes
import Sessions
import StandardLibrary
import Syntax
import Testing

/// Sessions of several processes, which are threads here, that run one script together.
@Suite struct ProcessGroupTests {
  /// What a process showed, and the codes of what was wrong.
  private struct Shown: Equatable, Sendable {
    var text = ""
    var milestones = 0
    var problems: [String] = []
  }

  private func run(
    _ count: Int, _ script: String,
    imports: @escaping @Sendable (_ process: Int) -> [String: String] = { _ in [:] }
  ) throws -> [Shown] {
    try MemoryGroup.run(count) { group in
      let output = KeptOutput()
      let session = try Session(
        library: coreLibrary, standardLibrary: StandardLibrary.files, output: output,
        files: MemoryFiles(texts: imports(group.number)), group: group)
      let result = session.runScript(script, name: "test.setl", arguments: [])
      var shown = Shown(text: output.text, milestones: output.milestones.count)
      if case .failed(let diagnostics) = result.end {
        shown.problems = diagnostics.map { "\($0.code) \($0.title)" }
        // Others need not wait for one that has failed.
        group.abort(status: 1)
      }
      return shown
    }.map { try $0.get() }
  }

  private func path(_ name: String) -> String {
    FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)-\(name)").path
  }

  @Test func theFirstSpeaksForAll() throws {
    let shown = try run(
      3,
      """
      print(processes, process)
      let data = toy_reviews(100, vocabulary: 300, length: 10, seed: 1)
      let model = sequential(embedding(vocabulary: 300, units: 4), lstm(units: 4), dense(1))
      print(length(fit(model, data.train, epochs: 2, batch: 40).loss))
      """)
    #expect(shown == [Shown(text: "3 0\n2\n", milestones: 2), Shown(), Shown()])
  }

  @Test func aProgramSeesTheSameInAll() throws {
    let file = path("seen.json")
    let shown = try run(
      3,
      """
      let data = toy_reviews(100, vocabulary: 300, length: 10, seed: 1)
      let model = sequential(embedding(vocabulary: 300, units: 4), lstm(units: 4), dense(1))
      let seen = [clock(), today(), sum(random_uniform(3)), file_exists("\(file)")]
      for report in training(model, data.train, epochs: 2) {
          append(seen, report.seconds)
          append(seen, report.peak_bytes)
      }
      write_json(seen, "\(file)")
      assert(to_json(read_json("\(file)")) == to_json(seen))
      """)
    #expect(shown.map(\.problems) == [[], [], []])
  }

  /// A command runs in the first alone, and all have what it gave.
  @Test func theFirstRunsCommandsForAll() throws {
    let file = path("commands.txt")
    let shown = try run(
      3,
      """
      let done = shell("echo once >> '\(file)'; cat '\(file)'; exit 4")
      assert(done.status == 4 and done.text == "once\\n")
      assert(environment("PATH") != none and working_folder() != "")
      let code = "none"
      try { shell("x", shown: 1) } catch problem { code = problem.code }
      assert(code == "S0302")
      """)
    #expect(shown == [Shown(text: "once\n"), Shown(), Shown()])
  }

  /// A file that cannot be written is the same error in all, whoever was to write it.
  @Test func whatFailsInTheFirstFailsInAll() throws {
    let shown = try run(
      2,
      """
      let told = "nothing"
      try { write_text("text", "/nowhere/file.txt") } catch problem { told = problem.code }
      assert(told == "S0421")
      assert(not file_exists("/nowhere"))
      """)
    #expect(shown.map(\.problems) == [[], []])
  }

  @Test func aloneEachGoesItsOwnWay() throws {
    let shown = try run(
      2,
      """
      alone(fn() {
          print("process {process}")
          let data = toy_reviews(60 + 40 * process, vocabulary: 300, length: 10, seed: process)
          let model = sequential(embedding(vocabulary: 300, units: 4), lstm(units: 4), dense(1))
          fit(model, data.train, epochs: 1 + process, batch: 16)
      })
      try { alone(fn() { throw "by itself" }) } catch problem { print(problem.message) }
      let data = toy_reviews(100, vocabulary: 300, length: 10)
      let model = sequential(embedding(vocabulary: 300, units: 4), lstm(units: 4), dense(1))
      fit(model, data.train, batch: 40)
      """)
    #expect(
      shown == [
        Shown(text: "process 0\nby itself\n", milestones: 2),
        Shown(text: "process 1\n", milestones: 2),
      ])
  }

  @Test func processesThatPartAreTold() throws {
    let shown = try run(
      2,
      """
      if process == 1 { clock() }
      let data = toy_reviews(100, vocabulary: 300, length: 10, seed: 1)
      fit(sequential(embedding(vocabulary: 300, units: 4), lstm(units: 4), dense(1)), data.train)
      """)
    #expect(
      shown.map(\.problems)
        == [[String]](
          repeating: ["S0350 the processes have come to different places of the program"], count: 2)
    )
  }

  @Test func jobsAreRefused() throws {
    let shown = try run(2, "background(fn() { 1 })\n")
    #expect(
      shown.map(\.problems)
        == [[String]](
          repeating: ["S0350 jobs cannot run where several processes run the program together"],
          count: 2))
  }

  @Test func importedTextsMustBeTheSame() throws {
    let script = "import \"part.setl\" as part\nprint(part.x)\n"
    let same = try run(2, script) { _ in ["part.setl": "let x = 7\n"] }
    #expect(same == [Shown(text: "7\n"), Shown()])
    let different = try run(2, script) { ["part.setl": "let x = \($0)\n"] }
    #expect(
      different.map(\.problems)
        == [[String]](
          repeating: ["S0350 process 1 has another `part.setl` than process 0"], count: 2))
  }

  /// One that was asked ends the training in all, and none of them is stopped by the same request later.
  @Test func aRequestIsTakenByAll() {
    let interrupt = Interrupt()
    let expectation = interrupt.expect()
    interrupt.takeWithOthers()
    if let expectation { interrupt.forgo(expectation) }
    #expect(!interrupt.isRequested)
    interrupt.request()
    #expect(!interrupt.isRequested)
    interrupt.request()
    #expect(interrupt.isRequested)
  }
}
