internal import Evaluation
internal import Syntax

extension SessionOutline {
  /// The ways to go on at `cursor`, a number of UTF-8 bytes: names, arguments of the call around it,
  /// fields and functions after a dot, keys, choices and files inside strings.
  ///
  /// Nothing is evaluated: what a name or a path of fields held is looked at.
  public func completions(of text: String, at cursor: Int) -> Completions {
    let bytes = Array(text.utf8.prefix(cursor))
    if Session.shellLine(text) != nil { return Self.pathsForShell(bytes) }
    if let symbols = SymbolNames.completions(of: bytes) { return symbols }
    let place = CompletionPlace(bytes)
    var result = Completions(start: place.start)
    result.call = place.call.flatMap { call in
      function(of: call).map { Completion(call.name, $0.description) }
    }
    switch place.kind {
    case .nothing: return result
    case .string: result.items = Self.fitting(textsAndFiles(place), place.typed)
    case .member(let path, let literal):
      let value = path.flatMap { self.value(of: $0) }
      let items = (value.map(fields) ?? []) + methods(after: value, literal)
      result.items = Self.fitting(items, place.typed)
    case .name:
      var names = place.names.map(described) + names()
      // Where nothing is typed yet, a call waits for its arguments and for variables.
      if place.typed.isEmpty, place.call != nil || place.indexed != nil {
        names.removeAll { $0.kind != .variable }
      }
      // After `name: ` a value stands, and no other argument's name; between brackets a key.
      let likely = place.indexed.map { keys(of: $0, place.typed) } ?? likelyValues(place)
      guard let likely else {
        result.items = Self.fitting(arguments(place) + names, place.typed)
        break
      }
      let isNumber = place.typed.first?.isNumber ?? false
      let others = isNumber ? [] : Self.fitting(names, place.typed)
      result.items = likely + others.filter { name in !likely.contains { $0.text == name.text } }
    }
    return result
  }

  /// Those that begin with what is typed; if none does, those that hold it; then those that have its letters
  /// in their order, the closest together first.
  static func fitting(_ items: [Completion], _ typed: String) -> [Completion] {
    func isVisible(_ item: Completion) -> Bool { typed.hasPrefix("_") || !item.text.hasPrefix("_") }
    var seen: Set<String> = []
    func sorted(_ items: [Completion]) -> [Completion] {
      items.sorted { ($0.kind, $0.text) < ($1.kind, $1.text) }.filter {
        seen.insert($0.text).inserted
      }
    }
    let fitting = items.filter { $0.text.hasPrefix(typed) && isVisible($0) }
    guard fitting.isEmpty, typed.count >= 2 else { return sorted(fitting) }
    let visible = items.filter(isVisible)
    let lower = typed.lowercased()
    let holding = visible.filter { $0.text.lowercased().contains(lower) }
    guard holding.isEmpty, typed.count >= 3 else { return sorted(holding) }
    let loose = sorted(visible).compactMap { item in
      item.text.lowercased().spread(of: lower).map { (item: item, spread: $0) }
    }
    return loose.sorted { $0.spread < $1.spread }.prefix(mostLoose).map(\.item)
  }

  /// In a line for the shell, files that go on with its last word.
  private static func pathsForShell(_ bytes: [UInt8]) -> Completions {
    let start = (bytes.lastIndex { $0 == 0x20 || $0 == 0x3B } ?? -1) + 1
    var result = Completions(start: start)
    result.items = PathCompletions.of(String(decoding: bytes[start...], as: UTF8.self))
    return result
  }

  /// Of what fits only by its letters, more than these are no help.
  private static let mostLoose = 40

  // MARK: Names

  private func names() -> [Completion] {
    let defined = variables.map { described($0.key, values[$0.value]) }
    // Seldom does a variable hide a name of the library.
    guard variables.keys.contains(where: { library.functions[$0] != nil }) else {
      return defined + library.offered
    }
    return defined + library.offered.filter { variables[$0.text] == nil }
  }

