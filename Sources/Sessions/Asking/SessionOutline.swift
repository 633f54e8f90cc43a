internal import Evaluation
internal import Syntax

/// What a session knows at a moment: names, what kind of value each has, the signatures and help of
/// functions, fields, and how the prompt shows what variables hold.
///
/// It answers what may follow at the cursor and what a name means, in any thread and also while a cell
/// runs: it holds texts and nothing of the session's values, which belong to one thread. It is bounded:
/// deep paths, long maps and what takes long to show are told of up to a measure (see `OutlineMaker`).
public struct SessionOutline: Sendable {
  let library: LibraryOutline
  /// The variables by name, and all that they lead to.
  let variables: [String: Int]
  let values: [ValueOutline]

  func variable(_ name: String) -> ValueOutline? { variables[name].map { values[$0] } }

  /// The value at the end of a path.
  func value(of path: [PathStep]) -> ValueOutline? {
    guard case .name(let first) = path.first, var value = variable(first) else { return nil }
    for step in path.dropFirst() {
      guard let place = value.place(of: step), values[place].isKnown else { return nil }
      value = values[place]
    }
    return value
  }

  /// The function that is called by a name; nil where there is none, or a variable of another kind hides
  /// it.
  func function(_ name: String) -> FunctionDescription? {
    if let value = variable(name) { return value.function }
    return library.functions[name]
  }

  /// The function of a call, and how many arguments before that of the cursor are given by their place: what
  /// stands before the dot is one, unless the function is a field of it.
  func function(
    of call: CompletionPlace.Call
  ) -> (description: FunctionDescription, placed: Int)? {
    if let receiver = call.receiver,
      let field = value(of: receiver + [.name(call.name)])?.function
    {
      return (field, call.placed - 1)
    }
    return function(call.name).map { ($0, call.placed) }
  }
}

/// The same of what every program has without declaring it, which never changes: made once.
final class LibraryOutline: Sendable {
  let functions: [String: FunctionDescription]
  /// What completion offers everywhere: each of them, and the words of the language.
  let offered: [Completion]
  /// Words that have a page of help and are no functions.
  let words: [String]
  /// The codes of errors that have a long story.
  let errors: [String]

  init(_ library: Library) {
    var functions: [String: FunctionDescription] = [:]
    for name in library.names { functions[name] = library.value(name)?.function }
    self.functions = functions
    offered =
      functions.map { Completion($0.key, $0.value) }
      + Keyword.allCases.map { Completion(text: $0.rawValue, kind: .keyword) }
    words = library.pages.flatMap(\.names)
    errors = Array(library.explanations.keys)
  }
}

extension Value {
  /// What is told of a function; nil of other values.
  var function: FunctionDescription? {
    switch asObject {
    case let function as FunctionObject: function.description
    case let builtin as BuiltinObject: builtin.description
    default: nil
    }
  }
}
