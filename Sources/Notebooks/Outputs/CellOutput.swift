public import Evaluation
public import JSON

/// One thing that a cell puts out, as notebooks keep it and kernels send it.
public enum CellOutput: Sendable, Equatable {
  public enum Stream: String, Sendable { case stdout, stderr }

  /// What was printed.
  case stream(Stream, String)
  /// Something to look at; what has an `id` can be replaced.
  case display(DisplayBundle, id: String?)
  /// Replaces what was shown under `id`, wherever it stands.
  case update(DisplayBundle, id: String)
  /// The value of the cell, and the cell's number.
  case result(DisplayBundle, count: Int)
  /// What ended the cell: a code, what is wrong in a few words, and the whole story, a line each.
  case error(name: String, value: String, traceback: [String])
  /// Takes back all of the above; where it `waits`, once the next comes.
  case clear(waits: Bool)
}

extension DisplayBundle {
  /// The forms by their MIME types: text, and for types of JSON what the text says.
  public var data: JSONValue {
    .object(
      allForms.sorted { $0.key < $1.key }.map { type, text in
        let isJSON = type.hasSuffix("json")
        return .init(
          type, isJSON ? JSONValue(parsing: text.utf8) ?? .string(text) : .string(text))
      })
  }
}
