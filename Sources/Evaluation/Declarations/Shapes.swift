public import Syntax

/// The shape of what a native makes, from the whole numbers that are written as its positional arguments;
/// nil where they do not tell it.
public typealias MadeShape = @Sendable ([Int]) -> [Int]?

/// What can be told of values with a shape from the text alone, for `setl check`. Given by what declares
/// such values.
public struct ShapeRules: Sendable {
  /// The shape of `a op b`; nil where they do not fit.
  public var result: @Sendable (BinaryOperator, [Int], [Int]) -> [Int]?
  /// Why two shapes do not fit, in a few words.
  public var mismatch: @Sendable (BinaryOperator, [Int], [Int]) -> String
  /// The shape of an operator's result whose other side is a number, for the operators that take one.
  public var withNumber: @Sendable (BinaryOperator, [Int]) -> [Int]?
  /// The shape of a field of a value, where it has one.
  public var field: @Sendable (String, [Int]) -> [Int]?

  public init(
    result: @escaping @Sendable (BinaryOperator, [Int], [Int]) -> [Int]?,
    mismatch: @escaping @Sendable (BinaryOperator, [Int], [Int]) -> String,
    withNumber: @escaping @Sendable (BinaryOperator, [Int]) -> [Int]?,
    field: @escaping @Sendable (String, [Int]) -> [Int]?
  ) {
    self.result = result
    self.mismatch = mismatch
    self.withNumber = withNumber
    self.field = field
  }
}
