/// Code with places for the arguments of a call: `$name` for one, `$...name` for it and all that follow. Within
/// quotes, as in `"$name"`, stands the text of a text, or a plain name.
struct ForeignTemplate: Sendable {
  private enum Part {
    case text(String)
    case place(name: String, takesRest: Bool)
  }

  private let parts: [Part]
  /// The names of the places, in the order in which a call gives them.
  let order: [String]

  init(_ text: String, of order: [String]?, alone isAlone: Bool) {
    let pieces = text.split(separator: "$", omittingEmptySubsequences: false)
    var parts = [Part.text(String(pieces[0]))]
    for piece in pieces.dropFirst() {
      let takesRest = piece.hasPrefix("...")
      let rest = takesRest ? piece.dropFirst(3) : piece
      let name = rest.prefix { $0.isLetter || $0 == "_" }
      parts.append(.place(name: String(name), takesRest: takesRest))
      parts.append(.text(String(rest.dropFirst(name.count))))
    }
    self.parts = parts
    var names: [String] = []
    for case .place(let name, _) in parts where !names.contains(name) { names.append(name) }
    self.order = order.map { $0.filter { isAlone || names.contains($0) } } ?? names
  }

  private var takesRest: Bool {
    parts.contains { if case .place(_, true) = $0 { true } else { false } }
  }

  func takes(_ count: Int) -> Bool { takesRest || count <= order.count }

  /// With the bare names.
  var bare: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .place(let name, _): name
      }
    }.joined()
  }

  /// With the arguments of a call; nil where not all of them have a place.
  func filled(
    _ arguments: [ForeignArgument], _ parameters: (String) -> [ForeignParameter]
  ) -> String? {
    let placed = arguments.filter { $0.name == nil }.map(\.text)
    var result = ""
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .place(let name, let takesRest):
        guard let place = order.firstIndex(of: name), place < placed.count else {
          result += name
          continue
        }
        let given = takesRest ? Array(placed[place...]) : [placed[place]]
        guard let text = Self.written(given, inQuotes: result.hasSuffix("\"")) else { return nil }
        result += text
      }
    }
    let more = takesRest ? [] : Array(placed.dropFirst(order.count))
    // Behind a named argument nothing is given by its place.
    if !more.isEmpty, result.contains(": ") { return nil }
    let named = arguments.filter { $0.name != nil }
    guard !more.isEmpty || !named.isEmpty else { return result }
    return extended(result, more, named, parameters)
  }

  /// What goes into a place; within quotes the text between those of each, and nil where it is no text and no name.
  private static func written(_ arguments: [String], inQuotes: Bool) -> String? {
    guard inQuotes else { return arguments.joined(separator: ", ") }
    let texts = arguments.compactMap { argument -> String? in
      let inner = argument.hasPrefix("\"") ? argument.dropFirst().dropLast() : argument[...]
      return inner.contains("\"") || (inner == argument && !inner.allSatisfy(isPartOfName))
        ? nil : String(inner)
    }
    return texts.count == arguments.count ? texts.joined(separator: "\", \"") : nil
  }

  private static func isPartOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// A call with further arguments before its parenthesis; nil where it is no call, or takes no such.
  private func extended(
    _ call: String, _ more: [String], _ named: [ForeignArgument],
    _ parameters: (String) -> [ForeignParameter]
  ) -> String? {
    let callee = String(call.prefix(while: Self.isPartOfName))
    let known = parameters(callee)
    guard call.dropFirst(callee.count).first == "(", call.hasSuffix(")"), !known.isEmpty,
      known.contains(where: \.takesRest) || order.count + more.count <= known.count
    else { return nil }
    let others = named.map { argument in
      let name = argument.name ?? ""
      let own = known.first { $0.name == name } ?? known.first { $0.aliases.contains(name) }
      return "\(own?.name ?? name): \(argument.text)"
    }
    return call.dropLast() + (call.hasSuffix("()") ? "" : ", ")
      + (more + others).joined(separator: ", ") + ")"
  }
}
