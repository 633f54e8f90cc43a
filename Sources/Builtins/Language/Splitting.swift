internal import Evaluation
internal import Syntax

/// What `split` gives of a text: the parts between the occurrences of a separator, a text or a pattern.
func splitText(_ text: String, at separator: Value, _ context: CallContext) throws -> Value {
  if let pattern = separator.asObject as? PatternObject {
    return .list(try pieces(of: text, at: pattern.pattern, context).map { .string($0) })
  }
  guard let mark = separator.asString else {
    throw NativeError(
      "S0302", "a text is split at a string or a pattern", label: "this is \(separator.kindPhrase)",
      argument: "by")
  }
  guard !mark.isEmpty else {
    throw NativeError(
      "S0302", "the separator is empty", label: "there is nothing to split at",
      help: "for the characters of a text:  list(text)", argument: "by")
  }
  return .list(try context.map(pieces(of: text, at: mark, context)) { .string($0) })
}

/// What `take` gives of a text: its first characters.
func takeText(_ text: String, _ count: Int) -> Value {
  .string(String(text.unicodeScalars.prefix(count)))
}

/// A text without the white space around it.
func trimmed(_ text: String) -> Substring.UnicodeScalarView {
  var inner = text.unicodeScalars[...]
  while let first = inner.first, first.properties.isWhitespace { inner.removeFirst() }
  while let last = inner.last, last.properties.isWhitespace { inner.removeLast() }
  return inner
}
