internal import Evaluation
internal import Syntax

/// What an argument, a key or a text at the cursor may well be.
extension SessionOutline {
  // MARK: Arguments

  /// Where the cursor is behind `name: `, or within the brackets of an argument, what that may be; nil elsewhere.
  func likelyValues(_ place: CompletionPlace) -> [Completion]? {
    guard let call = place.call, call.argument != nil || call.isWithinArgument else { return nil }
    guard let parameter = parameter(at: place) else { return [] }
    return Self.fitting(values(for: parameter), place.typed)
  }

  /// The parameter that the cursor gives.
  private func parameter(at place: CompletionPlace) -> ParameterDescription? {
    guard let call = place.call, let (function, placed) = function(of: call, with: place.names)
    else { return nil }
    return call.position(in: function.parameters, after: placed).map { function.parameters[$0] }
  }

  /// The words that an argument can be, and what gives the kind that it takes.
  private func values(for parameter: ParameterDescription) -> [Completion] {
    let words = parameter.words.map { Completion(text: "\"\($0)\"", kind: .text) }
    if !parameter.choices.isEmpty { return words }
    if parameter.kinds.names == ["bool"] || ["true", "false"].contains(parameter.defaultText) {
      return [Keyword.true, .false].map { Completion(text: $0.rawValue, kind: .keyword) }
    }
    let kinds = kinds(of: parameter)
    let makers = library.functions.filter { $0.value.gives.contains(where: kinds.contains) }
    return words + makers.map { Completion($0.key, $0.value) }
      + variables.filter { values[$0.value].traits.isOne(of: kinds) }
      .map { described($0.key, values[$0.value]) }
  }

  /// The kinds that a parameter takes, beside those of the language itself. A function written in setl that
  /// declares none says by the calls that are its default or stand in its help what it takes.
  private func kinds(of parameter: ParameterDescription) -> [String] {
    let names =
      parameter.kinds.isAny
      ? parameter.calls.flatMap { function($0)?.gives ?? [] } : parameter.kinds.names
    return names.filter { !KindSet.isOwn($0) }
  }

  // MARK: Keys

  /// Of what the brackets index that the cursor is in: of a map its keys, texts in quotes; of one by numbers the
  /// newest first.
  func keys(of path: [PathStep], _ typed: String) -> [Completion] {
    guard let value = value(of: path), case .keys(let names) = value.members else { return [] }
    let numbers = value.elements.keys.sorted(by: >).map { number in
      let element = value.elements[number].map { values[$0] }
      return Completion(
        text: "\(number)", kind: .text, detail: element?.kind ?? "",
        summary: element?.summary ?? "")
    }
    let texts = names.map { Completion(text: "\"\($0)\"", kind: .text) }
    return numbers.filter { $0.text.hasPrefix(typed) } + Self.fitting(texts, typed)
  }

  // MARK: Inside strings

  /// Keys of the map that is indexed, the words that the argument can be, names, or files.
  func textsAndFiles(_ place: CompletionPlace) -> [Completion] {
    if let path = place.indexed {
      guard case .keys(let names) = value(of: path)?.members else { return [] }
      return names.map { Completion(text: $0, kind: .text) }
    }
    guard let parameter = parameter(at: place) else { return PathCompletions.of(place.typed) }
    switch parameter.naming {
    case .functions: return texts(Array(library.functions.keys) + library.words)
    case .errors: return texts(library.errors)
    case .variables: return texts(variables.keys.filter { !Session.given.contains($0) } + ["Out"])
    case .anything: break
    }
    let words = parameter.words
    if !parameter.choices.isEmpty || words.contains(where: { $0.hasPrefix(place.typed) }) {
      return texts(words)
    }
    // A parameter whose default is a text takes words, and no file.
    if let standard = parameter.defaultText, standard.hasPrefix("\"") {
      let word = String(standard.dropFirst().dropLast())
      return word.isEmpty ? [] : texts([word])
    }
    return PathCompletions.of(place.typed)
  }

  private func texts(_ words: [String]) -> [Completion] {
    words.map { Completion(text: $0, kind: .text) }
  }
}
