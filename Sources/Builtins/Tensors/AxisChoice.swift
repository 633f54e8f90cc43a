internal import Evaluation
internal import Tensors

/// The axes that a reduction goes along: one, several, or all.
struct AxisChoice: ValueConvertible {
  static var kindName: String { "whole number, list of them or none" }
  static var kinds: KindSet { ["number", "list", "none"] }
  static var all: AxisChoice { AxisChoice(axes: nil) }

  /// Nil for all.
  private let axes: [Int]?

  var isAll: Bool { axes == nil }

  static func convert(_ value: Value) -> AxisChoice? {
    if case .none = value { return .all }
    if let axis = value.asWhole { return AxisChoice(axes: [axis]) }
    return [Int].convert(value).map { AxisChoice(axes: $0) }
  }

  /// Their places in a tensor, ascending; nil for all.
  func places(of tensor: Tensor) throws -> [Int]? {
    try places { try axisPlace($0, of: tensor) }
  }

  /// The same, where `place` gives that of each axis.
  func places(_ place: (Int) throws -> Int) throws -> [Int]? {
    guard let axes else { return nil }
    let places = try axes.map(place).sorted()
    if let twice = zip(places, places.dropFirst()).first(where: { $0 == $1 })?.0 {
      throw NativeError("S0302", "axis \(twice) is named twice", argument: "axis")
    }
    return places
  }

  /// Throws where `name`, which gives places along an axis, is to go along several.
  func refuseSeveral(_ places: [Int], _ name: String) throws {
    guard places.count != 1 else { return }
    throw NativeError(
      "S0302", "`\(name)` goes along one axis, or all", label: "these are \(places.count)",
      argument: "axis")
  }

  /// Throws where axes are named of what has none.
  func refuse(for values: Value, _ keepsAxes: Bool) throws {
    guard !isAll || keepsAxes else { return }
    throw NativeError(
      "S0302", "only tensors have axes", label: "this is \(values.kindPhrase)",
      argument: "values")
  }
}
