internal import CCommands
internal import Glibc

/// A child and all that it starts: a process group of its own.
struct ProcessFamily {
  /// Its first process, which gives the group its number.
  let leader: pid_t
  private let guardian: Guardian?

  enum State {
    case running
    /// By this signal: one that wants the terminal, or a person who leaves the program for a while.
    case stopped(Int32)
    case ended(Command.Ending)
  }

  /// Starts a program; descriptors below 0 lead nowhere. With `takesTerminal` it has the terminal before its first
  /// step. Throws `Command.Failure`.
  init(
    _ arguments: [String], input: Int32, output: Int32, errors: Int32, takesTerminal: Bool = false
  ) throws(Command.Failure) {
    leader = try Self.spawn(
      arguments, input: input, output: output, errors: errors, takesTerminal: takesTerminal)
    guardian = Guardian(of: leader)
  }

  static func spawn(
    _ arguments: [String], input: Int32, output: Int32, errors: Int32, takesTerminal: Bool = false
  ) throws(Command.Failure) -> pid_t {
    let words = arguments.map { strdup($0) }
    defer { for word in words { free(word) } }
    let process = setl_spawn(words + [nil], input, output, errors, takesTerminal ? 1 : 0)
    guard process > 0 else {
      throw Command.Failure(program: arguments.first ?? "", number: -process)
    }
    return process
  }

  /// How the child stands now. Once it has ended, it is forgotten.
  func look() -> State {
    var status: Int32 = 0
    let found = waitpid(leader, &status, WNOHANG | WUNTRACED)
    if found == 0 || found < 0 && errno == EINTR { return .running }
    // Somebody has taken it from us: how it ended nobody knows.
    guard found == leader else { return .ended(.exited(0)) }
    if status & 0xFF == 0x7F { return .stopped(status >> 8 & 0xFF) }
    let signal = status & 0x7F
    return .ended(signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal))
  }

  /// To all of them, also to those that were stopped.
  func send(_ signal: Int32) {
    kill(-leader, signal)
    kill(-leader, SIGCONT)
  }

  /// The child is over: what it has left behind goes too, as where a terminal is closed.
  func end() {
    kill(-leader, SIGHUP)
    guardian?.dismiss()
  }
}

/// Ends a family when this process is gone: a shell that waits for the end of a pipe, whose other end this process
/// alone has. Not even a signal that cannot be caught leaves the family alone.
private struct Guardian {
  private let process: pid_t
  private let end: Int32

  private static let watch = """
    trap '' HUP INT QUIT TERM
    read -r _ || { kill -s TERM -- "-$0"; sleep 1; kill -s KILL -- "-$0"; }
    """

  /// Nil where the system has no process left for it.
  init?(of leader: pid_t) {
    var ends: [Int32] = [-1, -1]
    guard setl_pipe(&ends) == 0 else { return nil }
    defer { close(ends[0]) }
    guard
      let process = try? ProcessFamily.spawn(
        ["/bin/sh", "-c", Self.watch, "\(leader)"], input: ends[0], output: -1, errors: -1)
    else {
      close(ends[1])
      return nil
    }
    self.process = process
    end = ends[1]
  }

  /// It dies before it can see the end of the pipe.
  func dismiss() {
    kill(process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    close(end)
  }
}
