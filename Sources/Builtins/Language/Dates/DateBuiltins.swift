internal import Dates
internal import Evaluation
internal import Glibc

extension Topic {
  static let dates = Topic("Dates")
  static let tables = Topic("Tables")
}

/// Dates, durations, and the clock on the wall.
let dateBuiltins: [Builtin] = [
  Builtin(
    "date", in: .dates,
    "Makes a date: a day, or a moment with the offset of its clock from UTC. Dates are compared, subtracted, and "
      + "moved by adding a `duration`.",
    .required(
      "text",
      "\"2026-11-25\" or \"2026-11-25T14:30:00+01:00\"; a number is seconds since the beginning of 1970",
      kinds: .of("string", "number", "date")),
    .optional(
      "format", shown: "none", "another form, such as \"%d.%m.%Y %H:%M\"", orElse: String?.none),
    example: "date(\"2026-11-25\").weekday_name  # \"Wednesday\"",
    aliases: [
      "datetime": "date($text)", "strptime": "date($text, format: $form)",
      "to_datetime": "date($text)",
      "as_date": "date($text)", "Date": "date($text)", "parse_date": "date($text)",
    ]
  ) { (_, value: Value, format: String?) in
    if let date = value.asObject as? DateObject { return date }
    if let seconds = value.asNumber {
      return DateObject(
        try dated(argument: "text") { () throws(DateError) in try Moment(seconds: seconds) })
    }
    let text = value.asString ?? ""
    guard let format else {
      return DateObject(
        try dated(argument: "text") { () throws(DateError) in try Moment(reading: text) })
    }
    let form = try dated(argument: "format") { () throws(DateError) in try MomentFormat(format) }
    return DateObject(
      try dated(argument: "text") { () throws(DateError) in try Moment(reading: text, in: form) })
  },
  Builtin(
    "duration", in: .dates,
    "Makes a span of time, to be added to dates and compared with their differences.",
    .optional("days", default: 0.0, "days of 24 hours"),
    .optional("hours", default: 0.0, "hours"),
    .optional("minutes", default: 0.0, "minutes"),
    .optional("seconds", default: 0.0, "seconds"),
    .optional("weeks", default: 0.0, "weeks"),
    example: "string(date(\"2026-11-25\") + duration(days: 10))  # \"2026-12-05\"",
    aliases: ["timedelta": "duration(days: $days)", "difftime": "duration(days: $days)"]
  ) { (_, days: Double, hours: Double, minutes: Double, seconds: Double, weeks: Double) in
    let total = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds
    guard total.isFinite else {
      throw NativeError("S0302", "a duration is a finite number of seconds")
    }
    return DurationObject(TimeSpan(seconds: total))
  },
  Builtin(
    "shift", in: .dates,
    "Gives the same day of another month or year; the last of the month where that is too short.",
    .required("date", "the date"),
    .optional("months", default: 0, "how many later; negative ones earlier"),
    .optional("years", default: 0, "how many later"),
    example: "string(shift(date(\"2026-01-31\"), months: 1))  # \"2026-02-28\""
  ) { (_, date: DateObject, months: Int, years: Int) in
    let (product, isTooLarge) = years.multipliedReportingOverflow(by: 12)
    let (total, isTooMuch) = product.addingReportingOverflow(months)
    guard !isTooLarge, !isTooMuch else {
      throw NativeError("S0302", "years go from 1 to 9999", argument: "years")
    }
    return DateObject(try dated { () throws(DateError) in try date.moment.adding(months: total) })
  },
  Builtin(
    "in_zone", in: .dates, "Gives the same moment by a clock with another offset from UTC.",
    .required("date", "the date"), .required("offset", "such as \"+02:00\" or \"Z\""),
    example:
      "string(in_zone(date(\"2026-11-25T12:00:00Z\"), \"+02:00\"))  # \"2026-11-25T14:00:00+02:00\"",
    aliases: ["astimezone": "in_zone($d, \"+02:00\")"]
  ) { (_, date: DateObject, offset: String) in
    let minutes = try dated(argument: "offset") { () throws(DateError) in
      try Moment.offset(reading: offset)
    }
    return DateObject(
      try dated(argument: "offset") { () throws(DateError) in try date.moment.told(at: minutes) })
  },
  Builtin(
    "today", in: .dates, "Gives the day that it is, in UTC.", example: "kind(today())  # \"date\""
  ) { context in
    let now = try moment(context)
    return DateObject(Moment(now.day))
  },
  Builtin(
    "now", in: .dates, "Gives the moment that it is, in UTC.", example: "now() >= today()  # true"
  ) { context in DateObject(try moment(context)) },
]

/// By the system's clock; of several processes by the first one's.
private func moment(_ context: CallContext) throws -> Moment {
  let seconds = try context.once {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec / 1000) / 1e6
  }
  return try dated { () throws(DateError) in try Moment(seconds: seconds) }
}
