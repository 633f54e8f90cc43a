internal import Syntax

/// The numbers that a parameter takes: checked by the call, and told by help, reference and errors.
///
/// Only finite numbers lie in a range.
public struct AllowedRange: Sendable, Equatable {
  private var lowest: Double?
  private var highest: Double?
  private var excludesLowest = false
  private var excludesHighest = false
  /// It is a part of a whole, which some write in percent.
  private var isShare = false

  /// `lowest` and above.
  public static func from(_ lowest: Double) -> AllowedRange { AllowedRange(lowest: lowest) }

  /// Both ends belong to it.
  public static func from(_ lowest: Double, to highest: Double) -> AllowedRange {
    AllowedRange(lowest: lowest, highest: highest)
  }

  /// The lower end belongs to it.
  public static func from(_ lowest: Double, below highest: Double) -> AllowedRange {
    AllowedRange(lowest: lowest, highest: highest, excludesHighest: true)
  }

  /// `lowest` does not belong to it.
  public static func above(_ lowest: Double) -> AllowedRange {
    AllowedRange(lowest: lowest, excludesLowest: true)
  }

  /// `lowest` does not belong to it, `highest` does.
  public static func above(_ lowest: Double, to highest: Double) -> AllowedRange {
    AllowedRange(lowest: lowest, highest: highest, excludesLowest: true)
  }

  /// Neither end belongs to it.
  public static func between(_ lowest: Double, _ highest: Double) -> AllowedRange {
    AllowedRange(lowest: lowest, highest: highest, excludesLowest: true, excludesHighest: true)
  }

  /// A part of a whole, from none to all of it.
  public static let share = AllowedRange(lowest: 0, highest: 1, isShare: true)
  /// A part of a whole that leaves something of it.
  public static let shareBelowOne = AllowedRange(
    lowest: 0, highest: 1, excludesHighest: true, isShare: true)
  /// A part of a whole that is not nothing.
  public static let shareAboveZero = AllowedRange(
    lowest: 0, highest: 1, excludesLowest: true, isShare: true)

  public func contains(_ number: Double) -> Bool {
    guard number.isFinite else { return false }
    if let lowest, excludesLowest ? number <= lowest : number < lowest { return false }
    if let highest, excludesHighest ? number >= highest : number > highest { return false }
    return true
  }

  /// `from 0 to below 1`, as it follows `must be`.
  public var phrase: String {
    switch (lowest.map(Self.text), highest.map(Self.text)) {
    case (let low?, let high?) where excludesLowest && excludesHighest: "between \(low) and \(high)"
    case (let low?, let high?) where excludesLowest: "above \(low) and at most \(high)"
    case (let low?, let high?): "from \(low) to \(excludesHighest ? "below " : "")\(high)"
    case (let low?, nil): (excludesLowest ? "above " : "at least ") + low
    case (nil, let high?): (excludesHighest ? "below " : "at most ") + high
    case (nil, nil): "finite"
    }
  }

  /// What to write instead of `number`, where one can tell what was meant.
  func help(for number: Double) -> String? {
    guard isShare, number > 1, number <= 100, contains(number / 100) else { return nil }
    return "\(number.formattedShort) % is written  \((number / 100).formattedShort)"
  }

  private static func text(_ bound: Double) -> String {
    let isPower = bound >= 0x1p16 && bound.significand == 1 && bound.exponent < 64
    return isPower ? "2^\(bound.exponent)" : bound.formattedShort
  }
}
