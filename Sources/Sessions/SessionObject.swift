internal import Evaluation

/// The way from a native of the session to the session, which owns the machine that calls it.
final class SessionLink {
  weak var session: Session?
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

  override var kind: String { "session" }
  override var fieldNames: [String] { functions.keys.sorted() }
  override func field(_ name: String) -> Value? { functions[name] }
  override var summary: String {
    "session: " + fieldNames.map { "session.\($0)()" }.joined(separator: ", ")
  }
}

extension Session {
  /// The natives that every program has and the session carries out.
  static func functions(_ link: SessionLink) -> [Builtin] { [restoreNative(link)] }

  /// The natives behind `session.`
  static func methods(_ link: SessionLink) -> [Builtin] { [historyNative(link), saveNative(link)] }
}
