internal import ArgumentParser
internal import Evaluation
internal import Glibc
internal import Notebooks
internal import Repl

/// `setl kernel …`: the kernel for Jupyter.
struct KernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setl kernel", abstract: "The kernel for Jupyter.",
    subcommands: [Install.self, Uninstall.self, Run.self])

  /// Where the kernel is put.
  struct Place: ParsableArguments {
    @Flag(help: "Your own folder, which is the default.")
    var user = false

    @Flag(help: "The Python environment that is active.")
    var sysPrefix = false

    @Option(help: "An installation, such as /usr/local or the folder of a Python environment.")
    var prefix: String?

    func validate() throws {
      guard [user, sysPrefix, prefix != nil].count(where: { $0 }) < 2 else {
        throw ValidationError("choose one of --user, --sys-prefix and --prefix")
      }
      if prefix == "" { throw ValidationError("--prefix needs a folder") }
    }

    var jupyter: JupyterPlace { prefix.map { .prefix($0) } ?? (sysPrefix ? .environment : .user) }
  }

  struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes setl a language of Jupyter: the kernel, and its colours in JupyterLab.")
    @OptionGroup var place: Place
  }

  struct Uninstall: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Takes both away again.")
    @OptionGroup var place: Place
  }

  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Runs a kernel, as front ends of Jupyter do.")

    @Argument(help: "A connection file, which tells where the front end is.")
    var file: String
  }
}

extension Setl {
  func runKernelCommand(_ arguments: [String], _ interrupt: Interrupt) throws {
    let command = try KernelCommand.parseAsRoot(arguments)
    do {
      switch command {
      case let install as KernelCommand.Install:
        let installation = JupyterInstallation(in: try install.place.jupyter.folder())
        for folder in try installation.install(program: Self.program()) {
          print("installed \(folder)")
        }
      case let uninstall as KernelCommand.Uninstall:
        let installation = JupyterInstallation(in: try uninstall.place.jupyter.folder())
        for folder in try installation.uninstall() { print("removed \(folder)") }
      case let run as KernelCommand.Run: runKernel(run.file, interrupt)
      default:
        var command = command
        try command.run()
      }
    } catch let error as NativeError {
      fail(error)
    }
  }

  /// Where this program is. Throws `NativeError`.
  private static func program() throws -> String {
    guard let path = realpath("/proc/self/exe", nil) else {
      throw NativeError(
        "S0503", "it is not known where this program is",
        notes: [String(cString: strerror(errno))])
    }
    defer { free(path) }
    return String(cString: path)
  }
}
