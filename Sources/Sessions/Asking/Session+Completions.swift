internal import Evaluation
internal import Syntax

extension Session {
  /// The names that fit what stands before `cursor` (a number of UTF-8 bytes), and where they begin.
  public func completions(of text: String, at cursor: Int) -> (start: Int, names: [String]) {
    let bytes = Array(text.utf8.prefix(cursor))
    var start = bytes.count
    while start > 0, Self.isNameByte(bytes[start - 1]) { start -= 1 }
    let prefix = String(decoding: bytes[start...], as: UTF8.self)
    let isField = start > 0 && bytes[start - 1] == UInt8(ascii: ".")
    var candidates = machine.library.names
    if isField {
      let before = String(decoding: bytes[..<(start - 1)], as: UTF8.self)
      candidates = fields(before) + candidates
    } else {
      candidates += globals.definedNames + Keyword.allCases.map(\.rawValue)
      candidates += argumentNames(Array(bytes[..<start]))
    }
    let fitting = Set(candidates.filter { $0.hasPrefix(prefix) && !$0.hasPrefix("_") })
    return (start, fitting.sorted())
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_")
      || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
  }

  /// The fields of the variable, or path of fields, that ends `text`.
  private func fields(_ text: String) -> [String] {
    let path = String(
      text.reversed().prefix { $0 == "." || $0 == "_" || $0.isLetter || $0.isNumber }.reversed())
    let parts = path.split(separator: ".").map(String.init)
    guard let first = parts.first, var value = globals.value(of: first) else { return [] }
    for part in parts.dropFirst() {
      guard let next = Self.field(value, part) else { return [] }
      value = next
    }
    switch value.asObject {
    case let map as MapObject: return map.names
    case let module as ModuleObject: return module.names
    case let native as NativeObject: return native.fieldNames
    default: return []
    }
  }

  private static func field(_ value: Value, _ name: String) -> Value? {
    switch value.asObject {
    case let map as MapObject: map[name]
    case let native as NativeObject: (try? native.field(name)) ?? nil
    default: nil
    }
  }

  /// `name: ` of each parameter of the call that is open before `bytes` end.
  private func argumentNames(_ bytes: [UInt8]) -> [String] {
    var depth = 0
    var i = bytes.count - 1
    while i >= 0 {
      if bytes[i] == UInt8(ascii: ")") { depth += 1 }
      if bytes[i] == UInt8(ascii: "(") {
        if depth == 0 { break }
        depth -= 1
      }
      i -= 1
    }
    guard i > 0 else { return [] }
    var start = i
    while start > 0, Self.isNameByte(bytes[start - 1]) { start -= 1 }
    let name = String(decoding: bytes[start..<i], as: UTF8.self)
    if let builtin = machine.library.builtins[name] {
      return builtin.parameters.map { $0.name + ": " }
    }
    let function =
      machine.library.functions[name] ?? globals.value(of: name)?.asObject as? FunctionObject
    return function?.parameterNames.map { $0 + ": " } ?? []
  }
}
