internal import ArgumentParser
internal import Builtins
internal import CMemory
internal import Characters
internal import Evaluation
internal import Glibc
internal import Processes
internal import Repl
internal import Sessions
internal import StandardLibrary
internal import Syntax
internal import Tensors
internal import WholeFiles

/// The command: a prompt, or a script from a file, an argument or standard input.
@main
struct Setl: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setl",
    abstract: "Trains truly sparse neural networks; a prompt and a language to do it in.",
    discussion: """
      Without a file, a prompt begins; from a pipe, standard input is the script.
      \(Subcommand.discussion)
      Exit status: 0; 1 after an error in a program; 2 for wrong options; 130 after an interrupt.
      """,
    version: version)

  static let version = "setl \(Release.number) (kernels: \(Kernels.name))"

  /// The first line of the prompt.
  private static var banner: String {
    let threads = CoreDefaults.threads
    return
      "setl \(Release.number), seed \(CoreDefaults.seed), \(threads) \(threads == 1 ? "thread" : "threads")"
      + " (\(Kernels.name))   ?name helps, tour() teaches"
  }

  @Option(name: .customShort("e"), help: "Run this code.")
  var code: String?

  @Flag(help: "Edit with vi's keys at the prompt.")
  var vi = false

  @Flag(name: .customShort("i"), help: "Run the script at a prompt, which goes on from there.")
  var interactive = false

  @Flag(help: "A prompt without the startup file.")
  var plain = false

  @Argument(parsing: .captureForPassthrough, help: "A script, and its arguments.")
  var script: [String] = []

  static func main() {
    Streams.openAll()
    setl_keep_large_blocks()
    // A file that a limit lets grow no more is an error of the writing.
    signal(SIGXFSZ, SIG_IGN)
    // Before the environment is changed: the arguments are found beside it.
    let arguments = Array(CommandLine.arguments.dropFirst())
    DenseProducts.prepare()
    // What is captured for the script is its own; before it, these are ours.
    if arguments == ["--version"] { return print(version) }
    if arguments == ["--help"] || arguments == ["-h"] { return print(helpMessage()) }
    do {
      let command = try parse(arguments)
      try command.run()
    } catch {
      let status = exitCode(for: error).rawValue
      if status == EX_USAGE {
        Streams.error(shownLines(fullMessage(for: error)) + "\n")
        Glibc.exit(2)
      }
      exit(withError: error)
    }
  }

  func run() throws {
    if code == nil, let first = script.first, first.hasPrefix("-"), first != "-" {
      throw ValidationError("there is no option `\(first)`")
    }
    let interrupt = Interrupt()
    interruptOnControlC(interrupt)
    if interactive {
      guard code == nil, let path = script.first, path != "-" else {
        throw ValidationError("-i takes a script:  setl -i FILE")
      }
    } else if code == nil, let subcommand = try Subcommand(script) {
      return try run(subcommand, Array(script.dropFirst()), interrupt)
    }
    let company = joinedCompany(interrupt)
    let output = TerminalOutput(isForwarded: company != nil)
    // What is kept of conversations the first process keeps.
    let folder = company?.group.number ?? 0 == 0 ? Home.folder : nil
    let session = try Self.makeSession(
      output, interrupt, history: History(folder: folder), company: company)
    let scripts = ScriptRun(session: session, output: output, company: company, setl: self)
    if let code { scripts.run(code, name: "<command line>", arguments: script) }
    let rest = Array(script.dropFirst())
    if let path = script.first, path != "-", !interactive { scripts.runFile(path, rest) }
    if script.first == "-" || company != nil || isatty(STDIN_FILENO) == 0 {
      scripts.runStandardInput(rest)
    }
    let first = interactive ? "run(\(script.map(\.quoted).joined(separator: ", ")))" : nil
    let startup = plain ? nil : Home.folder + "/startup.setl"
    switch Repl(session: session, output: output, withViKeys: vi)
      .run(banner: Self.banner, startup: startup, first: first)
    {
    case .left(let status): scripts.leave(status)
    // As the signal ends it that tells of this where it can.
    case .lost: scripts.leave(128 + SIGHUP)
    }
  }

  /// Those that a launcher started together with this process.
  private func joinedCompany(_ interrupt: Interrupt) -> Company? {
    do {
      return try Company(interrupt)
    } catch {
      Company.waitForTheFirst(MPIGroup.launchedNumber, until: interrupt)
      fail(error)
    }
  }

  func tell(_ diagnostics: [Diagnostic]) {
    let isColoured = isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil
    let renderer = DiagnosticRenderer(colours: isColoured ? .init() : nil)
    for diagnostic in diagnostics { Streams.error(renderer.render(diagnostic)) }
  }

  private static var library: LibraryDeclarations {
    var library = coreLibrary
    library.pages.append(KeysPage.page)
    return library
  }

  static func makeSession(
    _ output: any OutputSink, _ interrupt: Interrupt, history: History? = nil,
    company: Company? = nil
  ) throws -> Session {
    try Session(
      library: library, standardLibrary: StandardLibrary.files, output: output,
      interrupt: interrupt, files: ScriptFiles(), history: history, group: company?.group)
  }

  func fail(_ error: any Error) -> Never {
    tell(error)
    Glibc.exit(1)
  }

  /// Tells what is wrong with the world, such as a file that cannot be read; a program that was stopped ends.
  func tell(_ error: any Error) {
    if error is ProgramStopped {
      Streams.error("interrupted\n")
      Glibc.exit(130)
    }
    if let error = error as? NativeError {
      let diagnostic = Diagnostic(
        code: error.code, title: error.title, notes: error.notes, help: error.help)
      Streams.error(DiagnosticRenderer().render(diagnostic))
    } else {
      Streams.error("setl: \(error)\n")
    }
  }
}
