internal import Characters
internal import Syntax

/// Values as text.
extension Value {
  /// As `print` and `{x}` write it: a string without quotes.
  public var text: String {
    if case .object(let object as StringObject) = self { return object.text }
    return literal
  }

  /// As `print` writes it by itself.
  public var printed: String { asObject?.asNative?.printed ?? text }

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

  /// As `literal`, cut where it is long: for messages. Costs what is shown.
  public var brief: String {
    if let text = asString { return text.clipped.quoted }
    var writer = LiteralWriter(most: 160)
    writer.write(self)
    return writer.isFull ? writer.text.clipped(to: 160) + "…" : writer.text
  }

  /// A key as it stands in a map.
  public static func keyText(_ key: Value) -> String {
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
      if !isFull { text += string.text.quoted }
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
    case let sequence as SequenceObject: write(sequence)
    case let module as ModuleObject: text += "<module \(module.name)>"
    case let native as NativeObject: text += shown(native.summary)
    default: text += "<\(object.kind)>"
    }
  }

  /// `<sequence countdown(3)>`; of long arguments the beginning.
  private mutating func write(_ sequence: SequenceObject) {
    within(sequence, "<sequence ", ">") { writer in
      var arguments = LiteralWriter(most: 80)
      arguments.open = writer.open
      for (index, argument) in sequence.givenArguments.enumerated() where !arguments.isFull {
        if index > 0 { arguments.text += ", " }
        arguments.write(argument)
      }
      let name = sequence.function?.name ?? "fn"
      writer.text += shown("\(name)(\(arguments.text.clipped(to: 80)))")
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
    // `true` and `false` without quotes are bools.
    text += isName(name) && name != "true" && name != "false" ? name : name.quoted
  }

  private func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return (first.properties.isXIDStart || first == "_")
      && text.unicodeScalars.allSatisfy { $0.properties.isXIDContinue || $0 == "_" }
  }
}
