import Foundation

/// The built command, started several times by `mpirun`.
struct Launcher {
  /// What became of a run.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Where `mpirun` is; nil where it is not installed, and these tests are skipped.
  static let path = ["/usr/bin/mpirun", "/usr/local/bin/mpirun"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  static var isThere: Bool { path != nil }

  /// Longer than any run of these tests on a busy machine: what takes longer hangs.
  static let patience = 60.0

  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "machines-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  func contents(of name: String) -> Data? {
    try? Data(contentsOf: folder.appending(path: name))
  }

  /// The built program, which lies beside the program that runs these tests.
  private static func setl() throws -> String {
    let runner = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let beside = runner.split(separator: "/").dropLast().joined(separator: "/")
    for folder in [beside, root + "/.build/release"] {
      let path = "/" + folder + "/setl"
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw CocoaError(.fileNoSuchFile)
  }

  /// What starts a program on two network namespaces, which stand for two machines.
  private static let namespaces =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    + "/benchmarks/namespaces.sh"

  /// Whether this machine allows such namespaces, and has what makes them.
  static let hasNamespaces: Bool = {
    guard isThere, getuid() == 0, let launcher = try? Launcher() else { return false }
    defer { launcher.remove() }
    return (try? launcher.startApart("true", []).end(within: 20))??.status == 0
  }()

  /// Starts a program on each of two such machines.
  private func startApart(_ program: String, _ arguments: [String]) throws -> Run {
    try Run("/bin/sh", [Self.namespaces, "none", program] + arguments, in: folder)
  }

  /// Starts the command with `arguments` on each of them.
  func startApart(_ arguments: [String]) throws -> Run {
    try startApart(try Self.setl(), arguments)
  }

  /// A run that is under way.
  final class Run {
    let process = Foundation.Process()
    private let folder: URL
    private let name = UUID().uuidString

    fileprivate init(_ program: String, _ arguments: [String], in folder: URL) throws {
      self.folder = folder
      process.executableURL = URL(filePath: program)
      process.arguments = arguments
      process.currentDirectoryURL = folder
      // Only what is needed: a launcher's own variables would make the run a part of another.
      process.environment = [
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": folder.path,
        "SETL_HOME": folder.path,
        "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "LANG": "C.UTF-8",
      ]
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try handle("out")
      process.standardError = try handle("err")
      // Threads of tests block signals, which a program would take over from them.
      var none = sigset_t()
      var before = sigset_t()
      sigemptyset(&none)
      pthread_sigmask(SIG_SETMASK, &none, &before)
      defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
      try process.run()
    }

    private func file(_ kind: String) -> URL { folder.appending(path: "\(name).\(kind)") }

    private func handle(_ kind: String) throws -> FileHandle {
      try Data().write(to: file(kind))
      return try FileHandle(forWritingTo: file(kind))
    }

    private func text(_ kind: String) -> String {
      (try? String(contentsOf: file(kind), encoding: .utf8)) ?? ""
    }

    /// What it has told so far of its training.
    var errors: String { text("err") }

    /// Waits until the errors hold `text`; false where the run ended before.
    func waitsFor(_ text: String) -> Bool {
      let end = Date() + Launcher.patience
      while Date() < end {
        if errors.contains(text) { return true }
        if !process.isRunning { return errors.contains(text) }
        usleep(5000)
      }
      return false
    }

    /// Nil where it did not end in time; then it is killed.
    func end(within seconds: Double = Launcher.patience) -> Outcome? {
      let end = Date() + seconds
      while process.isRunning, Date() < end { usleep(5000) }
      guard !process.isRunning else {
        kill(process.processIdentifier, SIGKILL)
        return nil
      }
      return Outcome(status: process.terminationStatus, output: text("out"), errors: text("err"))
    }
  }

  /// Starts the command with `arguments`, alone.
  func startAlone(_ arguments: [String]) throws -> Run {
    try Run(try Self.setl(), arguments, in: folder)
  }

  /// Starts it in `count` processes.
  func start(_ count: Int, _ arguments: [String]) throws -> Run {
    try start(["-n", "\(count)", try Self.setl()] + arguments)
  }

  /// Starts the processes that `mpirun` is told of, `setl` being the command.
  func start(_ programs: [String]) throws -> Run {
    let setl = try Self.setl()
    // Shared memory and sockets alone: other networks take their time to be looked for.
    let options = ["--oversubscribe", "--bind-to", "none", "--mca", "pml", "ob1"]
    return try Run(
      Self.path ?? "mpirun", options + programs.map { $0 == "setl" ? setl : $0 }, in: folder)
  }
}
