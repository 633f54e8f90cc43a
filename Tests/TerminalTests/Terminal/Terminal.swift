import Glibc

/// A program that runs in a pseudo-terminal, and the screen that it draws.
///
/// Keys go in by `send`, and tests wait for what the screen then shows; a wait that fails tells with a
/// picture of the screen. The program is ended with this object at the latest.
final class Terminal {
  let process: pid_t
  let home: TemporaryFolder
  private(set) var screen: Screen
  /// Every byte that the program has sent.
  private(set) var received: [UInt8] = []
  /// What the terminal answers to a question of `Screen.questions`; nothing when nil.
  var answer: (_ question: String, Screen) -> String? = Terminal.usualAnswer
  private let pseudo: PseudoTerminal
  /// The terminal's modes before the program was started.
  let modesBefore: TerminalModes
  private var answered = 0
  /// As `waitpid` gives it, once the program has ended.
  private var waitStatus: Int32?

  /// How long a wait lasts at most, in seconds: long, since machines may be busy.
  static let patience = 40.0

  /// Starts `program`, by default setl's prompt, with a `home` of its own unless one is given. With `keepsOutput`
  /// the terminal drops nothing at Ctrl-C: else a Ctrl-C that comes as the program ends takes with it what was
  /// written last, where a busy system has not brought that yet.
  init(
    rows: Int = 24, columns: Int = 80, program: String? = nil, _ arguments: [String] = [],
    environment: [String: String] = [:], home: TemporaryFolder? = nil, keepsOutput: Bool = false
  ) throws {
    self.home = try home ?? TemporaryFolder()
    screen = Screen(rows: rows, columns: columns)
    pseudo = try PseudoTerminal(rows: rows, columns: columns)
    if keepsOutput { pseudo.keepOutput() }
    modesBefore = TerminalModes(of: pseudo.slave)
    var variables = [
      "SETL_HOME": self.home.path, "HOME": self.home.path, "TERM": "xterm-256color",
      "LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin",
    ]
    variables.merge(environment) { _, new in new }
    process = try pseudo.spawn(
      try program ?? Self.setl(), arguments, environment: variables.map { "\($0)=\($1)" }.sorted(),
      folder: self.home.path)
  }

  deinit { kill() }