  /// What the cell itself declares before the cursor.
  private func described(_ name: CellNames.Name) -> Completion {
    if let function = name.function { return Completion(name.text, function) }
    return Completion(text: name.text, kind: .variable, detail: "of this cell")
  }

  func described(_ name: String, _ value: ValueOutline) -> Completion {
    if let function = value.function { return Completion(name, function) }
    return Completion(text: name, kind: .variable, detail: value.kind, summary: value.summary)
  }

  // MARK: Arguments

  /// `name: ` of each parameter of the call around the cursor that is not given yet, neither by its name nor
  /// by its place.
  private func arguments(_ place: CompletionPlace) -> [Completion] {
    guard let call = place.call, !call.isWithinArgument,
      let (function, placed) = function(of: call, with: place.names)
    else { return [] }
    return function.parameters.enumerated().filter { index, parameter in
      index >= placed && !call.given.contains(parameter.name) && !parameter.takesRest
    }.map { _, parameter in
      Completion(
        text: parameter.name + ": ", kind: .argument, detail: parameter.signature,
        summary: parameter.help.isEmpty ? parameter.kind : parameter.help)
    }
  }

  func function(
    of call: CompletionPlace.Call, with names: [CellNames.Name]
  ) -> (description: FunctionDescription, placed: Int)? {
    if call.receiver == nil,
      let own = names.last(where: { $0.text == call.name })?.function
    {
      return (own, call.placed)
    }
    return function(of: call)
  }

  // MARK: After a dot

  private func fields(of value: ValueOutline) -> [Completion] {
    switch value.members {
    case .none: []
    case .keys(let names):
      names.filter(Self.isName).map { Completion(text: $0, kind: .field) }
    case .fields(let names): names.map { Completion(text: $0, kind: .field) }
    case .declarations(let names):
      names.enumerated().map { place, name in
        place < value.children.count
          ? described(name, values[value.children.lowerBound + place])
          : Completion(text: name, kind: .field)
      }
    }
  }

  /// Whether a key can stand after a dot.
  private static func isName(_ text: String) -> Bool {
    let tokens = Lexer(SourceText(name: "", text: text)).tokens
    guard tokens.count == 2, case .name = tokens[0].kind else { return false }
    return tokens[0].span.end == text.utf8.count
  }

  /// The functions whose first parameter takes a value; all that take something when nothing is known of
  /// it.
  private func methods(after value: ValueOutline?, _ literal: ValueTraits?) -> [Completion] {
    if case .declarations = value?.members { return [] }
    let traits = literal ?? value?.traits
    let own = variables.compactMap { name, place -> Completion? in
      let value = values[place]
      guard value.isWritten || library.functions[name] != nil, let function = value.function,
        let first = function.parameters.first,
        traits.map({ takes(first, $0, isOwn: true) }) ?? true
      else { return nil }
      return Completion(name, function)
    }
    return own
      + library.offered.filter { completion in
        guard variables[completion.text] == nil,
          let first = library.functions[completion.text]?.parameters.first
        else { return false }
        return traits.map { takes(first, $0, isOwn: false) } ?? true
      }
  }

  /// Whether a parameter takes a value, by what its declaration says. A function of the standard library
  /// that says nothing works on what has elements.
  private func takes(
    _ parameter: ParameterDescription, _ traits: ValueTraits, isOwn: Bool
  ) -> Bool {
    guard parameter.kinds.isAny, !isOwn, parameter.help.isEmpty else {
      return parameter.kinds.contains(traits)
    }
    return KindSet.having(.elements).contains(traits)
  }
}

extension String {
  /// Over how many characters the letters of `letters` are spread here, in their order; nil where they are not
  /// all there.
  fileprivate func spread(of letters: String) -> Int? {
    var left = letters[...]
    var (first, last) = (0, 0)
    for (place, character) in enumerated() where character == left.first {
      if left.startIndex == letters.startIndex { first = place }
      last = place
      left = left.dropFirst()
    }
    return left.isEmpty ? last - first : nil
  }
}
