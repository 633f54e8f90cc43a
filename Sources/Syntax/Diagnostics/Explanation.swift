/// The long story of a diagnostic's code, for `explain`.
public struct Explanation: Sendable {
  public let code: String
  public let title: String
  public let text: String

  public init(_ code: String, _ title: String, _ text: String) {
    self.code = code
    self.title = title
    self.text = text
  }
}

/// Codes of texts and grammar.
public let syntaxExplanations: [Explanation] = [
  .init(
    "S0101", "a character without a meaning",
    "The text holds a character that stands for nothing outside strings and comments. Often it is a "
      + "habit of another language: logic is written `and`, `or`, `not`, strings stand in double "
      + "quotes."),
  .init(
    "S0102", "a string that is not closed",
    "A string begins and ends with \" on one line. Text of several lines stands between \"\"\" and "
      + "\"\"\"; the indentation that its lines share is left out."),
  .init(
    "S0103", "an escape that is not known",
    "In strings a backslash begins an escape: \\n \\t \\r \\\" \\\\ \\{ \\} and \\u{1F600} for a "
      + "character by its number."),
  .init(
    "S0104", "a number that runs into a name",
    "Names do not begin with digits. Numbers are written 3, 0.5, 1e-3 or 1_000."),
  .init(
    "S0105", "something else was expected",
    "The grammar asks for one thing and found another. The caret shows what was found, its label what "
      + "could have stood there."),
  .init(
    "S0106", "a spelling of another language",
    "Functions: fn name(x) { … } or x => …. Variables: let x = 1. Conditions: if a { } else if b { } "
      + "else { }. Comparison: ==. Powers: ^. Named arguments: f(x: 1)."),
  .init(
    "S0107", "nested too deep",
    "Brackets and blocks may stand in each other 100 deep, operators 200, and 500 operators in a row. "
      + "Programs that people write stay far below; give inner parts names."),
  .init(
    "S0108", "a chain of comparisons",
    "a < b < c would compare true or false with c. Write a < b and b < c."),
  .init(
    "S0109", "an unknown format",
    "After the colon of an interpolation: < ^ or > for the side, + for a sign before all numbers, a 0 to "
      + "fill numbers with zeros, a width, a comma to group thousands, a point and digits, then f e g d "
      + "or %. \"{loss:.4f}\" gives four digits, \"{7:03}\" is 007."),
  .init(
    "S0110", "`else` or `catch` on a line of its own",
    "A statement ends at the end of its line, so `else` and `catch` stand on the line of the brace "
      + "before them."),
  .init(
    "S0111", "a target that cannot be assigned to",
    "Names, elements (xs[0]) and fields (m.name) can be assigned to. To compare, write ==."),
  .init(
    "S0112", "wrong parameters",
    "Parameters have different names, and one that takes the rest (...rest) is the last."),
  .init(
    "S0113", "a positional argument after a named one",
    "Arguments without names are matched by place, so they come first."),
  .init(
    "S0114", "a number that cannot be held",
    "Numbers have 64 bits, 53 of them for digits. A whole number that is written out above 2^53 and lies "
      + "between two that can be held would become another; identifiers of that length are texts. With a "
      + "point or an exponent (9007199254740993.0, 1e20) the nearest number is meant."),
  .init(
    "S0115", "braces in a pattern",
    "In a text { } puts a value there. A brace that is meant as such, as in a pattern that says how often "
      + "something is repeated, is written \\{ and \\}: pattern(\"[0-9]\\{4\\}\")."),
]
