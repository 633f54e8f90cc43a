internal import Evaluation

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

  /// The value at a path of fields.
  func value(of path: [String]) -> ValueOutline? {
    guard let first = path.first, var value = variable(first) else { return nil }
    for name in path.dropFirst() {
      guard let place = value.members.names.prefix(value.children.count).firstIndex(of: name)
      else { return nil }
      value = values[value.children.lowerBound + place]
      guard value.isKnown else { return nil }
    }
    return value
  }

  /// The function that is called by a name; nil where there is none, or a variable of another kind hides
  /// it.
  func function(_ name: String) -> FunctionDescription? {
    if let value = variable(name) { return value.function }
    return library.functions[name]
  }
}

/// The same of what every program has without declaring it, which never changes: made once.
final class LibraryOutline: Sendable {
  let functions: [String: FunctionDescription]
  /// The codes of errors that have a long story.
  let errors: [String]

  init(_ library: Library) {
    var functions: [String: FunctionDescription] = [:]
    for name in library.names { functions[name] = library.value(name)?.function }
    self.functions = functions
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
