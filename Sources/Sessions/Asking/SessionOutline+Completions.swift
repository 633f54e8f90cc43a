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
    let place = CompletionPlace(bytes)
    var result = Completions(start: place.start)
    result.call = place.call.flatMap { call in function(call.name).map { described(call.name, $0) }
    }
    switch place.kind {
    case .nothing: return result
    case .string: result.items = textsAndFiles(place)
    case .member(let path, let literal):
      let value = path.flatMap { self.value(of: $0) }
      result.items = (value.map(fields) ?? []) + methods(after: value, literal)
    case .name:
      // Where nothing is typed yet, a call waits for its arguments and for variables.
      let names = names().filter {
        !place.typed.isEmpty || place.call == nil || $0.kind == .variable
      }
      // After `name: ` a value stands, and no other argument's name.
      result.items = (place.call?.argument == nil ? arguments(place) : []) + names
    }
    result.items = Self.fitting(result.items, place.typed)
    return result
  }

  /// Those that begin with what is typed; if none does, those that hold it.
  private static func fitting(_ items: [Completion], _ typed: String) -> [Completion] {
    let visible = items.filter { typed.hasPrefix("_") || !$0.text.hasPrefix("_") }
    var fitting = visible.filter { $0.text.hasPrefix(typed) }
    if fitting.isEmpty, typed.count >= 2 {
      fitting = visible.filter { $0.text.lowercased().contains(typed.lowercased()) }
    }
    var seen: Set<String> = []
    return fitting.sorted { ($0.kind, $0.text) < ($1.kind, $1.text) }.filter {
      seen.insert($0.text).inserted
    }
  }

  /// In a line for the shell, files that go on with its last word.
  private static func pathsForShell(_ bytes: [UInt8]) -> Completions {
    let start = (bytes.lastIndex { $0 == 0x20 || $0 == 0x3B } ?? -1) + 1
    var result = Completions(start: start)
    result.items = PathCompletions.of(String(decoding: bytes[start...], as: UTF8.self))
    return result
  }

  // MARK: Names

  private func names() -> [Completion] {
    let defined = variables.map { described($0.key, values[$0.value]) }
    let functions = library.functions.filter { variables[$0.key] == nil }.map {
      described($0.key, $0.value)
    }
    return defined + functions
      + Keyword.allCases.map { Completion(text: $0.rawValue, kind: .keyword) }
  }

  private func described(_ name: String, _ value: ValueOutline) -> Completion {
    if let function = value.function { return described(name, function) }
    return Completion(text: name, kind: .variable, detail: value.kind, summary: value.summary)
  }

  private func described(_ name: String, _ function: FunctionDescription) -> Completion {
    Completion(
      text: name, kind: .function, detail: function.signature, summary: function.summary)
  }

  // MARK: Arguments

  /// `name: ` of each parameter of the call around the cursor that is not given yet.
  private func arguments(_ place: CompletionPlace) -> [Completion] {
    guard let call = place.call else { return [] }
    return parameters(of: call.name).filter { !call.given.contains($0.name) && !$0.takesRest }.map {
      Completion(
        text: $0.name + ": ", kind: .argument, detail: $0.signature,
        summary: $0.help.isEmpty ? $0.kind : $0.help)
    }
  }

  private func parameters(of name: String) -> [ParameterDescription] {
    function(name)?.parameters ?? []
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
    let own = variables.filter { values[$0.value].isWritten }.keys
    return (Array(library.functions.keys) + own).compactMap { name in
      guard let function = function(name), let first = function.parameters.first,
        traits.map({ takes(first, $0, isOwn: variables[name] != nil) }) ?? true
      else { return nil }
      return described(name, function)
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

  // MARK: Inside strings

  /// Keys of the map that is indexed, the choices of the parameter, or files.
  private func textsAndFiles(_ place: CompletionPlace) -> [Completion] {
    if let path = place.indexed {
      guard case .keys(let names) = value(of: path)?.members else { return [] }
      return names.map { Completion(text: $0, kind: .text) }
    }
    if let call = place.call {
      let parameters = parameters(of: call.name)
      let parameter =
        call.argument.flatMap { name in parameters.first { $0.name == name } }
        ?? (call.position < parameters.count ? parameters[call.position] : nil)
      if let parameter, !parameter.choices.isEmpty {
        return parameter.choices.map { Completion(text: $0, kind: .text) }
      }
      switch parameter?.naming {
      case .functions: return library.functions.keys.map { Completion(text: $0, kind: .text) }
      case .errors: return library.errors.map { Completion(text: $0, kind: .text) }
      case .anything, nil: break
      }
      // A parameter whose default is a text takes words, and no file.
      if let standard = parameter?.defaultText, standard.hasPrefix("\"") {
        let word = String(standard.dropFirst().dropLast())
        return word.isEmpty ? [] : [Completion(text: word, kind: .text)]
      }
    }
    return PathCompletions.of(place.typed)
  }
}
