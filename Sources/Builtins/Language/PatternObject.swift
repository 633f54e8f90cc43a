internal import Characters
internal import Evaluation
internal import Patterns
internal import Syntax

/// A regular expression as a value.
final class PatternObject: NativeObject, ObjectConvertible, ValueRepresentable, TextMatching {
  static var kindName: String { "pattern" }
  let pattern: RegularExpression

  init(_ pattern: RegularExpression) { self.pattern = pattern }

  func fits(_ text: String, _ context: CallContext) throws -> Bool {
    try withMatches(of: pattern, in: text, from: 0, context) { next, _ in try next() != nil }
  }

  override func copied(_ copier: Copier) -> NativeObject { PatternObject(pattern) }

  override var kind: String { "pattern" }
  override var fieldNames: [String] { ["source", "groups"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "source": .string(pattern.source)
    case "groups": .list(pattern.groups.map { $0.map { .string($0) } ?? Value.none })
    default: nil
    }
  }

  override func equals(_ other: NativeObject) -> Bool {
    (other as? PatternObject)?.pattern.source.isSame(as: pattern.source) ?? false
  }

  override var summary: String { "pattern(\(pattern.source.clipped.quoted))" }
}

/// What is looked for in a text: a part that stands there as it is, or a pattern.
enum Sought: ValueConvertible {
  static var kindName: String { "string or pattern" }
  static var kinds: KindSet { ["string", "pattern"] }
  case text(StringObject)
  case pattern(RegularExpression)

  static func convert(_ value: Value) -> Sought? {
    if let text = value.asStringObject { return .text(text) }
    return (value.asObject as? PatternObject).map { .pattern($0.pattern) }
  }
}
