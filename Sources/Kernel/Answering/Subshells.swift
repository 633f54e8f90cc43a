package import JSON

/// The names of the subshells that front ends have made. All answer as the main shell does, which never
/// waits: cells of theirs run one after the other with all others.
package struct Subshells {
  private var names: [String] = []
  private var count = 0

  package init() {}

  /// Subshells that there may be.
  private static let most = 1000

  package func contains(_ name: String) -> Bool { names.contains(name) }

  /// The content of the reply; nil where what is asked for cannot be.
  package mutating func carryOut(_ request: Request) -> JSONValue? {
    let fine = JSONValue.Member("status", .string("ok"))
    switch request.type {
    case "create_subshell_request":
      guard names.count < Self.most else { return nil }
      count += 1
      names.append("subshell-\(count)")
      return .object([fine, .init("subshell_id", .string("subshell-\(count)"))])
    case "delete_subshell_request":
      guard let place = request.text("subshell_id").flatMap({ names.firstIndex(of: $0) }) else {
        return nil
      }
      names.remove(at: place)
      return .object([fine])
    default:
      return .object([fine, .init("subshell_id", .array(names.map { .string($0) }))])
    }
  }
}
