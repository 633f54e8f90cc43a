internal import Commands
internal import Evaluation
internal import Glibc
internal import Syntax
internal import WholeFiles

/// Other programs, the folder that one works in, the environment.
let systemBuiltins: [Builtin] = [
  Builtin(
    "shell", in: .system,
    "Has the system's shell run a command, and shows what it puts out. Gives a map: the `status` that it ended with, "
      + "0 where all went well, and as text what it put out, `text`, and what it told of errors, `errors`. At a prompt "
      + "`; ls` is shorter, and gives the command the terminal as its own: then no text is kept.",
    .required("command", "a line as for sh"),
    .optional("shown", default: true, "what is put out is shown as it comes"),
    example: """
      # Ctrl-C ends the command, with all that it started.
      shell("echo one; exit 3", shown: false).status  # 3
      """, isShown: true
  ) { (context, command: String, isShown: Bool) in
    try ShellResult(bytes: context.once { try ShellCall(context, isShown).run(command).bytes })
  },
  Builtin(
    "working_folder", in: .system, "Gives the folder that relative paths are found from.",
    example: "working_folder() == shell(\"pwd\", shown: false).text[..-1]  # true",
    aliases: ["pwd": "working_folder()", "getcwd": "working_folder()"]
  ) { context in
    let folder = try context.once {
      guard let folder = WrittenPath.workingFolder else {
        throw NativeError(
          "S0421", "the working folder is out of reach", notes: [String(cString: strerror(errno))],
          help: "choose another:  set_working_folder(\"~\")")
      }
      return Array(folder.utf8)
    }
    return String(decoding: folder, as: UTF8.self)
  },
  Builtin(
    "environment", in: .system,
    "Gives what a variable of the environment holds, as text; none where there is no such variable.",
    .required("name", "such as \"HOME\""),
    example: "environment(\"NO_SUCH_VARIABLE\")  # none"
  ) { (context, name: String) -> String? in
    let found = try context.once {
      let isName = !name.isEmpty && !name.utf8.contains(where: { $0 == 0 || $0 == 0x3D })
      guard isName, let value = getenv(name) else { return [] }
      return [1] + Array(String(cString: value).utf8)
    }
    return found.isEmpty ? nil : String(decoding: found.dropFirst(), as: UTF8.self)
  },
  Builtin(
    "sleep", in: .system, "Waits. Ctrl-C ends the waiting.",
    .required("seconds", "how long", range: .from(0)), example: "sleep(0.01)"
  ) { (context, seconds: Double) in
    // No clock counts further.
    let end = ContinuousClock.now + .seconds(min(seconds, 1e9))
    while ContinuousClock.now < end {
      try context.checkStop()
      // In a loop over a training it is the training that ends.
      if context.interrupt.waitsToBeTaken { break }
      let left = (end - ContinuousClock.now).components
      let microseconds = left.seconds > 0 ? 1_000_000 : left.attoseconds / 1_000_000_000_000
      usleep(useconds_t(min(max(microseconds, 0), 20_000)))
    }
    return Value.none
  },
]

/// What a command came to.
private struct ShellResult: ValueRepresentable {
  var status: Int
  var text: [UInt8]
  var errors: [UInt8]

  init(status: Int, text: [UInt8], errors: [UInt8]) {
    self.status = status
    self.text = text
    self.errors = errors
  }

  var asValue: Value {
    .object(
      MapObject(fields: [
        ("status", .number(Double(status))),
        ("text", .string(String(decoding: text, as: UTF8.self))),
        ("errors", .string(String(decoding: errors, as: UTF8.self))),
      ]))
  }

  /// For the other processes that run the program: status and length of the text, 8 bytes each, and both texts.
  var bytes: [UInt8] {
    [status, text.count].flatMap { number in
      withUnsafeBytes(of: Int64(number).littleEndian) { Array($0) }
    } + text + errors
  }

  init(bytes: [UInt8]) {
    let numbers = bytes.prefix(16).withUnsafeBytes { raw in
      raw.count < 16
        ? (0, 0)
        : (
          Int(Int64(littleEndian: raw.loadUnaligned(as: Int64.self))),
          Int(Int64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: Int64.self)))
        )
    }
    let rest = bytes.dropFirst(16)
    let length = min(max(numbers.1, 0), rest.count)
    self.init(
      status: numbers.0, text: Array(rest.prefix(length)), errors: Array(rest.dropFirst(length)))
  }
}

/// A call of `shell`: what the command puts out is shown, and kept.
private final class ShellCall {
  private let context: CallContext
  private let isShown: Bool
  private var result = ShellResult(status: 0, text: [], errors: [])
  /// The beginnings of characters whose ends have not come.
  private var begun: [Command.Stream: [UInt8]] = [:]

  init(_ context: CallContext, _ isShown: Bool) {
    self.context = context
    self.isShown = isShown
  }

  func run(_ line: String) throws -> ShellResult {
    guard !line.utf8.contains(0) else {
      throw NativeError(
        "S0302", "a command holds no character with the number 0", argument: "command")
    }
    let interrupt = context.interrupt
    let before = interrupt.count
    let ending = try ending(of: Command(shell: line)) {
      // A request from before counts too; in a loop over a training the first is the training's.
      interrupt.isRequested || interrupt.waitsToBeTaken ? max(interrupt.count - before, 1) : 0
    }
    for (stream, bytes) in begun { show(bytes[...], stream) }
    guard ending != .stopped else { throw ProgramStopped() }
    result.status = ending.status
    return result
  }

  /// Runs it in the terminal where that is lent, else by pipes.
  private func ending(of command: Command, until requests: () -> Int) throws -> Command.Ending {
    do {
      var ending: Command.Ending?
      if isShown {
        _ = try context.output.lendTerminal { ending = try command.runInTerminal(until: requests) }
      }
      return try ending
        ?? command.run(
          sharesInput: context.output.lendsInput, until: requests,
          receive: { try take($0, $1) })
    } catch let error as Command.Failure {
      throw NativeError("S0423", "the command cannot be run", notes: [error.reason])
    }
  }

  private func take(_ stream: Command.Stream, _ bytes: [UInt8]) throws {
    try context.checkMemory(result.text.count + result.errors.count + bytes.count)
    switch stream {
    case .output: result.text += bytes
    case .errors: result.errors += bytes
    }
    let whole = begun[stream, default: []] + bytes
    let length = whole.count - whole.begunCharacter
    show(whole[..<length], stream)
    begun[stream] = Array(whole[length...])
  }

  private func show(_ bytes: ArraySlice<UInt8>, _ stream: Command.Stream) {
    guard isShown, !bytes.isEmpty else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    switch stream {
    case .output: context.output.write(text)
    case .errors: context.output.writeError(text)
    }
  }
}

extension CallContext {
  /// Whether so many bytes of a command's output can be kept, and what is made of them.
  fileprivate func checkMemory(_ count: Int) throws {
    try MemoryBudget.check(Double(count) * 3, for: "the output of the command")
  }
}

extension [UInt8] {
  /// How many bytes at the end are the beginning of a character.
  fileprivate var begunCharacter: Int {
    for length in 1...3 where length <= count {
      let byte = self[count - length]
      if byte & 0xC0 == 0x80 { continue }
      let needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return needed > length ? length : 0
    }
    return 0
  }
}
