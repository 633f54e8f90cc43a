public import Processes
public import Syntax

/// Runs code: a register machine over one stack of values.
///
/// A frame is a stretch of the stack; the callee's begins where the caller put the arguments, so calls
/// copy nothing. Frames live in an array of their own and never on the native stack: recursion ends with
/// a diagnostic at `deepestCall`, not with the process. A native is called with checked values and never
/// calls back. An interrupt is looked for at backward jumps and calls. After an error the machine is as
/// good as new.
public final class Machine {
  public let library: Library
  public let output: any OutputSink
  public let interrupt: Interrupt
  public var attachments: Attachments { context.attachments }
  /// The processes that run the program together; nil where there is one.
  public var group: (any ProcessGroup)? { context.group }
  /// What ended the last program that failed.
  public var lastFailure: [Diagnostic] {
    get { context.lastFailure }
    set { context.lastFailure = newValue }
  }
  /// Where trainings are kept.
  public var journal: (any TrainingJournal)? {
    get { context.journal }
    set { context.journal = newValue }
  }
  /// An error that no `catch` gets brings the calls along that it left, for `inspect()`.
  public var keepsCalls = false
  /// Is told of the calls that are open, the innermost first, where a program is to stand still.
  public var onPause: ((Pause, [StoppedCall]) throws -> Void)?
  /// What is wrong where a map has no such key, as far as somebody else knows it.
  public var onMissingKey: ((MapObject, Value) -> NativeError?)?
  /// Is told of each step of what is watched.
  var watcher: (any Watcher)?
  /// Gives the text of a file that is imported: its path as written, and the importing source.
  public var loadFile: (String, SourceText) throws -> ImportedText = { path, _ in
    throw NativeError(
      "S0309", "files cannot be imported here", help: "import `\(path)` in a script")
  }
  /// What holds most of the memory, in words: for messages about the end of it.
  public var largestHolders: () -> [String] = { [] }
  /// What tells now whether the file at a place was written since.
  public var stampOfFile: (String) -> FileStamp? = { _ in nil }

  /// The variables of the standard library's texts, by which its functions are known.
  var libraryGlobals: Set<ObjectIdentifier> = []
  /// The same in the order of the texts.
  private(set) var libraryTexts: [Globals] = []
  /// What was copied for it: variables of texts, and of functions.
  private var copiedGlobals: [Globals] = []
  private var copiedCells: [Cell] = []

  /// Calls within each other.
  public static let deepestCall = 150_000

  /// Registers behind those of a function, for what natives leave out.
  static let spare = 40

  struct Frame {
    var function: Unmanaged<FunctionObject>
    /// Where the caller goes on, and where its registers begin.
    var next: UnsafeMutablePointer<Instruction>
    var base: Int
    /// The caller's register for the result.
    var destination: Int

    var prototype: Prototype { function.takeUnretainedValue().prototype }
  }

  struct Handler {
    var depth: Int
    var target: Int
    var base: Int
    var register: Int
  }

  var stack: UnsafeMutablePointer<Value>
  var stackSize = 1 << 12
  var stackEnd: UnsafeMutablePointer<Value>
  var frames: UnsafeMutablePointer<Frame>
  var frameCount = 0
  var frameCapacity = 64
  var handlers: [Handler] = []
  /// Where texts are put together.
  var buffer = TextBuffer()
  /// Functions whose variables got other values while functions ran.
  var retired: [Value] = []
  /// By what their files are, not by how a path to them is spelt.
  var modules: [String: ModuleObject] = [:]
  /// The files that are being imported, each by the one before it.
  var loading: [Loading] = []
  /// Files that are imported are read anew where they have changed.
  var isReloading = false
  let context: CallContext
  /// Its memory is looked at while programs run.
  private var isWatched = true

  /// `group` are the processes that run the same program together.
  public init(
    library: Library, output: any OutputSink, interrupt: Interrupt = Interrupt(),
    group: (any ProcessGroup)? = nil
  ) {
    self.library = library
    self.output = output
    self.interrupt = interrupt
    context = CallContext(
      output: output, interrupt: interrupt, library: library, attachments: Attachments(),
      company: group)
    stack = .allocate(capacity: stackSize)
    stack.initialize(repeating: .undefined, count: stackSize)
    stackEnd = stack + stackSize
    frames = .allocate(capacity: frameCapacity)
  }

  deinit {
    stack.deinitialize(count: stackSize)
    stack.deallocate()
    frames.deallocate()
  }

  /// What a text came to.
  public struct Outcome {
    public var value: Value
    /// The text ends with a call that showed its result already.
    public var isShown: Bool
  }

  /// Runs a parsed text with the variables of `globals`.
  ///
  /// Throws `RunFailure`: what the compiler found, or the error that ended the run.
  public func run(_ program: Program, in globals: Globals) throws(RunFailure) -> Outcome {
    Outcome(
      value: try call(try function(of: program, in: globals)), isShown: endsShown(program))
  }

  /// Calls a function of this machine that needs no arguments, and gives its value.
  public func call(_ function: FunctionObject) throws(RunFailure) -> Value {
    do {
      return try execute(function)
    } catch let error as RunFailure {
      throw error
    } catch {
      throw RunFailure(diagnostics: [describe(error)])
    }
  }

  /// The code of a text, for people.
  public func codeDump(of program: Program, in globals: Globals) -> String {
    switch Compiler.compile(program, globals: globals, library: library) {
    case .failure(let failure): failure.diagnostics.map(\.title).joined(separator: "\n")
    case .success(let prototype): prototype.dump
    }
  }

