import Foundation
import Testing

/// The command under `mpirun`, on one machine.
@Suite(
  .enabled(if: Launcher.isThere, "mpirun is not installed: apt-get install openmpi-bin"),
  .serialized)
struct MachinesTests {
  private static let training = """
    let data = toy_reviews(400, vocabulary: 300, length: 20, seed: 1)
    let model = sequential(
        sparse_embedding(vocabulary: 300, units: 12, density: 0.3),
        sparse_lstm(units: 10, density: 0.3, dropout: 0.1), dense(1))
    let history = fit(model, data.train, epochs: 3, batch: 100, evolution: rigl(every: 3),
                      validation: data.test)
    save(model, arguments[0])
    print(history.loss, evaluate(model, data.train).accuracy)
    print(predict(model, ["a good film", "a dull one"]))

    """

  /// Trains for long, and tells of each epoch.
  private static let long = """
    let data = toy_reviews(600, vocabulary: 300, length: 30, seed: 1)
    let model = sequential(embedding(vocabulary: 300, units: 12), lstm(units: 12), dense(1))
    let history = fit(model, data.train, epochs: number(arguments[1]), batch: 60, seed: 1,
                      checkpoint: "run.safetensors", every: 0, resume: "run.safetensors")
    save(model, arguments[0])
    print("epochs", length(history.loss))

    """