  /// The built program, which lies beside the program that runs these tests.
  static func setl() throws -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let runner = buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let beside = String(decoding: runner, as: UTF8.self).split(separator: "/").dropLast()
    for folder in [beside.joined(separator: "/"), root + "/.build/release"] {
      let path = "/" + folder + "/setl"
      if access(path, X_OK) == 0 { return path }
    }
    throw TerminalFailure("there is no setl beside the tests:  make build")
  }

  // MARK: Acting

  /// Presses keys, one after the other.
  func send(_ keys: Key...) throws { try send(bytes: keys.flatMap(\.bytes)) }

  func send(bytes: [UInt8]) throws {
    let end = Clock.now + Self.patience
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { write(pseudo.master, $0.baseAddress, $0.count) }
      if count > 0 {
        start += count
      } else {
        // The program does not read: it may wait for its output to be taken.
        take(within: 0.01)
        guard Clock.now < end, isRunning else { throw failure("keys that nobody reads") }
      }
    }
  }

  /// Changes the size of the window; the program is told by a signal.
  func resize(rows: Int, columns: Int, _ resizing: Screen.Resizing = .rewraps) {
    take(within: 0)
    screen.resize(rows: rows, columns: columns, resizing)
    pseudo.resize(rows: rows, columns: columns)
  }

  /// The terminal goes away under the program; gives its exit status, as `waitForExit` does.
  func hangUp() throws -> Int {
    pseudo.hangUp()
    let end = Clock.now + Self.patience
    while isRunning {
      usleep(10_000)
      guard Clock.now < end else { throw failure("the program outlives its terminal") }
    }
    return exitStatus
  }

  func signal(_ number: Int32) { Glibc.kill(process, number) }

  /// Ends the program and all in its session's group, at once.
  func kill() {
    guard waitStatus == nil else { return }
    Glibc.kill(-process, SIGKILL)
    Glibc.kill(process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    waitStatus = status
  }

  // MARK: Waiting

  /// Waits until the screen shows `text`.
  func waitFor(_ text: String, timeout: Double = patience) throws {
    try wait("the text \"\(text)\"", timeout: timeout) { $0.contains(text) }
  }

  /// Waits until the screen is as `condition` says; `what` tells it in a failure.
  func wait(
    _ what: String, timeout: Double = patience, until condition: (Screen) -> Bool
  ) throws {
    let end = Clock.now + timeout
    while true {
      take(within: 0)
      // A terminal shows nothing of an update that has begun and not ended.
      if !screen.modes.contains(2026), condition(screen) { return }
      guard Clock.now < end else { throw failure("\(what) did not come") }
      guard isRunning || take(within: 0.05) else {
        if condition(screen) { return }
        throw failure("\(what) did not come, the program has ended")
      }
      take(within: 0.02)
    }
  }

  /// Waits until the program has read all keys, has nothing more to say, and waits itself.
  func waitUntilIdle(timeout: Double = patience) throws {
    let end = Clock.now + timeout
    var quiet = 0
    while quiet < 3 {
      quiet = !take(within: 0.01) && pseudo.unread == 0 && isAsleep ? quiet + 1 : 0
      guard isRunning else { return }
      guard Clock.now < end else { throw failure("the program does not come to rest") }
    }
  }

  /// Waits until the program ends, and gives its exit status: 128 and more when a signal ended it.
  @discardableResult
  func waitForExit(timeout: Double = patience) throws -> Int {
    let end = Clock.now + timeout
    while isRunning {
      take(within: 0.01)
      guard Clock.now < end else { throw failure("the program does not end") }
    }
    // What was written last may come after the end: on a busy machine the system brings it later.
    while take(within: 0.05) {}
    return exitStatus
  }

  private var exitStatus: Int {
    let status = Int(waitStatus ?? 0)
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }

  /// A failure with a picture of the screen.
  func failure(_ text: String) -> TerminalFailure { TerminalFailure("\(text)\n\(screen.picture)") }

  // MARK: Asking

  var isRunning: Bool {
    guard waitStatus == nil else { return false }
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return true }
    waitStatus = status
    return false
  }

  /// Whether each thread of the program waits for something.
  private var isAsleep: Bool { ProcessTable.states(of: process).allSatisfy { $0 == "S" } }

  /// The modes of the terminal: line editing, echo, signals and so on.
  var modes: TerminalModes { TerminalModes(of: pseudo.slave) }

  /// The device number of this terminal, as the process table has it.
  var device: Int {
    var information = stat()
    return fstat(pseudo.slave, &information) == 0 ? Int(information.st_rdev) : 0
  }

  // MARK: Reading

  /// Feeds the screen with what the program has sent, waiting for it if need be; whether there was some.
  @discardableResult
  private func take(within seconds: Double) -> Bool {
    var request = pollfd(fd: pseudo.master, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, Int32(seconds * 1000)) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var isAny = false
    // No more than some at a time, so that a program without end does not keep a wait from ending.
    for _ in 0..<64 {
      let count = read(pseudo.master, &buffer, buffer.count)
      guard count > 0 else { break }
      isAny = true
      received += buffer[..<count]
      screen.feed(buffer[..<count])
      answerQuestions()
    }
    return isAny
  }

  private func answerQuestions() {
    while answered < screen.questions.count {
      let question = screen.questions[answered]
      answered += 1
      guard let text = answer(question, screen) else { continue }
      let bytes = Array(text.utf8)
      _ = write(pseudo.master, bytes, bytes.count)
    }
  }

  /// What every terminal answers: where the cursor is, that all is well, what kind it is.
  static func usualAnswer(_ question: String, _ screen: Screen) -> String? {
    switch question {
    case "[6n": "\u{1B}[\(screen.cursor.row + 1);\(screen.cursor.column + 1)R"
    case "[5n": "\u{1B}[0n"
    case "[c", "[0c": "\u{1B}[?62;22c"
    default: nil
    }
  }
}

/// What went wrong, with the screen at that time.
struct TerminalFailure: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// Seconds that only grow.
enum Clock {
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
