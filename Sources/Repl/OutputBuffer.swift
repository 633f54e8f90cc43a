internal import Evaluation
internal import Glibc
internal import Synchronization
internal import Threads

/// Gathers what is written to a descriptor, so that a flood of lines costs few calls of the system, and
/// few drawings of the live area that stands below them.
///
/// A line waits for a tenth of a second at most: the first after a pause goes out at once; what follows closely goes
/// out together, by the hand of a thread that waits for just that. In a file or a pipe too, so that whoever follows
/// the record of a long training sees each epoch. The same thread says that a Ctrl-C was heard where a training takes
/// its time to end, and ends the process with its terminal.
final class OutputBuffer: Sendable {
  private struct State {
    var text = ""
    var endsLine = true
    var area = LiveArea()
    var lastFlush = ContinuousClock.now - .seconds(1)
    /// The thread will flush what is there.
    var isAwaited = false
    var hasThread = false
    /// Why something could not be written.
    var failure: Int32?
  }

  private static let patience = Duration.milliseconds(100)
  private static let block = 1 << 16

  private let descriptor: Int32
  private let isTerminal: Bool
  private let state = Mutex(State())
  private let bell = Bell()

  init(descriptor: Int32, isTerminal: Bool) {
    self.descriptor = descriptor
    self.isTerminal = isTerminal
  }

  /// From now on the process ends with its terminal, and a Ctrl-C that a training has not taken yet is
  /// answered in the live area where there is one.
  func watchTerminal(answeringControlC: Bool) {
    if answeringControlC { SharedInterrupt.bell = bell }
    state.withLock { state in if !state.hasThread { state.hasThread = startThread() } }
  }

  func write(_ text: String) {
    guard !text.isEmpty else { return }
    state.withLock { state in
      state.text += text
      if state.text.utf8.count >= Self.block { return flush(&state) }
      guard !state.isAwaited else { return }
      if ContinuousClock.now - state.lastFlush >= Self.patience { return flush(&state) }
      if !state.hasThread { state.hasThread = startThread() }
      // Where the system has no thread to come back later, nothing waits.
      guard state.hasThread else { return flush(&state) }
      state.isAwaited = true
      bell.ring()
    }
  }

  func flush() { state.withLock { flush(&$0) } }

  /// Why something could not be written; nil when all was.
  var failure: Int32? { state.withLock { $0.failure } }

  /// Shows some lines below all that was written; not within a line that has no end yet.
  func draw(_ lines: (_ rows: Int, _ columns: Int) -> [String]) {
    state.withLock { state in
      var text = above(&state)
      if state.endsLine {
        let (rows, columns) = size
        text += state.area.draw(lines(rows, columns), rows: rows, columns: columns)
      }
      send(text, &state)
    }
  }

  /// Removes what was drawn below.
  func removeArea() {
    state.withLock { state in
      let text = above(&state)
      send(text + state.area.clear(), &state)
    }
  }

  /// Ends the line that was begun last, where it has no end.
  func endLine() {
    state.withLock { state in
      let isEnded = state.text.utf8.last.map { $0 == 0x0A } ?? state.endsLine
      if !isEnded { state.text += "\n" }
    }
  }

  /// Somebody else has ended the line: the terminal, which shows what is typed.
  func noteLineEnd() { state.withLock { $0.endsLine = true } }

  func forgetArea() { state.withLock { $0.area.forget() } }

  private func flush(_ state: inout State) { send(above(&state), &state) }

  /// Takes what was gathered, as it is written where the area is.
  private func above(_ state: inout State) -> String {
    guard let last = state.text.utf8.last else { return "" }
    let text = state.text
    state.text.removeAll(keepingCapacity: true)
    state.endsLine = last == 0x0A
    guard state.endsLine else { return state.area.clear() + text }
    guard !state.area.isEmpty else { return text }
    let (rows, columns) = size
    return state.area.insert(text, rows: rows, columns: columns)
  }

  /// A window that does not tell its size gets no panel, which needs more rows than these.
  private var size: (rows: Int, columns: Int) { Window.size ?? (20, 80) }

  private func send(_ text: String, _ state: inout State) {
    if let reason = Streams.write(text, to: descriptor) {
      state.failure = reason
      // The terminal is gone, and whoever should have been told so may have kept it to himself.
      if isTerminal && reason == EIO { kill(getpid(), SIGHUP) }
    }
    state.lastFlush = .now
  }

  /// A program that prints nothing would compute on for nobody.
  private func endIfTerminalIsGone() {
    var place = pollfd(fd: descriptor, events: 0, revents: 0)
    if poll(&place, 1, 0) > 0, Int32(place.revents) & POLLHUP != 0 { kill(getpid(), SIGHUP) }
  }

  private func tellOfInterrupt(_ state: inout State) {
    guard state.endsLine else { return }
    let (rows, columns) = size
    send(
      state.area.note(
        "stopping after this batch; Ctrl-C again stops at once", rows: rows, columns: columns),
      &state)
  }

  /// The thread lives as long as the process, and so does this then.
  private func startThread() -> Bool { (try? QuietThread { self.flushWhenAwaited() }) != nil }

  private func flushWhenAwaited() {
    while true {
      guard bell.wait(seconds: 5) else {
        if isTerminal { endIfTerminalIsGone() }
        continue
      }
      usleep(useconds_t(Self.patience.components.attoseconds / 1_000_000_000_000))
      state.withLock { state in
        state.isAwaited = false
        flush(&state)
        if SharedInterrupt.bell === bell, SharedInterrupt.current?.waitsToBeTaken == true {
          tellOfInterrupt(&state)
        }
      }
    }
  }
}
