/// One parameter of a native: its name, what it is for, and its default where it may be left out.
///
/// The type is that of the body's own parameter, so that the two cannot differ.
public struct Parameter<Content: ValueConvertible> {
  let description: ParameterDescription
  let convert: (Value) -> Content?

  /// `help` says what it is, with its unit.
  public static func required(_ name: String, _ help: String) -> Parameter {
    Parameter(
      description: .init(name: name, kind: Content.kindName, defaultText: nil, help: help),
      convert: { Content.convert($0) })
  }

  /// May be left out; `standard` is then its value.
  public static func optional(
    _ name: String, default standard: Content, _ help: String
  ) -> Parameter where Content: ValueRepresentable {
    Parameter(
      description: .init(
        name: name, kind: Content.kindName, defaultText: standard.asValue.literal, help: help),
      convert: { if case .undefined = $0 { standard } else { Content.convert($0) } })
  }

  /// May be left out; what that means is said in `help`, and shown as `shown`.
  public static func optional(
    _ name: String, shown: String, _ help: String, orElse standard: Content
  ) -> Parameter {
    Parameter(
      description: .init(name: name, kind: Content.kindName, defaultText: shown, help: help),
      convert: { if case .undefined = $0 { standard } else { Content.convert($0) } })
  }
}

extension Parameter where Content == String {
  /// One of a few words; the first is the default.
  public static func choice(_ name: String, _ words: [String], _ help: String) -> Parameter {
    let listed = words.map { "\"\($0)\"" }.joined(separator: ", ")
    return Parameter(
      description: .init(
        name: name, kind: "one of \(listed)", defaultText: "\"\(words[0])\"", help: help,
        choices: words),
      convert: { value in
        if case .undefined = value { return words[0] }
        return value.asString.flatMap { words.contains($0) ? $0 : nil }
      })
  }
}

extension Parameter where Content == [Value] {
  /// Takes all positional arguments that are left; parameters after it can only be named.
  public static func rest(_ name: String, _ help: String) -> Parameter {
    Parameter(
      description: .init(
        name: name, kind: "values", defaultText: nil, help: help, takesRest: true),
      convert: { [Value].convert($0) })
  }
}

/// What help, completion and messages tell of a parameter.
public struct ParameterDescription: Sendable {
  public var name: String
  public var kind: String
  /// As it would be written; nil when the argument must be given.
  public var defaultText: String?
  public var help: String
  public var takesRest = false
  /// The words that alone are allowed; none when it is no choice.
  public var choices: [String] = []

  public var isRequired: Bool { defaultText == nil && !takesRest }

  /// `epochs = 1`, `...values`, `model`.
  public var signature: String {
    takesRest ? "...\(name)" : defaultText.map { "\(name) = \($0)" } ?? name
  }
}
