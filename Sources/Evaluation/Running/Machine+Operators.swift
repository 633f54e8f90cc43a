internal import Syntax

extension Machine {
  /// What an operator gives that is not the plain case of two numbers.
  func binary(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Value {
    if operation == .contained { return .bool(try contains(right, left)) }
    if case .object(let object) = left, let native = object.asNative,
      let result = try native.binary(operation, right, isLeft: true)
    {
      return result
    }
    if case .object(let object) = right, let native = object.asNative,
      let result = try native.binary(operation, left, isLeft: false)
    {
      return result
    }
    switch operation {
    case .equal: return .bool(left.equals(right))
    case .notEqual: return .bool(!left.equals(right))
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      return .bool(try compare(operation, left, right))
    case .add: if let result = try added(left, right) { return result }
    case .multiply: if let result = try repeated(left, right) { return result }
    case .subtract, .divide, .divideWhole, .remainder, .power, .matrixProduct, .contained: break
    }
    if case .number(let x) = left, case .number(let y) = right,
      let result = number(operation, x, y)
    {
      return .number(result)
    }
    throw wrongSides(operation, left, right)
  }

  private func number(_ operation: BinaryOperator, _ x: Double, _ y: Double) -> Double? {
    switch operation {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .divideWhole: Arithmetic.quotient(x, y)
    case .remainder: Arithmetic.remainder(x, y)
    case .power: Arithmetic.power(x, y)
    case .matrixProduct, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
      .contained:
      nil
    }
  }

  /// Texts and lists one after the other.
  private func added(_ left: Value, _ right: Value) throws -> Value? {
    if let x = left.asString, let y = right.asString {
      try MemoryBudget.check(Double(x.utf8.count + y.utf8.count), for: "the text")
      return .string(x + y)
    }
    if let x = left.asList, let y = right.asList {
      // Put together, and then a list.
      try checkList(x.items.count + y.items.count, times: 2)
      return .list(x.values + y.values)
    }
    return nil
  }

  /// A text or list several times.
  private func repeated(_ left: Value, _ right: Value) throws -> Value? {
    guard let given = right.asWhole ?? left.asWhole else { return nil }
    let other = right.asWhole != nil ? left : right
    // Nothing, however often, is nothing, and takes no time.
    let isEmpty = other.asString?.isEmpty ?? other.asList?.items.isEmpty ?? false
    let count = isEmpty ? 0 : max(given, 0)
    if let text = other.asString {
      try MemoryBudget.check(Double(text.utf8.count) * Double(count), for: "the text")
      return .string(text.repeated(count))
    }
    if let list = other.asList {
      try checkList(list.items.count, times: count)
      return .object(ListObject(repeating: list, times: count))
    }
    return nil
  }

  private func checkList(_ length: Int, times count: Int) throws {
    try MemoryBudget.check(
      Double(length) * Double(count) * MemoryBudget.bytesAnElement, for: "the list")
  }

  private func compare(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Bool {
    guard let order = left.order(to: right) else { throw wrongSides(operation, left, right) }
    switch order {
    case .before: return operation == .less || operation == .lessOrEqual
    case .after: return operation == .greater || operation == .greaterOrEqual
    case .same: return operation == .lessOrEqual || operation == .greaterOrEqual
    case .unordered: return false
    }
  }

  private func contains(_ container: Value, _ value: Value) throws -> Bool {
    switch container.asObject {
    case let list as ListObject: return list.items.contains { $0.equals(value) }
    case let map as MapObject: return map.value(value) != nil
    case let string as StringObject:
      if let part = value.asStringObject { return string.contains(part) }
    case let native as NativeObject:
      if let isThere = native.contains(value) { return isThere }
    case let range as RangeObject:
      guard let number = value.asNumber else { return false }
      let index = (number - range.start) / range.step
      return index == index.rounded() && index >= 0 && index < Double(range.count)
    default: break
    }
    throw NativeError(
      "S0201", "`in` looks into a list, map, string or range",
      label: "\(value.kindPhrase) in \(container.kindPhrase)")
  }

  func negated(_ value: Value) throws -> Value {
    if let native = value.asObject?.asNative, let result = try native.negated() { return result }
    throw NativeError("S0201", "`-` needs a number", label: "this is \(value.kindPhrase)")
  }

  private func wrongSides(_ operation: BinaryOperator, _ left: Value, _ right: Value) -> NativeError
  {
    var help: String?
    if operation == .add && (left.asString != nil || right.asString != nil)
      || operation == .remainder && left.asString != nil
    {
      help = "put values into a text with braces:  \"total {x}\""
    } else if operation == .matrixProduct {
      help = "`@` multiplies matrices; numbers are multiplied with  *"
    } else if left.asList != nil, right.asList != nil {
      help = "lists have an order where their elements have: numbers, strings, or lists of them"
    } else if left.kind == "none" || right.kind == "none" {
      help = "a function without a last expression gives none; look at where it comes from"
    }
    return NativeError(
      "S0201", "`\(operation.rawValue)` does not take these",
      label: "\(left.kindPhrase) and \(right.kindPhrase)", help: help)
  }

  func noCondition(_ value: Value) -> NativeError {
    let help: String? =
      switch value.kind {
      case "number": "compare it:  x != 0"
      case "string", "list", "map": "compare it:  length(x) > 0"
      case "none": "compare it:  x != none"
      default: value.asObject?.asNative?.conditionHelp
      }
    return NativeError(
      "S0202", "only true and false are conditions", label: "this is \(value.kindPhrase)",
      help: help)
  }

  func range(_ start: Value, _ end: Value, _ step: Value) throws -> Value {
    try Self.checkRange(start, end, step)
    guard let start = start.asNumber, let end = end.asNumber, let step = step.asNumber else {
      return .none
    }
    return .object(RangeObject(start: start, end: end, step: step))
  }

  /// Throws where these cannot be start, end and step of a range.
  static func checkRange(_ start: Value, _ end: Value, _ step: Value) throws {
    guard case .number(let from) = start, case .number(let to) = end, case .number(let by) = step
    else {
      let wrong = [start, end, step].first { $0.asNumber == nil } ?? .none
      throw NativeError(
        "S0201", "a range is made of numbers", label: "found \(wrong.kindPhrase)")
    }
    guard by != 0, by.isFinite, from.isFinite, to.isFinite else {
      throw NativeError(
        "S0206", "a range needs numbers that end, and a step that is not 0",
        label: "\(from.formattedShort)..\(to.formattedShort) by \(by.formattedShort)")
    }
  }
}

extension String {
  /// The text several times, one after the other: a twentieth of the time of `String(repeating:count:)`.
  fileprivate func repeated(_ count: Int) -> String {
    let bytes = Array(utf8)
    let size = bytes.count * count
    return String(unsafeUninitializedCapacity: size) { target in
      guard let start = target.baseAddress, size > 0 else { return 0 }
      var filled = bytes.count
      start.initialize(from: bytes, count: filled)
      while filled < size {
        // What is there once more, as far as there is room.
        let more = min(filled, size - filled)
        (start + filled).initialize(from: start, count: more)
        filled += more
      }
      return size
    }
  }
}
