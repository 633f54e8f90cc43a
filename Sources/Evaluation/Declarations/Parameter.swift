/// One parameter of a native: its name, what it is for, and its default where it may be left out.
///
/// The type is that of the body's own parameter, so that the two cannot differ. What the type leaves open
/// is data: the kinds that are taken, the range of numbers, the names that other libraries have for it.
/// A call checks them before the body runs.
public struct Parameter<Content: ValueConvertible> {
  let description: ParameterDescription
  /// Nil where the value is not taken.
  let convert: (Value) -> Content?

  /// `help` says what it is, with its unit.
  public static func required(
    _ name: String, _ help: String, range: AllowedRange? = nil, kinds: KindSet? = nil,
    aliases: [String] = [], naming: ParameterDescription.Naming = .anything
  ) -> Parameter {
    Parameter(
      .init(
        name: name, kind: kinds?.phrase ?? Content.kindName, help: help,
        kinds: kinds ?? Content.kinds, range: range, aliases: aliases, naming: naming),
      orElse: nil, checksKinds: kinds != nil)
  }

  /// May be left out; `standard` is then its value.
  public static func optional(
    _ name: String, default standard: Content, _ help: String, range: AllowedRange? = nil,
    kinds: KindSet? = nil, aliases: [String] = []
  ) -> Parameter where Content: ValueRepresentable {
    Parameter(
      .init(
        name: name, kind: kinds?.phrase ?? Content.kindName, defaultText: standard.asValue.literal,
        help: help, kinds: kinds ?? Content.kinds, range: range, aliases: aliases),
      orElse: standard, checksKinds: kinds != nil)
  }

  /// May be left out; what that means is said in `help`, and shown as `shown`.
  public static func optional(
    _ name: String, shown: String, _ help: String, orElse standard: Content,
    range: AllowedRange? = nil, kinds: KindSet? = nil, aliases: [String] = [],
    naming: ParameterDescription.Naming = .anything
  ) -> Parameter {
    Parameter(
      .init(
        name: name, kind: kinds?.phrase ?? Content.kindName, defaultText: shown, help: help,
        kinds: kinds ?? Content.kinds, range: range, aliases: aliases, naming: naming),
      orElse: standard, checksKinds: kinds != nil)
  }

  private init(_ description: ParameterDescription, orElse standard: Content?, checksKinds: Bool) {
    self.description = description
    let range = description.range
    let kinds = description.kinds
    // What a call needs not look at costs it nothing: one closure, and none within another.
    switch (standard, range, checksKinds) {
    case (nil, nil, false): convert = { Content.convert($0) }
    case (let standard?, nil, false):
      convert = { if case .undefined = $0 { standard } else { Content.convert($0) } }
    case (nil, nil, true): convert = { kinds.contains($0) ? Content.convert($0) : nil }
    default:
      let taken = checksKinds ? kinds : .any
      convert = { value in
        if let standard, case .undefined = value { return standard }
        if let range, let number = value.asNumber, !range.contains(number) { return nil }
        return taken.contains(value) ? Content.convert(value) : nil
      }
    }
  }

  fileprivate init(description: ParameterDescription, convert: @escaping (Value) -> Content?) {
    self.description = description
    self.convert = convert
  }
}

extension Parameter where Content == String {
  /// One of a few words; the first is the default.
  public static func choice(
    _ name: String, _ words: [String], _ help: String, aliases: [String] = []
  ) -> Parameter {
    let listed = words.map { "\"\($0)\"" }.joined(separator: ", ")
    let first = words.first ?? ""
    return Parameter(
      description: .init(
        name: name, kind: "one of \(listed)", defaultText: "\"\(first)\"", help: help,
        choices: words, kinds: ["string"], aliases: aliases),
      convert: { value in
        if case .undefined = value { return first }
        return value.asString.flatMap { words.contains($0) ? $0 : nil }
      })
  }
}

extension Parameter where Content == [Value] {
  /// Takes all positional arguments that are left, each of one of `kinds`; parameters after it can only be
  /// named.
  public static func rest(
    _ name: String, _ help: String, kinds: KindSet = .any,
    naming: ParameterDescription.Naming = .anything
  ) -> Parameter {
    Parameter(
      description: .init(
        name: name, kind: "values", help: help, takesRest: true, kinds: kinds, naming: naming),
      convert: { value in
        guard let items = [Value].convert(value), kinds.isAny || items.allSatisfy(kinds.contains)
        else { return nil }
        return items
      })
  }
}
