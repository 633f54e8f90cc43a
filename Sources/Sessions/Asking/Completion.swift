internal import Evaluation

/// One way to go on at the cursor.
public struct Completion: Sendable, Equatable {
  public enum Kind: Sendable, Comparable {
    case argument, field, variable, function, keyword, text, file
  }
  /// What stands there then.
  public var text: String
  public var kind: Kind
  /// Of a function its signature, of a variable its kind.
  public var detail = ""
  /// A sentence; none where there is nothing to tell.
  public var summary = ""
}

extension Completion {
  init(_ name: String, _ function: FunctionDescription) {
    self.init(
      text: name, kind: .function, detail: function.signature, summary: function.summary)
  }
}

/// The ways to go on at the cursor, the likeliest first.
public struct Completions: Sendable, Equatable {
  /// Where what they replace begins, in UTF-8 bytes; it ends at the cursor.
  public var start: Int
  public var items: [Completion] = []
  /// The function whose call the cursor is in.
  public var call: Completion?
}
