import Dates
import Testing

/// Days and moments against what is known of the calendar.
@Suite struct CalendarTests {
  /// All days of four centuries and more, one after the other.
  @Test func daysFollowEachOther() throws {
    var day = try CalendarDay(year: 1599, month: 12, day: 31)
    var weekday = day.weekday
    for _ in 0..<160_000 {
      let next = try CalendarDay(number: day.number + 1)
      let again = try CalendarDay(year: next.year, month: next.month, day: next.day)
      #expect(again.number == next.number)
      #expect(next.day == day.day + 1 || next.day == 1)
      weekday = weekday % 7 + 1
      guard next.weekday == weekday else {
        Issue.record("\(next.text) is \(next.weekdayName)")
        return
      }
      day = next
    }
  }

  @Test(arguments: [
    ("1970-01-01", 0, "Thursday", 1), ("2000-02-29", 11_016, "Tuesday", 9),
    ("2026-11-25", 20_782, "Wednesday", 48), ("2021-01-03", 18_630, "Sunday", 53),
    ("1969-12-31", -1, "Wednesday", 1), ("0001-01-01", -719_162, "Monday", 1),
    ("9999-12-31", 2_932_896, "Friday", 52), ("2024-12-30", 20_087, "Monday", 1),
  ])
  func knownDays(_ text: String, _ number: Int, _ weekday: String, _ week: Int) throws {
    let moment = try Moment(reading: text)
    #expect(moment.day.number == number && moment.text == text)
    #expect(moment.day.weekdayName == weekday && moment.day.week == week)
  }

  @Test(arguments: [
    ("2026-02-29", "February 2026 has 28 days: 2026 is no leap year"),
    ("2026-04-31", "April 2026 has 30 days"), ("2026-13-01", "a year has 12"),
    ("2026-00-10", "a year has 12"), ("0000-01-01", "this is 0"),
    ("2026-01-01T24:00", "hours go from 0 to 23"), ("2026-01-01T10:60", "minutes go from 0 to 59"),
    ("2026-01-01T10:00:60", "seconds go from 0 to 59; there are no leap seconds"),
  ])
  func whatIsNoDateIsTold(_ text: String, _ label: String) {
    #expect(throws: DateError.self) { try Moment(reading: text) }
    do { _ = try Moment(reading: text) } catch { #expect(error.label == label) }
  }

  @Test(arguments: [
    "", "2026", "2026-1-1", "26-01-01", "2026-01-01T", "2026-01-01T1", "2026-01-01x", "x2026-01-01",
    "2026-01-01T10:00:00.", "2026-01-01T10:00+", "2026-01-01T10:00+2", "2026-01-01T10:00+25:00",
    "２０２６-01-01", "2026-01-01T10:00Z ", "+2026-01-01", "99999-01-01",
  ])
  func otherTextsAreNone(_ text: String) {
    #expect(throws: DateError.self) { try Moment(reading: text) }
  }

  @Test func zonesTellOneMoment() throws {
    let here = try Moment(reading: "2026-11-25T14:30:00.25+02:00")
    let there = try Moment(reading: "2026-11-25T12:30:00.25Z")
    #expect(here == there && here.text == "2026-11-25T14:30:00.25+02:00")
    #expect(try there.told(at: -330).text == "2026-11-25T07:00:00.25-05:30")
    #expect(try Moment(reading: "2026-11-25 23:30-0800").told(at: 0).text == "2026-11-26T07:30:00Z")
  }

  @Test func monthsAreCutToTheirLastDay() throws {
    let last = try Moment(reading: "2024-01-31")
    #expect(try last.adding(months: 1).text == "2024-02-29")
    #expect(try last.adding(months: 13).text == "2025-02-28")
    #expect(try last.adding(months: -2).text == "2023-11-30")
    #expect(throws: DateError.self) { try last.adding(months: .max) }
    #expect(throws: DateError.self) { try last.adding(TimeSpan(seconds: 1e300)) }
    #expect(throws: DateError.self) { try Moment(seconds: .nan) }
  }

  @Test func formsAreWrittenAndRead() throws {
    let moment = try Moment(reading: "2026-03-05T17:04:09.5+01:00")
    let form = try MomentFormat("%A, %e %B %Y, %I:%M:%S.%f %p (%z) day %j 100%%")
    let text = form.text(of: moment)
    #expect(text == "Thursday, 5 March 2026, 05:04:09.500000 PM (+01:00) day 064 100%")
    #expect(try Moment(reading: text, in: form) == moment)
    let short = try MomentFormat("%d.%m.%y")
    #expect(try Moment(reading: "25.11.26", in: short).text == "2026-11-25")
    #expect(throws: DateError.self) { try Moment(reading: "25/11/26", in: short) }
    #expect(throws: DateError.self) { try Moment(reading: "25.11.26x", in: short) }
    #expect(throws: DateError.self) { try MomentFormat("%Q") }
    #expect(throws: DateError.self) { try MomentFormat("%") }
    #expect(throws: DateError.self) {
      try Moment(reading: "Friday 2026-11-25", in: MomentFormat("%A %F"))
    }
  }

  @Test(arguments: [
    (0.0, "0 seconds"), (90, "1 minute 30 seconds"), (-86_400, "-1 day"),
    (176_401.5, "2 days 1 hour 1.5 seconds"), (0.25, "0.25 seconds"),
  ])
  func spansSayWhatTheyAre(_ seconds: Double, _ text: String) {
    #expect(TimeSpan(seconds: seconds).text == text)
  }
}
