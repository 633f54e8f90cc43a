internal import Evaluation

/// The way from a native of the session to the session, which owns the machine that calls it.
final class SessionLink {
  weak var session: Session?

  /// The session that carries out native `name`. Throws `NativeError` inside a job, which has none.
  func session(for name: String) throws -> Session {
    if let session { return session }
    throw NativeError(
      "S0332", "`\(name)` is not for use inside a job",
      notes: ["jobs belong to the session, which a job cannot reach"])
  }
}

/// What programs call `session`: its fields are functions, so that `session.history()` reads as a call
/// of a method. A native is declared by its whole name, `session.history`.
final class SessionObject: NativeObject {
  private let functions: [String: Value]

  init(_ link: SessionLink) {
    var functions: [String: Value] = [:]
    for builtin in Session.methods(link) {
      functions[String(builtin.name.trimmingPrefix("session."))] = .object(BuiltinObject(builtin))
    }
    self.functions = functions
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    var error = Self.notCopied(kind)
    error.help = "take what the job needs out of it first, and let the function use that"
    throw error
  }

  override var kind: String { "session" }
  override var fieldNames: [String] { functions.keys.sorted() }
  override func field(_ name: String) -> Value? { functions[name] }
  override var summary: String {
    "session: " + fieldNames.map { "session.\($0)()" }.joined(separator: ", ")
  }
}

extension Session {
  /// The natives that every program has and the session carries out.
  static func functions(_ link: SessionLink) -> [Builtin] {
    [
      inspectNative(link), breakpointNative(link), tourNative(link), restoreNative(link),
      replayNative(link), themeNative(link), exitNative(link), setWorkingFolderNative(link),
      forgetNative(link), scriptNative(link), showCellNative(link), cellNative(link),
      editNative(link),
    ] + Job.functions(link)
  }

  /// The natives behind `session.`
  static func methods(_ link: SessionLink) -> [Builtin] {
    [
      historyNative(link), saveNative(link), variablesNative(link), forgetCellsNative(link),
      privateNative(link),
    ] + Job.methods(link)
  }
}
