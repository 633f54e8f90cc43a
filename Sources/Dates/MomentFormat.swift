/// A form that dates are written in: texts, and codes of a percent sign and a letter, as C's `strftime` and
/// most languages have them.
public struct MomentFormat: Sendable {
  enum Part: Equatable {
    case text(String)
    case code(Character)
  }

  let parts: [Part]

  /// What each code stands for.
  public static let codes: [(code: Character, meaning: String)] = [
    ("Y", "year"), ("y", "its last two digits"), ("m", "month"), ("B", "its name"),
    ("b", "its first three letters"), ("d", "day"), ("e", "day without a zero"),
    ("j", "day of the year"), ("A", "weekday"), ("a", "its first three letters"),
    ("u", "weekday from 1, Monday"), ("V", "week"), ("H", "hour"), ("I", "hour from 1 to 12"),
    ("p", "AM or PM"), ("M", "minute"), ("S", "second"), ("f", "millionths of a second"),
    ("z", "offset from UTC"), ("F", "%Y-%m-%d"), ("T", "%H:%M:%S"), ("%", "a percent sign"),
  ]

  /// Throws `DateError` where a code is none.
  public init(_ form: String) throws(DateError) {
    var parts: [Part] = []
    var text = ""
    var rest = form[...]
    while let character = rest.popFirst() {
      guard character == "%" else {
        text.append(character)
        continue
      }
      guard let code = rest.popFirst() else {
        throw DateError("a form ends in the middle", "after % comes a letter", help: Self.list)
      }
      switch code {
      case "%": text.append("%")
      case "F", "T":
        if !text.isEmpty { parts.append(.text(text)) }
        text = ""
        parts += try MomentFormat(code == "F" ? "%Y-%m-%d" : "%H:%M:%S").parts
      default:
        guard Self.codes.contains(where: { $0.code == code }) else {
          throw DateError("`%\(code)` is no part of a date", "", help: Self.list)
        }
        if !text.isEmpty { parts.append(.text(text)) }
        text = ""
        parts.append(.code(code))
      }
    }
    if !text.isEmpty { parts.append(.text(text)) }
    self.parts = parts
  }

  private static let list =
    "the parts are "
    + codes.map { "%\($0.code) (\($0.meaning))" }.joined(separator: ", ")

  // MARK: Writing

  public func text(of moment: Moment) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .code(let code): Self.text(code, moment)
      }
    }.joined()
  }

  private static func text(_ code: Character, _ moment: Moment) -> String {
    let day = moment.day
    switch code {
    case "Y": return day.year.padded(4)
    case "y": return (day.year % 100).padded(2)
    case "m": return day.month.padded(2)
    case "B": return day.monthName
    case "b": return String(day.monthName.prefix(3))
    case "d": return day.day.padded(2)
    case "e": return String(day.day)
    case "j": return day.dayOfYear.padded(3)
    case "A": return day.weekdayName
    case "a": return String(day.weekdayName.prefix(3))
    case "u": return String(day.weekday)
    case "V": return day.week.padded(2)
    case "H": return moment.hour.padded(2)
    case "I": return ((moment.hour + 11) % 12 + 1).padded(2)
    case "p": return moment.hour < 12 ? "AM" : "PM"
    case "M": return moment.minute.padded(2)
    case "S": return Int(moment.second).padded(2)
    case "f": return moment.microseconds.padded(6)
    case "z": return moment.offsetText(separator: ":")
    default: return ""
    }
  }
}
