internal import Syntax

/// What help, completion, checks and messages tell of a parameter.
public struct ParameterDescription: Sendable {
  /// What a text that is given for it may name, for completion.
  public enum Naming: Sendable {
    case anything, functions, errors, variables
  }

  public var name: String
  /// What a user calls what it takes: `whole number`, `list of strings`.
  public var kind: String
  /// As it would be written; nil when the argument must be given.
  public var defaultText: String?
  public var help: String
  public var takesRest = false
  /// The words that alone are allowed; none when it is no choice.
  public var choices: [String] = []
  /// The kinds of values that it takes; of what takes the rest, those of each.
  public var kinds = KindSet.any
  /// Where its numbers must lie.
  public var range: AllowedRange?
  /// What other libraries call it.
  public var aliases: [String] = []
  public var naming = Naming.anything

  /// Words that may be given for it: its choices, or those in quotes that its help names.
  public var words: [String] {
    guard choices.isEmpty else { return choices }
    // What stands in backticks is code.
    let prose = Self.parts(of: help, between: "`", 0)
    let words = prose.flatMap { Self.parts(of: $0, between: "\"", 1) }.filter { !$0.isEmpty }
    // The default may be one of them that the help need not name again.
    let standard = words.isEmpty ? [] : Self.parts(of: defaultText ?? "", between: "\"", 1)
    return standard.filter { !words.contains($0) } + words
  }

  /// The functions whose calls its default and its help name: `such as \`set_evolution(zeta: 0.3)\``.
  public var calls: [String] {
    let codes = [defaultText ?? ""] + Self.parts(of: help, between: "`", 1)
    return codes.filter { $0.hasSuffix(")") }.map { code in String(code.prefix { $0 != "(" }) }
  }

  /// What stands outside of pairs of a sign, or, with 1, between them.
  static func parts(of text: String, between sign: Character, _ side: Int) -> [String] {
    let parts = text.split(separator: sign, omittingEmptySubsequences: false)
    return parts.enumerated().filter { $0.offset % 2 == side }.map { String($0.element) }
  }

  public var isRequired: Bool { defaultText == nil && !takesRest }

  /// `epochs = 1`, `...values`, `model`.
  public var signature: String {
    takesRest ? "...\(name)" : defaultText.map { "\(name) = \($0)" } ?? name
  }

  /// What follows its help in brackets: `whole number, at least 1`, `default 64`.
  public var details: [String] {
    var details: [String] = []
    if !takesRest { details.append(kind) }
    if let range { details.append(range.phrase) }
    if let defaultText { details.append("default \(defaultText)") }
    return details
  }

  /// What is said of a value that it does not take.
  func refusal(of value: Value, by function: String, isOnly: Bool) -> NativeError {
    if let text = value.asString, !choices.isEmpty {
      return NativeError(
        "S0303", "`\(name)` cannot be \(text.clipped.quoted)", notes: ["it is " + kind],
        argument: name)
    }
    if takesRest, let items = value.asList?.items,
      let wrong = items.indices.first(where: { !kinds.contains(items[$0]) })
    {
      return NativeError(
        "S0302", "each of the `\(name)` of `\(function)` must be \(article(kinds.phrase))",
        label: "\(name)[\(wrong - items.startIndex)] is \(items[wrong].kindPhrase)", notes: [note],
        argument: name)
    }
    if let range, let number = value.asNumber, !isFractionOfWhole(value) {
      return NativeError(
        "S0302", "`\(name)` must be \(range.phrase)", label: "this is \(value.text)",
        notes: [note], help: range.help(for: number), argument: name)
    }
    let isFraction = isFractionOfWhole(value)
    let isHuge = isFraction && (value.asNumber?.magnitude ?? 0) > 0x1p53
    return NativeError(
      "S0302", "`\(name)` of `\(function)` must be \(article(kind))",
      label: isFraction
        ? "this is \(value.text)\(isHuge ? ", above 2^53" : "")" : "this is \(value.kindPhrase)",
      notes: [note], help: substitute(for: value, function, isOnly: isOnly), argument: name)
  }

  private func substitute(for value: Value, _ function: String, isOnly: Bool) -> String? {
    if value.asObject is SequenceObject, kinds.contains(.list([])) {
      return "make a list of the sequence:  \(function)(list(xs))"
    }
    if isOnly, value.asList != nil { return "for a list:  map(xs, \(function))" }
    return value.asObject?.asNative?.substitute(for: kinds)
  }

  private var note: String { "\(name): \(help)" }

  /// Whether this takes whole numbers, and `value` is another number.
  private func isFractionOfWhole(_ value: Value) -> Bool {
    kind.hasPrefix("whole number") && value.asNumber != nil && value.asWhole == nil
  }

  private func article(_ kind: String) -> String {
    // A plural needs none.
    let isPlural = kind.hasSuffix("s") && !kind.hasPrefix("list of")
    if isPlural || kind == "any" || kind.hasPrefix("one of") || kind.hasPrefix("what ") {
      return kind
    }
    return ("aeiou".contains(kind.first ?? "x") ? "an " : "a ") + kind
  }
}
