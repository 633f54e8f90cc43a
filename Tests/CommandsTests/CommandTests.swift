import Commands
import Testing

/// Other programs as children.
@Suite struct CommandTests {
  private func run(
    _ line: String, until requests: () -> Int = { 0 }
  ) throws -> (text: String, errors: String, ending: Command.Ending) {
    var bytes: [Command.Stream: [UInt8]] = [:]
    let ending = try Command(shell: line).run(sharesInput: false, until: requests) {
      bytes[$0, default: []] += $1
    }
    func text(_ stream: Command.Stream) -> String {
      String(decoding: bytes[stream, default: []], as: UTF8.self)
    }
    return (text(.output), text(.errors), ending)
  }

  @Test func bothStreamsAndTheStatusAreGiven() throws {
    let result = try run("echo out; echo wrong >&2; exit 3")
    #expect(result == ("out\n", "wrong\n", .exited(3)))
    #expect(try run("kill -9 $$").ending == .killed(9))
  }

  @Test func allOfALongOutputComes() throws {
    #expect(try run("head -c 3000000 /dev/zero").text.utf8.count == 3_000_000)
  }

  @Test func thereIsNothingToRead() throws {
    #expect(try run("cat; echo over").text == "over\n")
  }

  @Test func aProgramThatIsNotThereIsAFailure() {
    #expect(throws: Command.Failure.self) {
      _ = try Command(["/no/such/program"]).run(sharesInput: false, until: { 0 }) { _, _ in }
    }
  }

  @Test func aRequestEndsIt() throws {
    #expect(try run("sleep 100; echo after", until: { 1 }) == ("", "", .stopped))
  }

  /// The second request is one that nobody can refuse.
  @Test func theSecondEndsWhatRefuses() throws {
    #expect(try run("trap '' INT TERM; while :; do sleep 1; done", until: { 2 }).ending == .stopped)
  }

  /// What it leaves behind goes with it, and holds nobody up.
  @Test func whatIsLeftBehindGoes() throws {
    let child = try run("sleep 100 & echo $!").text.split(separator: "\n")[0]
    // A process that has ended and that nobody has waited for yet is a zombie.
    let lives = "grep -q '^State:.[^Z]' /proc/\(child)/status 2>/dev/null"
    let line = "for i in 1 2 3 4 5 6 7 8 9; do \(lives) || exit 7; sleep 0.2; done"
    #expect(try run(line).ending == .exited(7))
  }

  @Test func anErrorOfTheReceiverEndsIt() {
    struct Full: Error {}
    #expect(throws: Full.self) {
      _ = try Command(shell: "yes").run(sharesInput: false, until: { 0 }) { _, _ in throw Full() }
    }
  }
}
