internal import Evaluation
internal import Syntax

extension Session {
  /// The ways to go on at `cursor`, a number of UTF-8 bytes: names, arguments of the call around it,
  /// fields and functions after a dot, keys, choices and files inside strings.
  ///
  /// Nothing is evaluated: what a name or a path of fields holds now is looked at.
  public func completions(of text: String, at cursor: Int) -> Completions {
    let place = CompletionPlace(Array(text.utf8.prefix(cursor)))
    var result = Completions(start: place.start)
    result.call = place.call.flatMap { function(named: $0.name) }
    switch place.kind {
    case .nothing: return result
    case .string: result.items = textsAndFiles(place)
    case .member(let path, let literal):
      let value = literal ?? path.flatMap { self.value(of: $0) }
      result.items = fields(of: value) + methods(taking: value)
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

  // MARK: Names

  private func names() -> [Completion] {
    let defined = globals.definedNames.compactMap { name in
      globals.value(of: name).map { described(name, $0) }
    }
    let library = machine.library.names.compactMap { function(named: $0) }
    let keywords = Keyword.allCases.map { Completion(text: $0.rawValue, kind: .keyword) }
    return defined + library + keywords
  }

  private func described(_ name: String, _ value: Value) -> Completion {
    switch value.asObject {
    case let function as FunctionObject: described(name, function)
    case let builtin as BuiltinObject: described(name, builtin.builtin)
    case let native as NativeObject:
      Completion(text: name, kind: .variable, detail: native.kind, summary: native.summary)
    default: Completion(text: name, kind: .variable, detail: value.kind)
    }
  }

  private func described(_ name: String, _ function: FunctionObject) -> Completion {
    let first = function.documentation?.split(separator: "\n").first.map(String.init)
    return Completion(
      text: name, kind: .function, detail: function.signature, summary: first ?? "")
  }

  private func described(_ name: String, _ builtin: Builtin) -> Completion {
    Completion(
      text: name, kind: .function, detail: builtin.signature, summary: builtin.summary)
  }

  private func function(named name: String) -> Completion? {
    guard let value = globals.value(of: name) ?? machine.library.value(name), value.isFunction
    else { return nil }
    return described(name, value)
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
    switch (globals.value(of: name) ?? machine.library.value(name))?.asObject {
    case let builtin as BuiltinObject: builtin.builtin.parameters
    case let function as FunctionObject: function.parameterDescriptions
    default: []
    }
  }

  // MARK: After a dot

  /// What a name, or a path of fields, holds now.
  func value(of path: [String]) -> Value? {
    guard let first = path.first, var value = globals.value(of: first) else { return nil }
    for name in path.dropFirst() {
      let next: Value? =
        switch value.asObject {
        case let map as MapObject: map[name]
        case let module as ModuleObject: module.value(name)
        case let native as NativeObject: (try? native.field(name)) ?? nil
        default: nil
        }
      guard let next else { return nil }
      value = next
    }
    return value
  }

  private func fields(of value: Value?) -> [Completion] {
    switch value?.asObject {
    case let map as MapObject:
      map.names.filter(Self.isName).map { Completion(text: $0, kind: .field) }
    case let module as ModuleObject:
      module.names.map { name in
        module.value(name).map { described(name, $0) } ?? .init(text: name, kind: .field)
      }
    case let session as SessionObject:
      session.fieldNames.map { name in
        session.field(name).map { described(name, $0) }
          ?? Completion(text: name, kind: .field)
      }
    case let native as NativeObject: native.fieldNames.map { Completion(text: $0, kind: .field) }
    default: []
    }
  }

  /// Whether a key can stand after a dot.
  private static func isName(_ text: String) -> Bool {
    let tokens = Lexer(SourceText(name: "", text: text)).tokens
    guard tokens.count == 2, case .name = tokens[0].kind else { return false }
    return tokens[0].span.end == text.utf8.count
  }

  /// The functions whose first parameter takes `value`; all that take something when it is not known.
  private func methods(taking value: Value?) -> [Completion] {
    if value?.asObject is ModuleObject || value?.asObject is SessionObject { return [] }
    let own = globals.definedNames.filter { globals.value(of: $0)?.asObject is FunctionObject }
    return (machine.library.names + own).compactMap { name in
      guard let first = parameters(of: name).first,
        value.map({ takes(first, $0, isOwn: own.contains(name)) }) ?? true
      else { return nil }
      return function(named: name)
    }
  }

  /// Whether a parameter takes a value, by what its declaration says. A function of the standard library
  /// that says nothing works on what has elements.
  private func takes(_ parameter: ParameterDescription, _ value: Value, isOwn: Bool) -> Bool {
    guard parameter.kinds.isAny, !isOwn, parameter.help.isEmpty else {
      return parameter.kinds.contains(value)
    }
    return KindSet.having(.elements).contains(value)
  }

  // MARK: Inside strings

  /// Keys of the map that is indexed, the choices of the parameter, or files.
  private func textsAndFiles(_ place: CompletionPlace) -> [Completion] {
    if let path = place.indexed {
      guard let map = value(of: path)?.asMap else { return [] }
      return map.names.map { Completion(text: $0, kind: .text) }
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
      case .functions: return machine.library.names.map { Completion(text: $0, kind: .text) }
      case .errors:
        return machine.library.explanations.keys.map { Completion(text: $0, kind: .text) }
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
