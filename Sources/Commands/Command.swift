internal import CCommands
internal import Glibc

/// A program with its arguments, to be run as a child of this process.
public struct Command: Sendable {
  /// How it came to its end.
  public enum Ending: Sendable, Equatable {
    /// By itself, with this status.
    case exited(Int32)
    /// By this signal.
    case killed(Int32)
    /// Because it was asked to.
    case stopped

    /// As shells count: 128 and the signal.
    public var status: Int {
      switch self {
      case .exited(let status): Int(status)
      case .killed(let signal): 128 + Int(signal)
      case .stopped: 128 + Int(SIGINT)
      }
    }
  }

  /// Which of its streams something came from.
  public enum Stream: Int32, Sendable { case output = 1, errors }

  /// A program that cannot be started, or has no pipe.
  public struct Failure: Error {
    public let reason: String

    init(program: String, number: Int32) {
      reason = "\(program): \(String(cString: strerror(number)))"
    }
  }

  public var arguments: [String]

  public init(_ arguments: [String]) { self.arguments = arguments }

  /// What the system's shell does with a line.
  public init(shell line: String) { self.init(["/bin/sh", "-c", line]) }

  /// Runs it to its end. What it puts out is handed to `receive` as it comes; where that throws, the program is
  /// ended. `requests` counts the wishes that it stop: the first interrupts it, and it has two seconds; the second
  /// ends it at once. With `sharesInput` it may read what this process reads, also from a terminal.
  public func run(
    sharesInput: Bool, until requests: () -> Int,
    receive: (Stream, [UInt8]) throws -> Void
  ) throws -> Ending {
    var streams = try CommandStreams()
    defer { streams.close() }
    let family = try ProcessFamily(
      arguments, input: sharesInput ? STDIN_FILENO : -1, output: streams.ends[0],
      errors: streams.ends[1])
    streams.closeEnds()
    var watch = CommandWatch(family, canLend: sharesInput)
    do {
      while true {
        let isOver = watch.look(requests())
        // What was put out before the end has come by now.
        try streams.read(waiting: isOver || streams.areOver ? 0 : 20, receive)
        if isOver { return watch.finish() }
        if streams.areOver { usleep(1000) }
      }
    } catch {
      watch.endAtOnce()
      throw error
    }
  }

  /// Runs it with the terminal as its own, as an editor needs it: Ctrl-C and Ctrl-Z are for the program then.
  public func runInTerminal(until requests: () -> Int = { 0 }) throws -> Ending {
    var loan = TerminalLoan()
    let takesTerminal = loan.prepare()
    let family: ProcessFamily
    do {
      family = try ProcessFamily(
        arguments, input: STDIN_FILENO, output: STDOUT_FILENO, errors: STDERR_FILENO,
        takesTerminal: takesTerminal)
    } catch {
      loan.takeBack()
      throw error
    }
    var watch = CommandWatch(family, canLend: true, loan)
    while !watch.look(requests()) { usleep(5_000) }
    return watch.finish()
  }
}

/// The pipes that a child's output comes by.
private struct CommandStreams {
  /// The child's ends.
  private(set) var ends: [Int32] = []
  private var places: [pollfd] = []

  init() throws(Command.Failure) {
    for _ in 0..<2 {
      var pipe: [Int32] = [-1, -1]
      let failure = setl_pipe(&pipe)
      guard failure == 0 else {
        close()
        throw Command.Failure(program: "a pipe", number: failure)
      }
      places.append(pollfd(fd: pipe[0], events: Int16(POLLIN), revents: 0))
      ends.append(pipe[1])
    }
  }

  /// Nothing comes any more.
  var areOver: Bool { places.allSatisfy { $0.fd < 0 } }

  /// Hands on all that is there, waiting some milliseconds for the first of it.
  mutating func read(
    waiting milliseconds: Int32, _ receive: (Command.Stream, [UInt8]) throws -> Void
  ) throws {
    var patience = milliseconds
    var pieces = 0
    // A flood ends now and then, so that somebody can stop it.
    while !areOver, pieces < 64, poll(&places, nfds_t(places.count), patience) > 0 {
      for place in places.indices where places[place].revents != 0 {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = Glibc.read(places[place].fd, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          Glibc.close(places[place].fd)
          places[place].fd = -1
          continue
        }
        try receive(place == 0 ? .output : .errors, Array(buffer[..<count]))
      }
      patience = 0
      pieces += 1
    }
  }

  mutating func closeEnds() {
    for end in ends { Glibc.close(end) }
    ends = []
  }

  mutating func close() {
    closeEnds()
    for place in places where place.fd >= 0 { Glibc.close(place.fd) }
    places = []
  }
}

/// Looks after a child that runs: whether it is over, wants the terminal, or is to stop.
private struct CommandWatch {
  private let family: ProcessFamily
  private let canLend: Bool
  private var loan: TerminalLoan
  private var ending: Command.Ending?
  /// When it was asked to stop, and by which signal last.
  private var asked: (time: ContinuousClock.Instant, signal: Int32)?

  private static let patience = Duration.seconds(2)

  init(_ family: ProcessFamily, canLend: Bool, _ loan: TerminalLoan = TerminalLoan()) {
    self.family = family
    self.canLend = canLend
    self.loan = loan
  }

  /// Whether the child is over; `requests` are the wishes that it stop.
  mutating func look(_ requests: Int) -> Bool {
    switch family.look() {
    case .ended(let ending): self.ending = ending
    case .stopped(let signal): goOn(after: signal)
    case .running: if requests > 0 { ask(requests) }
    }
    return ending != nil
  }

  /// The child was stopped.
  private mutating func goOn(after signal: Int32) {
    let asksForTerminal = signal == SIGTTIN || signal == SIGTTOU
    if loan.isLent, !asksForTerminal {
      // A person leaves it for a while, and this process with it.
      loan.takeBack()
      kill(0, SIGTSTP)
      _ = loan.lend(to: family.leader)
      family.send(SIGCONT)
    } else if asksForTerminal, canLend, loan.lend(to: family.leader) {
      family.send(SIGCONT)
    } else if asksForTerminal {
      // It would wait for ever.
      family.send(SIGHUP)
    }
  }

  private mutating func ask(_ requests: Int) {
    let waited = asked.map { ContinuousClock.now - $0.time } ?? .zero
    let signal =
      if requests > 1 || waited > Self.patience * 2 { SIGKILL } else if waited > Self.patience {
        SIGTERM
      } else { SIGINT }
    guard asked?.signal != signal else { return }
    asked = (asked?.time ?? .now, signal)
    family.send(signal)
  }

  mutating func endAtOnce() {
    family.send(SIGKILL)
    while !look(0) { usleep(1000) }
    _ = finish()
  }

  /// The child is over: how it ended, and everything is as it was.
  mutating func finish() -> Command.Ending {
    let hadTerminal = loan.isLent
    loan.takeBack()
    family.end()
    let ending = ending ?? .stopped
    // Ctrl-C was the child's while it had the terminal.
    let isInterrupted = hadTerminal && ending.status == 128 + Int(SIGINT)
    return asked != nil || isInterrupted ? .stopped : ending
  }
}
