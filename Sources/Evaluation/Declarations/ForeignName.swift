/// A name that another language or library has, and what is written here instead.
///
/// What is written holds `$names` where arguments stand: a hint puts those of the call there, as the person wrote
/// them, and the bare names where there are none. So it can be typed as it is; a test runs each.
public struct ForeignName: Sendable {
  /// `std`, or with what stands before the dot `np.nan`, `tensor.size`.
  public let name: String
  /// The names of the arguments in the order in which the other language takes them; nil where that is the order in
  /// which they are written.
  private let parameters: [String]?
  /// One or several, of which the first is shown that takes as many arguments as the call has.
  public let written: [String]
  /// Said instead where there is nothing to write.
  let note: String?

  public init(_ name: String, _ written: String..., of parameters: [String]? = nil) {
    self.name = name
    self.written = written
    self.parameters = parameters
    note = nil
  }

  public init(_ name: String, note: String) {
    self.name = name
    self.note = note
    (written, parameters) = ([], nil)
  }

  /// `write  length(words)`; without arguments all that can be written.
  func help(_ arguments: [String]) -> String {
    if let note { return note }
    let fitting = written.first { Self.parameters(of: $0).count == arguments.count }
    let shown = arguments.isEmpty ? written : [fitting ?? written[0]]
    return "write  "
      + shown.map { filled($0, arguments) }.joined(separator: "  or  ")
  }

  /// As code with the bare names.
  public var code: [String] { written.map { filled($0, []) } }

  private static func parameters(of text: String) -> [String] {
    var names: [String] = []
    for part in text.split(separator: "$", omittingEmptySubsequences: false).dropFirst() {
      let name = String(part.prefix { $0.isLetter || $0 == "_" })
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private func filled(_ text: String, _ arguments: [String]) -> String {
    let names = parameters ?? Self.parameters(of: text)
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(String(parts[0])) { result, part in
      let name = String(part.prefix { $0.isLetter || $0 == "_" })
      let place = names.firstIndex(of: name)
      let value = place.flatMap { $0 < arguments.count ? arguments[$0] : nil } ?? name
      return result + value + part.dropFirst(name.count)
    }
  }
}
