internal import Dispatch
internal import Evaluation
internal import Glibc
internal import Processes
internal import Repl
internal import Syntax
internal import Tensors

/// The processes that a launcher started to run one script together.
struct Company {
  let group: MPIGroup
  private let interrupt: Interrupt

  /// Joins those that a launcher started with this one; nil where it is alone. Throws `NativeError` where they
  /// cannot come together.
  init?(_ interrupt: Interrupt) throws {
    do {
      guard let joined = try MPIGroup.joined() else { return nil }
      group = joined
      self.interrupt = interrupt
      interruptOnLaunchersSignals()
      MemoryBudget.bytes /= Double(group.neighbours)
      try compareVersions()
    } catch let error as ProcessError {
      throw NativeError(error)
    }
    endWhenAskedTwice()
  }

  private func compareVersions() throws {
    let mine = Setl.version + ", " + Self.processor
    let all = try group.gather(Array(mine.utf8)).map { String(decoding: $0, as: UTF8.self) }
    guard let other = all.firstIndex(where: { $0 != all[0] }) else { return }
    throw ProcessError(
      "process \(other) computes otherwise than process 0",
      notes: ["process 0 is \(all[0])", "process \(other) is \(all[other])"],
      help: "use machines of one kind, with the same setl: only then do they come to the same bits")
  }

  private static var processor: String {
    #if arch(x86_64)
      "x86-64"
    #elseif arch(arm64)
      "arm64"
    #else
      "another processor"
    #endif
  }

  /// A second request is to end the process at once, also where it waits for one that does not come.
  private func endWhenAskedTwice() {
    let queue = DispatchQueue(label: "setl.company")
    let interrupt = interrupt
    @Sendable func look() {
      guard interrupt.count > 1 else {
        return queue.asyncAfter(deadline: .now() + 0.5, execute: look)
      }
      queue.asyncAfter(deadline: .now() + 8) { _exit(130) }
    }
    queue.async(execute: look)
  }

  // MARK: The end

  /// Waits for the others, who have come to the end too, and gives the status of all.
  func end(status: Int32) throws -> Int32 {
    let mine = interrupt.wasRequested ? 130 : status
    let all = try group.meet(for: .end, [UInt64(clamping: mine)])
    group.leave()
    return all.map { Int32(clamping: $0[0]) }.max() ?? mine
  }

  /// Ends all processes, which do not come to the end together any more.
  ///
  /// Where all have failed in the same way the first one tells of it, and none of the others.
  func fail(status: Int32, tell: () -> Void) -> Never {
    Self.waitForTheFirst(group.number, until: interrupt)
    if group.number > 0 { Streams.error("process \(group.number) of \(group.count):\n") }
    tell()
    group.abort(status: status)
    _exit(status)
  }

  /// Lets the first process tell first: that it ended all is seen as a request to end.
  static func waitForTheFirst(_ number: Int, until interrupt: Interrupt) {
    guard number > 0 else { return }
    let before = interrupt.count
    let end = ContinuousClock.now + .seconds(1)
    while ContinuousClock.now < end {
      usleep(10_000)
      if interrupt.count > before { _exit(1) }
    }
  }
}