  /// Adds the functions that a text of the standard library declares.
  public func extendLibrary(with program: Program, in topic: Topic) throws(RunFailure) {
    // What every start runs need not be watched.
    isWatched = false
    defer { isWatched = true }
    let globals = Globals()
    libraryGlobals.insert(ObjectIdentifier(globals))
    libraryTexts.append(globals)
    _ = try run(program, in: globals)
    for name in globals.definedNames {
      guard let value = globals.value(of: name), let function = value.asObject as? FunctionObject
      else { continue }
      library.add(function, named: name, in: topic)
    }
  }

  /// A parsed text as a function that needs no arguments, with the variables of `globals`.
  public func function(
    of program: Program, in globals: Globals
  ) throws(RunFailure) -> FunctionObject {
    switch Compiler.compile(program, globals: globals, library: library) {
    case .failure(let failure): throw RunFailure(diagnostics: failure.diagnostics)
    case .success(let prototype): return FunctionObject(prototype: prototype, captures: [])
    }
  }

  /// Whether a text ends with a call that shows its result itself.
  public func endsShown(_ program: Program) -> Bool {
    guard case .expression(let last) = program.statements.last?.kind,
      case .call(let callee, _) = last.kind
    else { return false }
    switch callee.kind {
    case .name(let name), .field(_, let name, _): return library.builtins[name]?.isShown ?? false
    default: return false
    }
  }

  // MARK: Running

  func execute(_ function: FunctionObject, isObserved: Bool = false) throws -> Value {
    let prototype = function.prototype
    let base = frameCount == 0 ? 0 : usedStack
    let savedFrames = frameCount
    let savedHandlers = handlers.count
    reserve(base + prototype.registers + Self.spare)
    // A module that is imported is part of the program that runs.
    if savedFrames == 0, isWatched { MemoryWatch.begin(interrupt) }
    for (index, parameter) in prototype.parameters.enumerated() where parameter.takesRest {
      stack[base + index] = .list([])
    }
    defer {
      frameCount = savedFrames
      handlers.removeLast(handlers.count - savedHandlers)
      if savedFrames == 0 {
        retired = []
        if isWatched { MemoryWatch.end(interrupt) }
      }
    }
    do {
      let value = try withExtendedLifetime(function) {
        isObserved ? try watchedLoop(function, base: base) : try loop(function, base: base)
      }
      // What it has worked on is not held any longer than that.
      for register in base..<base + prototype.registers + Self.spare { (stack + register).clear() }
      return value
    } catch {
      // What the functions held that the error left.
      for register in base..<stackSize { (stack + register).clear() }
      throw error
    }
  }

  /// The first register that no frame uses, while a module is imported.
  var usedStack = 0

  /// Makes the stack at least `size` values long; what is above the present ones is undefined.
  func reserve(_ size: Int) {
    guard size > stackSize else { return }
    let newSize = max(size, stackSize * 2)
    let larger = UnsafeMutablePointer<Value>.allocate(capacity: newSize)
    larger.moveInitialize(from: stack, count: stackSize)
    (larger + stackSize).initialize(repeating: .undefined, count: newSize - stackSize)
    stack.deallocate()
    stack = larger
    stackSize = newSize
    stackEnd = stack + newSize
  }

  func growFrames() {
    let larger = UnsafeMutablePointer<Frame>.allocate(capacity: frameCapacity * 2)
    larger.moveInitialize(from: frames, count: frameCount)
    frames.deallocate()
    frames = larger
    frameCapacity *= 2
  }

  // MARK: Imports

  /// Every file that was imported.
  var importedModules: [ModuleObject] { Array(modules.values) }

  /// Takes over what was copied for this machine alone. Files whose modules were copied are not read again.
  func adopt(_ copier: Copier) {
    for module in copier.modules { modules[module.identity] = module }
    copiedGlobals += copier.globals
    copiedCells += copier.cells
  }

  /// Takes the values of all variables, once the machine is of no more use. Functions and the variables
  /// that they read hold each other: neither would go by itself.
  public func dismantle() {
    for globals in libraryTexts + copiedGlobals + modules.values.map(\.globals) {
      globals.forget()
    }
    for cell in copiedCells {
      var value = [cell.takeValue()]
      Teardown.release(&value)
    }
    modules = [:]
    copiedGlobals = []
    copiedCells = []
  }

  private func describe(_ error: any Error) -> Diagnostic {
    (error as? Diagnostic) ?? Diagnostic(code: "S0300", title: "\(error)")
  }
}

/// Why a text did not run to its end; at least one diagnostic.
///
/// Unchecked: what was thrown belongs to the machine that ran the text, and is used where that is.
public struct RunFailure: Error, @unchecked Sendable {
  public var diagnostics: [Diagnostic]
  /// The program was stopped by an interrupt.
  public var isInterrupt = false
  /// The program has ended itself, with this status.
  public var exitStatus: Int32?
  /// What a `catch` would get.
  public var value = Value.none

  /// The calls that the error left, the innermost first, where the machine keeps them.
  public var calls: [StoppedCall] = []

  public init(
    diagnostics: [Diagnostic], isInterrupt: Bool = false, exitStatus: Int32? = nil,
    value: Value = .none, calls: [StoppedCall] = []
  ) {
    self.diagnostics = diagnostics
    self.isInterrupt = isInterrupt
    self.exitStatus = exitStatus
    self.value = value
    self.calls = calls
  }
}

/// An error on its way to a handler: what a `catch` gets, and what a person is told.
///
/// Unchecked: it never leaves the machine that threw it, which runs on one thread.
struct Thrown: Error, @unchecked Sendable {
  var value: Value
  var diagnostic: Diagnostic
  var isInterrupt = false
  /// No handler gets it, though it is no interrupt.
  var isFinal = false
  /// Of a program that has ended itself.
  var exitStatus: Int32?
}
