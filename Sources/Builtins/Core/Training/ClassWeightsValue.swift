internal import Evaluation
internal import Syntax
internal import Training

/// Weights of classes as they are given: by name, or balanced.
enum ClassWeightsValue: ValueConvertible {
  static var kindName: String { "map of class and weight, or \"balanced\"" }
  static var kinds: KindSet { ["map", "string"] }
  case balanced
  case named(MapObject)

  static func convert(_ value: Value) -> ClassWeightsValue? {
    if value.asString == "balanced" { return .balanced }
    return value.asMap.map { .named($0) }
  }

  /// Throws where a weight is none, or none is above 0.
  func weights() throws -> ClassWeights {
    guard case .named(let map) = self else { return .balanced }
    var weights: [(name: String, weight: Double)] = []
    for (key, value) in map.pairs {
      guard let name = key.asString else {
        throw NativeError(
          "S0302", "`class_weights:` names classes by strings", label: "one is \(key.kindPhrase)",
          help: "such as  {negative: 1, positive: 3}", argument: "class_weights")
      }
      guard let weight = value.asNumber, weight > 0, weight.isFinite else {
        throw NativeError(
          "S0302", "the weight of a class must be a number above 0",
          label: "that of \(name.clipped.quoted) is \(value.text.clipped)",
          argument: "class_weights")
      }
      weights.append((name, weight))
    }
    return .named(weights)
  }
}
