internal import Dates
internal import Evaluation
internal import Syntax

/// A day, or a moment of one, as a value.
final class DateObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "date" }
  let moment: Moment

  init(_ moment: Moment) { self.moment = moment }

  override func copied(_ copier: Copier) -> NativeObject { DateObject(moment) }

  override var kind: String { "date" }
  override var fieldNames: [String] {
    [
      "year", "month", "day", "hour", "minute", "second", "weekday", "weekday_name", "month_name",
      "week", "day_of_year", "date", "offset", "seconds",
    ]
  }

  override func field(_ name: String) -> Value? {
    let day = moment.day
    switch name {
    case "year": return day.year.asValue
    case "month": return day.month.asValue
    case "day": return day.day.asValue
    case "hour": return moment.hour.asValue
    case "minute": return moment.minute.asValue
    case "second": return .number(moment.second)
    case "weekday": return day.weekday.asValue
    case "weekday_name": return .string(day.weekdayName)
    case "month_name": return .string(day.monthName)
    case "week": return day.week.asValue
    case "day_of_year": return day.dayOfYear.asValue
    case "date": return .object(DateObject(Moment(day)))
    case "offset": return .number(Double(moment.offset) / 60)
    case "seconds": return .number(moment.seconds)
    default: return nil
    }
  }

  override var summary: String { moment.text }
  override var plain: Value? { .string(moment.text) }

  override func equals(_ other: NativeObject) -> Bool {
    (other as? DateObject)?.moment == moment
  }
  override var keyHash: Int? { moment.hashValue }
  override func order(to other: NativeObject) -> Order? {
    (other as? DateObject).map { moment.order(to: $0.moment) }
  }

  override func binary(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    switch other.asObject {
    case let span as DurationObject:
      switch operation {
      case .add:
        return .object(
          DateObject(try dated { () throws(DateError) in try moment.adding(span.span) }))
      case .subtract where isLeft:
        let back = TimeSpan(seconds: -span.span.seconds)
        return .object(DateObject(try dated { () throws(DateError) in try moment.adding(back) }))
      default: return nil
      }
    case let date as DateObject:
      let (a, b) = isLeft ? (moment, date.moment) : (date.moment, moment)
      if operation == .subtract { return .object(DurationObject(a.span(since: b))) }
      return operation.compared(a.order(to: b)).map { .bool($0) }
    default:
      guard operation == .add || operation == .subtract, other.asNumber != nil else { return nil }
      throw NativeError(
        "S0201", "`\(operation.rawValue)` of a date needs a duration", label: "this is a number",
        help: "say what it counts:  date \(operation.rawValue) duration(days: 3)")
    }
  }
}

/// What lies between two dates, as a value.
final class DurationObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "duration" }
  let span: TimeSpan

  init(_ span: TimeSpan) { self.span = span }

  override func copied(_ copier: Copier) -> NativeObject { DurationObject(span) }

  override var kind: String { "duration" }
  override var fieldNames: [String] { ["days", "hours", "minutes", "seconds"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "days": .number(span.seconds / Moment.secondsADay)
    case "hours": .number(span.seconds / 3600)
    case "minutes": .number(span.seconds / 60)
    case "seconds": .number(span.seconds)
    default: nil
    }
  }

  override var summary: String { span.text }
  override var plain: Value? { .string(span.text) }

  override func equals(_ other: NativeObject) -> Bool {
    (other as? DurationObject)?.span == span
  }
  override var keyHash: Int? { span.hashValue }
  override func order(to other: NativeObject) -> Order? {
    (other as? DurationObject).map { span.order(to: $0.span) }
  }

  override func negated() -> Value? { .object(DurationObject(TimeSpan(seconds: -span.seconds))) }

  override func binary(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    let seconds = span.seconds
    func made(_ seconds: Double) throws -> Value {
      guard seconds.isFinite else {
        throw NativeError("S0302", "a duration is a finite number of seconds")
      }
      return .object(DurationObject(TimeSpan(seconds: seconds)))
    }
    if let number = other.asNumber {
      switch operation {
      case .multiply: return try made(seconds * number)
      case .divide where isLeft: return try made(seconds / number)
      default: return nil
      }
    }
    guard let second = other.asObject as? DurationObject else { return nil }
    let (a, b) = isLeft ? (span, second.span) : (second.span, span)
    switch operation {
    case .add: return try made(a.seconds + b.seconds)
    case .subtract: return try made(a.seconds - b.seconds)
    case .divide: return .number(a.seconds / b.seconds)
    default: return operation.compared(a.order(to: b)).map { .bool($0) }
    }
  }
}

extension Comparable {
  fileprivate func order(to other: Self) -> Order {
    self < other ? .before : other < self ? .after : .same
  }
}

extension BinaryOperator {
  /// What it says of an order; nil where it compares by no order.
  fileprivate func compared(_ order: Order) -> Bool? {
    switch self {
    case .less: order.isBefore
    case .lessOrEqual: !order.isAfter
    case .greater: order.isAfter
    case .greaterOrEqual: !order.isBefore
    case .add, .subtract, .multiply, .divide, .divideWhole, .remainder, .matrixProduct, .power,
      .equal, .notEqual, .contained:
      nil
    }
  }
}

extension Order {
  fileprivate var isBefore: Bool { if case .before = self { true } else { false } }
  fileprivate var isAfter: Bool { if case .after = self { true } else { false } }
}

/// Errors of dates as errors of the language.
func dated<Result>(
  argument: String? = nil, _ body: () throws(DateError) -> Result
) throws -> Result {
  do throws(DateError) { return try body() } catch {
    throw NativeError(
      "S0302", error.title, label: error.label, help: error.help, argument: argument)
  }
}
