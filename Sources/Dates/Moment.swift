/// A day, or a moment of a day, with the offset from UTC that its clock shows.
///
/// Moments with different offsets are the same where they are at the same time. A day without a time stands
/// for its beginning in UTC.
public struct Moment: Sendable, Hashable, Comparable {
  /// Since the beginning of 1970 in UTC; whole for a day.
  public let seconds: Double
  /// Minutes that its clock is ahead of UTC.
  public let offset: Int
  public let hasTime: Bool
  /// The day that its calendar shows.
  public let day: CalendarDay

  public static let secondsADay = 86_400.0

  public init(_ day: CalendarDay) {
    self.day = day
    seconds = Double(day.number) * Self.secondsADay
    (offset, hasTime) = (0, false)
  }

  /// Throws `DateError` outside of the years that are told of.
  public init(seconds: Double, offset: Int = 0, hasTime: Bool = true) throws(DateError) {
    // To a millionth: beyond that 64 bits hold no second of our days.
    let seconds = (seconds * 1e6).rounded() / 1e6
    let days = ((seconds + Double(offset) * 60) / Self.secondsADay).rounded(.down)
    guard let number = Int(exactly: days) else {
      throw DateError("years go from 1 to 9999", "this lies outside of them")
    }
    day = try CalendarDay(number: number)
    (self.seconds, self.offset, self.hasTime) = (seconds, offset, hasTime)
  }

  /// Throws `DateError` where there is no such time of day.
  public init(
    _ day: CalendarDay, hour: Int, minute: Int, second: Double, offset: Int = 0
  ) throws(DateError) {
    guard (0..<24).contains(hour) else {
      throw DateError("there is no hour \(hour)", "hours go from 0 to 23")
    }
    guard (0..<60).contains(minute) else {
      throw DateError("there is no minute \(minute)", "minutes go from 0 to 59")
    }
    guard second >= 0, second < 60 else {
      throw DateError(
        "there is no such second", "seconds go from 0 to 59; there are no leap seconds")
    }
    guard abs(offset) < 24 * 60 else {
      throw DateError("there is no such zone", "offsets are less than a day")
    }
    let time = Double((hour * 60 + minute - offset) * 60) + second
    try self.init(seconds: Double(day.number) * Self.secondsADay + time, offset: offset)
  }

  public static func == (a: Moment, b: Moment) -> Bool { a.seconds == b.seconds }
  public static func < (a: Moment, b: Moment) -> Bool { a.seconds < b.seconds }
  public func hash(into hasher: inout Hasher) { hasher.combine(seconds) }

  // MARK: The clock

  /// Since the beginning of its day, by its own clock.
  public var secondOfDay: Double {
    seconds + Double(offset) * 60 - Double(day.number) * Self.secondsADay
  }
  private var wholeSecond: Int { Int(secondOfDay) }
  public var hour: Int { wholeSecond / 3600 }
  public var minute: Int { wholeSecond / 60 % 60 }
  /// With what there is behind the point.
  public var second: Double { secondOfDay - Double(wholeSecond / 60 * 60) }

  // MARK: Arithmetic

  /// A day stays one where whole days are added. Throws `DateError` outside of the years that are told of.
  public func adding(_ span: TimeSpan) throws(DateError) -> Moment {
    let isDay = !hasTime && span.seconds.truncatingRemainder(dividingBy: Self.secondsADay) == 0
    return try Moment(seconds: seconds + span.seconds, offset: offset, hasTime: !isDay)
  }

  /// The same time of a day so many months later. Throws `DateError`.
  public func adding(months: Int) throws(DateError) -> Moment {
    let moved = try day.adding(months: months)
    guard hasTime else { return Moment(moved) }
    let days = Double(moved.number - day.number) * Self.secondsADay
    return try Moment(seconds: seconds + days, offset: offset)
  }

  /// The same moment by another clock. Throws `DateError`.
  public func told(at offset: Int) throws(DateError) -> Moment {
    guard abs(offset) < 24 * 60 else {
      throw DateError("there is no such zone", "offsets are less than a day")
    }
    return try Moment(seconds: seconds, offset: offset)
  }

  public func span(since other: Moment) -> TimeSpan { TimeSpan(seconds: seconds - other.seconds) }

  // MARK: Text

  /// `2026-11-25`, `2026-11-25T14:30:00Z`, `2026-11-25T14:30:00.25+02:00`
  public var text: String {
    guard hasTime else { return day.text }
    return "\(day.text)T\(clockText)\(offset == 0 ? "Z" : offsetText(separator: ":"))"
  }

  /// `14:30:00`, and what there is behind the point.
  var clockText: String {
    let fraction = microseconds
    var text = "\(hour.padded(2)):\(minute.padded(2)):\(Int(second).padded(2))"
    if fraction > 0 {
      var digits = fraction.padded(6)
      while digits.last == "0" { digits.removeLast() }
      text += "." + digits
    }
    return text
  }

  var microseconds: Int {
    min(Int(((secondOfDay - Double(wholeSecond)) * 1e6).rounded()), 999_999)
  }

  /// `+02:00`
  func offsetText(separator: String) -> String {
    let size = abs(offset)
    return (offset < 0 ? "-" : "+") + (size / 60).padded(2) + separator + (size % 60).padded(2)
  }
}
