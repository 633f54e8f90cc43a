import Glibc

/// A pseudo-terminal: its master end, and a hold on the other end so that its modes outlive the program.
final class PseudoTerminal {
  let master: Int32
  let slave: Int32
  let path: String

  init(rows: Int, columns: Int) throws {
    // posix_openpt and its kin stand behind feature macros that Swift does not set: these are what they
    // do on Linux.
    let (unlock, tellNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)  // TIOCSPTLCK, TIOCGPTN
    var (locked, number): (Int32, UInt32) = (0, 0)
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard master >= 0, ioctl(master, unlock, &locked) == 0, ioctl(master, tellNumber, &number) == 0
    else { throw TerminalFailure("no pseudo-terminal: \(String(cString: strerror(errno)))") }
    path = "/dev/pts/\(number)"
    slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard slave >= 0 else { throw TerminalFailure("\(path) cannot be opened") }
    _ = fcntl(master, F_SETFL, fcntl(master, F_GETFL) | O_NONBLOCK)
    resize(rows: rows, columns: columns)
  }

  private var isOpen = true

  deinit { hangUp() }

  /// The terminal goes away, as a window that is closed does.
  func hangUp() {
    guard isOpen else { return }
    isOpen = false
    close(slave)
    close(master)
  }

  /// A key that sends a signal drops nothing that was written and not read yet.
  func keepOutput() {
    var modes = termios()
    guard tcgetattr(slave, &modes) == 0 else { return }
    modes.c_lflag |= UInt32(NOFLSH)
    _ = tcsetattr(slave, TCSANOW, &modes)
  }

  /// The kernel tells the programs in front of it by SIGWINCH.
  func resize(rows: Int, columns: Int) {
    var size = winsize(
      ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Bytes that were typed and that no program has read yet.
  var unread: Int {
    var count: Int32 = 0
    return ioctl(slave, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
  }

  /// Starts a program in a session of its own, with this as its controlling terminal: a session's
  /// leader gets the first terminal that it opens.
  func spawn(_ program: String, _ arguments: [String], environment: [String], folder: String)
    throws -> pid_t
  {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // POSIX_SPAWN_SETSID, behind such a macro too.
    let setSession: Int32 = 0x80
    posix_spawnattr_setflags(
      &attributes, Int16(setSession | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    // env becomes the program, in the folder.
    let env = "/usr/bin/env"
    let words = ([env, "-C", folder, program] + arguments).map { strdup($0) }
    let variables = environment.map { strdup($0) }
    defer { for pointer in words + variables { free(pointer) } }
    var process: pid_t = 0
    let failure = posix_spawn(
      &process, env, &actions, &attributes, words + [nil], variables + [nil])
    guard failure == 0 else {
      throw TerminalFailure("\(program): \(String(cString: strerror(failure)))")
    }
    return process
  }
}
