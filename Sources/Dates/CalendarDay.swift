/// A day of the Gregorian calendar, counted from 1 January 1970.
///
/// Years are taken to begin in March, so that the day that leap years add is their last; 400 of them have as
/// many days each time. The way there and back is Howard Hinnant's
/// (https://howardhinnant.github.io/date_algorithms.html).
public struct CalendarDay: Hashable, Comparable, Sendable {
  public let number: Int
  public let year: Int
  public let month: Int
  public let day: Int

  /// The years that are told of.
  public static let years = 1...9999
  private static let first = Self.number(year: 1, month: 1, day: 1)
  private static let last = Self.number(year: 9999, month: 12, day: 31)

  /// Throws `DateError` where there is no such day.
  public init(year: Int, month: Int, day: Int) throws(DateError) {
    guard Self.years.contains(year) else {
      throw DateError("years go from 1 to 9999", "this is \(year)")
    }
    guard (1...12).contains(month) else {
      throw DateError("there is no month \(month)", "a year has 12")
    }
    let days = Self.days(of: month, in: year)
    guard (1...days).contains(day) else {
      let leap = month == 2 && day == 29 ? ": \(year) is no leap year" : ""
      throw DateError(
        "there is no such day", "\(Self.monthNames[month - 1]) \(year) has \(days) days\(leap)")
    }
    (self.year, self.month, self.day) = (year, month, day)
    number = Self.number(year: year, month: month, day: day)
  }

  /// Throws `DateError` outside of the years that are told of.
  public init(number: Int) throws(DateError) {
    guard (Self.first...Self.last).contains(number) else {
      throw DateError("years go from 1 to 9999", "this lies outside of them")
    }
    self.number = number
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
    month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  private static func number(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  static func days(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  public static func < (a: CalendarDay, b: CalendarDay) -> Bool { a.number < b.number }

  // MARK: Weeks and years

  public static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  public static let weekdayNames = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// From 1, Monday, to 7.
  public var weekday: Int { ((number + 3) % 7 + 7) % 7 + 1 }
  public var weekdayName: String { Self.weekdayNames[weekday - 1] }
  public var monthName: String { Self.monthNames[month - 1] }

  /// From 1 to 366.
  public var dayOfYear: Int { number - Self.number(year: year, month: 1, day: 1) + 1 }

  /// The week of ISO 8601, from 1 to 53: the first is the one with the year's first Thursday.
  public var week: Int {
    let week = (dayOfYear - weekday + 10) / 7
    if week < 1 { return Self.weeks(in: year - 1) }
    return week > Self.weeks(in: year) ? 1 : week
  }

  private static func weeks(in year: Int) -> Int {
    // A year has 53 where it begins on a Thursday, or on a Wednesday and is a leap year.
    let firstWeekday = ((number(year: year, month: 1, day: 1) + 3) % 7 + 7) % 7 + 1
    return firstWeekday == 4 || (firstWeekday == 3 && isLeap(year)) ? 53 : 52
  }

  /// The same day so many months later; the last of the month where that is too short for it. Throws
  /// `DateError` outside of the years that are told of.
  public func adding(months: Int) throws(DateError) -> CalendarDay {
    let (sum, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
    guard !overflow, sum >= 12, sum < 10_000 * 12 else {
      throw DateError("years go from 1 to 9999", "this lies outside of them")
    }
    let (newYear, newMonth) = (sum / 12, sum % 12 + 1)
    return try CalendarDay(
      year: newYear, month: newMonth, day: min(day, Self.days(of: newMonth, in: newYear)))
  }

  /// `2026-11-25`
  public var text: String { "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))" }
}

extension Int {
  /// With zeros in front, up to so many digits.
  func padded(_ digits: Int) -> String {
    let text = String(self)
    return String(repeating: "0", count: Swift.max(digits - text.utf8.count, 0)) + text
  }
}
