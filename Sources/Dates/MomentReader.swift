/// Reads dates from text: in the form of ISO 8601, or in a form of one's own.
struct MomentReader {
  private let text: String
  private var rest: Substring
  private var year: Int?
  private var month: Int?
  private var day: Int?
  private var dayOfYear: Int?
  private var hour: Int?
  private var minute = 0
  private var second = 0.0
  private var isAfternoon: Bool?
  private var offset = 0
  private var weekday: Int?

  init(_ text: String) {
    self.text = text
    rest = text[...]
  }

  // MARK: ISO 8601

  /// `2026-11-25`, behind a T or a blank a time, behind that an offset.
  mutating func isoMoment() throws(DateError) -> Moment {
    guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2)
    else { throw noDate }
    (self.year, self.month, self.day) = (year, month, day)
    guard !rest.isEmpty else { return try moment() }
    guard take("T") || take("t") || take(" "), let hour = digits(2), take(":"),
      let minute = digits(2)
    else { throw noDate }
    (self.hour, self.minute) = (hour, minute)
    if take(":") {
      guard let second = digits(2) else { throw noDate }
      self.second = Double(second) + (take(".") || take(",") ? try fraction() : 0)
    }
    if !rest.isEmpty { offset = try zone() }
    guard rest.isEmpty else { throw noDate }
    return try moment()
  }

  private var noDate: DateError {
    DateError(
      "this is no date", "",
      help:
        "a date is written  \"2026-11-25\"  or  \"2026-11-25T14:30:00+01:00\";  another form is "
        + "told by  format: \"%d.%m.%Y\"")
  }

  // MARK: Other forms

  mutating func moment(in form: MomentFormat) throws(DateError) -> Moment {
    for part in form.parts {
      switch part {
      case .text(let expected):
        guard rest.hasPrefix(expected) else {
          throw DateError(
            "this date has another form", here, help: "the form says \"\(expected)\" there")
        }
        rest.removeFirst(expected.count)
      case .code(let code): try read(code)
      }
    }
    guard rest.isEmpty else {
      throw DateError("this date has another form", "\"\(rest)\" is left over")
    }
    if let isAfternoon, let twelve = hour {
      guard (1...12).contains(twelve) else {
        throw DateError("there is no hour \(twelve)", "before AM or PM hours go from 1 to 12")
      }
      hour = twelve % 12 + (isAfternoon ? 12 : 0)
    }
    return try moment()
  }

  private mutating func read(_ code: Character) throws(DateError) {
    switch code {
    case "Y": year = try number(upTo: 4, code)
    case "y":
      let short = try number(upTo: 2, code)
      year = short + (short < 69 ? 2000 : 1900)
    case "m": month = try number(upTo: 2, code)
    case "B", "b": month = try name(of: CalendarDay.monthNames, isShort: code == "b", code)
    case "d", "e": day = try number(upTo: 2, code)
    case "j": dayOfYear = try number(upTo: 3, code)
    case "A", "a": weekday = try name(of: CalendarDay.weekdayNames, isShort: code == "a", code)
    case "u": weekday = try number(upTo: 1, code)
    case "V": _ = try number(upTo: 2, code)
    case "H", "I": hour = try number(upTo: 2, code)
    case "p": isAfternoon = try name(of: ["AM", "PM"], isShort: false, code) == 2
    case "M":
      minute = try number(upTo: 2, code)
      hour = hour ?? 0
    case "S":
      second += Double(try number(upTo: 2, code))
      hour = hour ?? 0
    case "f": second += try fraction()
    case "z": offset = try zone()
    default: break
    }
  }

  private func meaning(_ code: Character) -> String {
    MomentFormat.codes.first { $0.code == code }?.meaning ?? ""
  }

  private mutating func number(upTo count: Int, _ code: Character) throws(DateError) -> Int {
    var found = 0
    var length = 0
    while length < count, let digit = rest.first?.asDigit {
      found = found * 10 + digit
      length += 1
      rest.removeFirst()
    }
    guard length > 0 else {
      throw DateError("this date has another form", here, help: "%\(code) is \(meaning(code))")
    }
    return found
  }

  /// The number, from 1, of the name that comes next.
  private mutating func name(
    of names: [String], isShort: Bool, _ code: Character
  ) throws(DateError) -> Int {
    for (place, name) in names.enumerated() {
      let wanted = isShort ? String(name.prefix(3)) : name
      if rest.lowercased().hasPrefix(wanted.lowercased()) {
        rest.removeFirst(wanted.count)
        return place + 1
      }
    }
    throw DateError(
      "this date has another form", here,
      help: "%\(code) is \(meaning(code)):  \(names.joined(separator: ", "))")
  }

  // MARK: Parts

  private mutating func take(_ character: Character) -> Bool {
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }

  /// Exactly so many digits.
  private mutating func digits(_ count: Int) -> Int? {
    guard rest.count >= count else { return nil }
    var number = 0
    for character in rest.prefix(count) {
      guard let digit = character.asDigit else { return nil }
      number = number * 10 + digit
    }
    rest.removeFirst(count)
    return number
  }

  private mutating func fraction() throws(DateError) -> Double {
    let found = rest.prefix { $0.asDigit != nil }
    guard !found.isEmpty, found.count <= 18, let value = Double("0.\(found)") else { throw noDate }
    rest.removeFirst(found.count)
    return value
  }

  /// `Z`, `+02:00`, `+0200` or `+02`, in minutes.
  private mutating func zone() throws(DateError) -> Int {
    if take("Z") || take("z") { return 0 }
    let isBehind = rest.first == "-"
    guard take("-") || take("+"), let hours = digits(2) else {
      throw DateError("there is no such zone", here, help: "an offset from UTC is written  +02:00")
    }
    let hasColon = take(":")
    let minutes = hasColon || rest.first?.asDigit != nil ? digits(2) : 0
    guard let minutes, hours < 24, minutes < 60 else {
      throw DateError("there is no such zone", here, help: "an offset from UTC is written  +02:00")
    }
    return (isBehind ? -1 : 1) * (hours * 60 + minutes)
  }

  static func offset(_ text: String) throws(DateError) -> Int {
    var reader = MomentReader(text)
    let offset = try reader.zone()
    guard reader.rest.isEmpty else {
      throw DateError(
        "there is no such zone", "\"\(reader.rest)\" is left over",
        help: "an offset from UTC is written  +02:00")
    }
    return offset
  }

  private var here: String {
    rest.isEmpty ? "it ends too early" : "it goes on with \"\(rest.prefix(20))\""
  }

  private func moment() throws(DateError) -> Moment {
    guard let year else { throw DateError("a date has a year", "the form has none") }
    var found = try CalendarDay(year: year, month: month ?? 1, day: day ?? 1)
    if let dayOfYear {
      let last = CalendarDay.isLeap(year) ? 366 : 365
      guard (1...last).contains(dayOfYear) else {
        throw DateError("there is no such day", "\(year) has \(last) days")
      }
      found = try CalendarDay(number: found.number - found.dayOfYear + dayOfYear)
    }
    if let weekday, weekday != found.weekday {
      throw DateError("the weekday is another one", "\(found.text) is a \(found.weekdayName)")
    }
    guard let hour else { return Moment(found) }
    return try Moment(found, hour: hour, minute: minute, second: second, offset: offset)
  }
}

extension Moment {
  /// Reads ISO 8601. Throws `DateError`.
  public init(reading text: String) throws(DateError) {
    var reader = MomentReader(text)
    self = try reader.isoMoment()
  }

  /// Reads another form. Throws `DateError`.
  public init(reading text: String, in form: MomentFormat) throws(DateError) {
    var reader = MomentReader(text)
    self = try reader.moment(in: form)
  }

  /// The minutes that an offset such as `+02:00` or `Z` says. Throws `DateError`.
  public static func offset(reading text: String) throws(DateError) -> Int {
    try MomentReader.offset(text)
  }
}

extension Character {
  fileprivate var asDigit: Int? { isASCII ? wholeNumberValue : nil }
}
