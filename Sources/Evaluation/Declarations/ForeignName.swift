/// A name that another language or library has, and what is written here instead.
///
/// What is written holds `$names` where arguments stand (see `ForeignTemplate`): a hint puts those of the call
/// there, as the person wrote them, and the bare names where there are none. So it can be typed as it is; a test
/// runs each.
public struct ForeignName: Sendable {
  /// `std`, or with what stands before the dot, or its kind, `np.nan`, `tensor.size`.
  public let name: String
  /// One or several, of which the first is shown that takes as many arguments as the call has.
  private let written: [ForeignTemplate]
  /// Said instead where there is nothing to write.
  let note: String?

  /// `order` are the names of the arguments in the order in which the other language takes them, where that is not
  /// the order in which they are written. Of what is written alone it may name some that mean nothing here.
  public init(_ name: String, _ written: String..., of order: [String]? = nil) {
    self.name = name
    self.written = written.map { ForeignTemplate($0, of: order, alone: written.count == 1) }
    note = nil
  }

  public init(_ name: String, note: String) {
    self.name = name
    self.note = note
    written = []
  }

  /// `write  length(words)`. Nothing that was typed is left out: of a call with more arguments than have a place
  /// the bare form is shown, or that with them behind it, where the function takes as many. `parameters` gives
  /// what a function here calls its own.
  func help(_ arguments: [ForeignArgument], parameters: (String) -> [ForeignParameter]) -> String {
    if let note { return note }
    return "write  " + codes(for: arguments, parameters).joined(separator: "  or  ")
  }

  private func codes(
    for arguments: [ForeignArgument], _ parameters: (String) -> [ForeignParameter]
  ) -> [String] {
    guard !arguments.isEmpty else {
      let plain = written.filter { $0.order.isEmpty }
      return (plain.isEmpty ? written : plain).map(\.bare)
    }
    let count = arguments.count { $0.name == nil }
    let fitting =
      written.first { $0.order.count == count } ?? written.first { $0.takes(count) } ?? written[0]
    return [fitting.filled(arguments, parameters) ?? fitting.bare]
  }

  /// As code with the bare names.
  public var code: [String] { written.map(\.bare) }
}

/// An argument of a call as it is written, and its name where it has one.
struct ForeignArgument {
  var name: String?
  var text: String

  init(_ text: String, named name: String? = nil) {
    self.name = name
    self.text = text
  }

  /// `f(1, digits: 2)`
  static func call(of function: String, _ arguments: [ForeignArgument]) -> String {
    let written = arguments.map { ($0.name.map { $0 + ": " } ?? "") + $0.text }
    return "\(function)(\(written.joined(separator: ", ")))"
  }
}

/// A parameter of a function here, as far as hints need it.
struct ForeignParameter {
  var name: String
  var takesRest: Bool
  var aliases: [String]
}
