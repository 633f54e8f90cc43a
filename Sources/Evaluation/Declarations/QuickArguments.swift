/// The arguments of a plain call where they lie, for the short way of a builtin.
public struct QuickArguments {
  let values: UnsafeMutablePointer<Value>
  public let count: Int

  /// `place` is below `count`.
  public subscript(_ place: Int) -> Value { values[place] }

  /// Moves the value at `place` out.
  public func take(_ place: Int) -> Value {
    let value = (values + place).move()
    (values + place).initialize(to: .undefined)
    return value
  }

  /// Works on the list at `place`, uncounted; nil where there is none.
  @inline(__always)
  public func withList<Result>(_ place: Int, _ body: (ListObject) -> Result) -> Result? {
    (values + place).object(.list, as: ListObject.self)?._withUnsafeGuaranteedRef { body($0) }
  }

  /// The text at `place`; nil where there is none.
  public func string(_ place: Int) -> String? { values[place].asString }

  /// Puts the function's value where the first argument is.
  public func give(_ value: Value) { values.pointee = value }
  public func give(_ number: Double) { values.put(number) }
}
