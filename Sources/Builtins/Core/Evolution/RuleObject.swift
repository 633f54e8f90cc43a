internal import Evaluation
internal import Evolution

/// A rule of evolution as a value.
final class RuleObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "rule" }
  let rule: any EvolutionRule
  init(_ rule: any EvolutionRule) { self.rule = rule }
  override func copied(_ copier: Copier) -> NativeObject { RuleObject(rule) }
  override var kind: String { "rule" }
  override var summary: String { rule.description }
}