  @Test func processesComeToTheSameBits() throws {
    let launcher = try Launcher()
    defer { launcher.remove() }
    try launcher.write(Self.training, to: "train.setl")
    let alone = try #require(try launcher.startAlone(["train.setl", "1.safetensors"]).end())
    #expect(alone.status == 0, "\(alone.errors)")
    for count in [2, 3] {
      let outcome = try #require(
        try launcher.start(count, ["train.setl", "\(count).safetensors"]).end())
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.replacing("\r\n", with: "\n") == alone.output)
      #expect(
        launcher.contents(of: "\(count).safetensors") == launcher.contents(of: "1.safetensors"))
    }
  }

  @Test(.enabled(if: Launcher.hasNamespaces, "this machine allows no network namespaces"))
  func machinesApartComeToTheSameBits() throws {
    let launcher = try Launcher()
    defer { launcher.remove() }
    try launcher.write(Self.training, to: "train.setl")
    let alone = try #require(try launcher.startAlone(["train.setl", "1.safetensors"]).end())
    let outcome = try #require(try launcher.startApart(["train.setl", "2.safetensors"]).end())
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.replacing("\r\n", with: "\n") == alone.output)
    #expect(launcher.contents(of: "2.safetensors") == launcher.contents(of: "1.safetensors"))
  }

  @Test func aProgramIsToldWhereItIs() throws {
    let launcher = try Launcher()
    defer { launcher.remove() }
    try launcher.write(
      """
      print(processes, process)
      write_text("written once", "note.txt")
      print(read_text("note.txt"), clock() >= 0)
      alone(fn() { write_text("{process} of {processes}", "{process}.txt") })
      """, to: "where.setl")
    let outcome = try #require(try launcher.start(3, ["where.setl"]).end())
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.replacing("\r\n", with: "\n") == "3 0\nwritten once true\n")
    for process in 0..<3 {
      #expect(launcher.contents(of: "\(process).txt") == Data("\(process) of 3".utf8))
    }
  }

  @Test func anErrorInOneEndsAllWithItsNumber() throws {
    let launcher = try Launcher()
    defer { launcher.remove() }
    try launcher.write(
      """
      print("begins")
      if process == 1 { throw "no room here" }
      let data = toy_reviews(100, seed: 1)
      fit(sequential(embedding(vocabulary: 20_000, units: 4), lstm(units: 4), dense(1)), data.train)
      """, to: "fails.setl")
    let outcome = try #require(try launcher.start(2, ["fails.setl"]).end())
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("process 1 of 2:"), "\(outcome.errors)")
    #expect(outcome.errors.contains("no room here"))
    #expect(outcome.output.contains("begins"))
  }

  @Test func anErrorInAllIsToldOnce() throws {
    let launcher = try Launcher()
    defer { launcher.remove() }
    try launcher.write("print(1)\nlet x = [1, 2][5]\n", to: "fails.setl")
    let outcome = try #require(try launcher.start(3, ["fails.setl"]).end())
    #expect(outcome.status == 1)
    #expect(outcome.errors.components(separatedBy: "error").count - 1 >= 1)
    #expect(outcome.errors.components(separatedBy: "fails.setl:2").count == 2, "\(outcome.errors)")
  }

  @Test func processesOfDifferentProgramsAreRefused() throws {
    let launcher = try Launcher()
    defer { launcher.remove() }
    try launcher.write("print(1)\n", to: "one.setl")
    try launcher.write("print(2)\n", to: "two.setl")
    let scripts = try #require(
      try launcher.start(["-n", "1", "setl", "one.setl", ":", "-n", "1", "setl", "two.setl"]).end())
    #expect(scripts.status == 1)
    #expect(
      scripts.errors.contains("process 1 has another script than process 0"), "\(scripts.errors)")
    let arguments = try #require(
      try launcher.start([
        "-n", "1", "setl", "one.setl", "a", ":", "-n", "1", "setl", "one.setl", "b",
      ])
      .end())
    #expect(arguments.status == 1)
    #expect(
      arguments.errors.contains("process 1 has another list of arguments than process 0"),
      "\(arguments.errors)")
  }

  /// What a scheduler sends before the time is over: the training ends after a batch, and the script goes on
  /// to its end.
  @Test func aSignalEndsTheTrainingInAll() throws {
    let launcher = try Launcher()
    defer { launcher.remove() }
    try launcher.write(Self.long, to: "long.setl")
    let run = try launcher.start(2, ["long.setl", "model.safetensors", "100000"])
    #expect(run.waitsFor("epoch 2"), "\(run.errors)")
    kill(run.process.processIdentifier, SIGUSR1)
    let outcome = try #require(run.end(within: 15))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("(interrupted)"))
    #expect(outcome.output.contains("epochs"))
    #expect(launcher.contents(of: "model.safetensors") != nil)
  }

  /// As Ctrl-C does it to `mpirun`.
  @Test func anInterruptEndsAllInTime() throws {
    let launcher = try Launcher()
    defer { launcher.remove() }
    try launcher.write(Self.long, to: "long.setl")
    let run = try launcher.start(3, ["long.setl", "model.safetensors", "100000"])
    #expect(run.waitsFor("epoch 2"), "\(run.errors)")
    kill(run.process.processIdentifier, SIGINT)
    let outcome = try #require(run.end(within: 15))
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains("(interrupted)"), "\(outcome.errors)")
    #expect(launcher.contents(of: "model.safetensors") != nil)
  }

  /// One process is killed; another number of them goes on, to the bits of a training that nothing stopped.
  @Test func aKilledTrainingGoesOnToTheSameBits() throws {
    let launcher = try Launcher()
    defer { launcher.remove() }
    let whole = try Launcher()
    defer { whole.remove() }
    try whole.write(Self.long, to: "long.setl")
    let expected = try #require(
      try whole.startAlone(["long.setl", "model.safetensors", "30"]).end())
    #expect(expected.status == 0, "\(expected.errors)")
    try launcher.write(Self.long, to: "long.setl")
    let run = try launcher.start(3, ["long.setl", "model.safetensors", "30"])
    #expect(run.waitsFor("epoch 3"), "\(run.errors)")
    let victim = try #require(children(of: run.process.processIdentifier).last)
    kill(victim, SIGKILL)
    let killed = try #require(run.end(within: 15))
    #expect(killed.status != 0)
    #expect(launcher.contents(of: "run.safetensors") != nil)
    let outcome = try #require(
      try launcher.start(2, ["long.setl", "model.safetensors", "30"]).end())
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(launcher.contents(of: "model.safetensors") == whole.contents(of: "model.safetensors"))
  }

  private func children(of process: pid_t) -> [pid_t] {
    let text = try? String(
      contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
    return (text ?? "").split(separator: " ").compactMap { pid_t($0) }
  }
}
