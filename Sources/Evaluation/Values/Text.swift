internal import Characters
internal import Glibc
public import Syntax

/// Values as text.
extension Value {
  /// As `print` and `{x}` write it: a string without quotes.
  public var text: String {
    if case .object(let object as StringObject) = self { return object.text }
    return literal
  }

  /// As it stands in a list, or as the prompt echoes it: a string in quotes.
  public var literal: String {
    if case .number(let number) = self { return number.formattedShort }
    var writer = LiteralWriter()
    writer.write(self)
    return writer.text
  }

  /// The same where it takes at most `width` columns; nil where it takes more, however much that is.
  func literal(within width: Int) -> String? {
    // A character has at most four bytes for a column; colours and the like are rare enough.
    var writer = LiteralWriter(most: max(width, 0) * 4)
    writer.write(self)
    return writer.isFull || displayWidth(of: writer.text) > width ? nil : writer.text
  }

  /// A key as it stands in a map.
  static func keyText(_ key: Value) -> String {
    var writer = LiteralWriter(most: 1000)
    writer.writeKey(key)
    return writer.text
  }
}

/// Writes a value without recursion beyond a bound: what is deeper, or holds itself, is `…`.
private struct LiteralWriter {
  var text = ""
  private var open: [ObjectIdentifier] = []
  private let deepest = 60
  /// Bytes that are written at most, give or take a value.
  private let most: Int
  private(set) var isFull = false

  init(most: Int = .max) { self.most = most }

  mutating func write(_ value: Value) {
    guard text.utf8.count <= most, !isFull else {
      isFull = true
      return
    }
    switch value {
    case .undefined: text += "nothing"
    case .none: text += "none"
    case .bool(let bool): text += bool ? "true" : "false"
    case .number(let number): text += number.formattedShort
    case .object(let object): write(object)
    }
  }

  private mutating func write(_ object: Object) {
    switch object {
    case let string as StringObject:
      isFull = isFull || string.size > most
      if !isFull { text += quoted(string.text) }
    case let list as ListObject:
      within(object, "[", "]") { writer in
        for (index, item) in list.items.enumerated() where !writer.isFull {
          if index > 0 { writer.text += ", " }
          writer.write(item)
        }
      }
    case let map as MapObject:
      within(object, "{", "}") { writer in
        writer.isFull = writer.isFull || map.count > writer.most
        guard !writer.isFull else { return }
        for (index, entry) in map.pairs.enumerated() where !writer.isFull {
          if index > 0 { writer.text += ", " }
          writer.writeKey(entry.key)
          writer.text += ": "
          writer.write(entry.value)
        }
      }
    case let range as RangeObject:
      text += "\(range.start.formattedShort)..\(range.end.formattedShort)"
      if range.step != 1 { text += " by \(range.step.formattedShort)" }
    case let function as FunctionObject:
      text += function.name == nil ? "<function>" : "<function \(function.signature)>"
    case let builtin as BuiltinObject: text += "<function \(builtin.builtin.signature)>"
    case let module as ModuleObject: text += "<module \(module.name)>"
    case let native as NativeObject: text += shown(native.summary)
    default: text += "<\(object.kind)>"
    }
  }

  private mutating func within(
    _ object: Object, _ before: String, _ after: String, _ body: (inout LiteralWriter) -> Void
  ) {
    let identifier = ObjectIdentifier(object)
    guard !open.contains(identifier), open.count < deepest else {
      text += before + "…" + after
      return
    }
    open.append(identifier)
    text += before
    body(&self)
    text += after
    open.removeLast()
  }

  mutating func writeKey(_ key: Value) {
    guard let name = key.asString else { return write(key) }
    text += isName(name) ? name : quoted(name)
  }

  private func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return (first.properties.isXIDStart || first == "_")
      && text.unicodeScalars.allSatisfy { $0.properties.isXIDContinue || $0 == "_" }
  }

  private func quoted(_ text: String) -> String {
    var result = "\""
    for character in text {
      switch character {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n", "\r\n": result += "\\n"
      case "\t": result += "\\t"
      case "{": result += "\\{"
      case "}": result += "\\}"
      default: result.append(character)
      }
    }
    return result + "\""
  }
}

extension FormatSpecification {
  /// `value` written as the specification says; throws where it is no number and must be one.
  public func format(_ value: Value) throws -> String {
    var text: String
    if let number = value.asNumber {
      text = self.text(of: number)
    } else if notation != nil || digits != nil || groupsThousands {
      throw NativeError(
        "S0205", "only numbers have digits, this is \(value.kindPhrase)",
        help: "a width alone, as in {x:>10}, fits every value")
    } else {
      text = value.text
    }
    guard let width, displayWidth(of: text) < width else { return text }
    let missing = width - displayWidth(of: text)
    let left =
      switch alignment ?? (value.asNumber == nil ? .left : .right) {
      case .left: 0
      case .right: missing
      case .centre: missing / 2
      }
    text = String(repeating: " ", count: left) + text
    return text + String(repeating: " ", count: missing - left)
  }

  private func text(of number: Double) -> String {
    guard number.isFinite else { return number.formattedShort }
    var text: String
    switch notation {
    case .fixed: text = Self.printed("%.*f", digits ?? 6, number)
    case .exponent: text = Self.printed("%.*e", digits ?? 6, number)
    case .general: text = Self.printed("%.*g", digits ?? 6, number)
    case .whole: text = Self.printed("%.*f", 0, number)
    case .percent: text = Self.printed("%.*f", digits ?? 0, number * 100) + "%"
    case nil:
      text = digits.map { Self.printed("%.*f", $0, number) } ?? number.formattedShort
    }
    if groupsThousands { text = Self.grouped(text) }
    return text
  }

  private static func printed(_ format: String, _ digits: Int, _ number: Double) -> String {
    withVaList([Int32(digits), number]) { arguments in
      var buffer = [CChar](repeating: 0, count: 512)
      let length = vsnprintf(&buffer, buffer.count, format, arguments)
      let bytes = buffer.prefix(max(0, min(Int(length), buffer.count - 1)))
      return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  private static func grouped(_ text: String) -> String {
    let digits = text.drop { !$0.isNumber }
    let sign = text.prefix(text.count - digits.count)
    let whole = digits.prefix { $0.isNumber }
    var result = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return sign + result + digits.dropFirst(whole.count)
  }
}
