internal import Characters
internal import Evaluation
internal import Tensors

/// Showing values and pages, and taking back what was shown.
let displayBuiltins: [Builtin] = [
  Builtin(
    "display", in: .output,
    "Shows values as the prompt does, in the middle of a program; a notebook shows their tables and pictures. "
      + "With `html:` it shows a page of your own, which is not escaped: put `escape_html(x)` around texts "
      + "from elsewhere.",
    .rest("values", "what to show, one below the other"),
    .optional(
      "html", shown: "none", "HTML, shown as it is where HTML is shown", orElse: String?.none),
    .optional(
      "text", shown: "that of the HTML", "what stands for `html:` where there are characters alone",
      orElse: String?.none),
    example: "display([1, 2])  # prints: [1, 2]", isShown: true
  ) { (context, values: [Value], html: String?, text: String?) in
    for value in values { context.output.display(value.display) }
    guard let html else {
      guard text == nil else {
        throw NativeError(
          "S0304", "`text:` stands for `html:`, and there is none",
          help: "print writes texts:  print(text)", argument: "text")
      }
      return Value.none
    }
    context.output.display(
      DisplayBundle(text: text ?? textOfPage(html), forms: ["text/html": html]))
    return Value.none
  },
  Builtin(
    "escape_html", in: .output,
    "Gives a text as HTML that shows it: no part of it is a tag.",
    .required("text", "any text"), example: "escape_html(\"a < b\")  # \"a &lt; b\""
  ) { (_, text: String) in escapedForPage(text) },
  Builtin(
    "shown_digits", in: .output,
    "Sets how many significant digits of the largest number are shown of tensors and tables, and gives it.",
    .optional(
      "count", shown: "as it is", "digits; 5 at the start", orElse: Int?.none,
      range: .from(1, to: Double(NumberFormat.mostDigits))),
    example: "shown_digits()  # 5"
  ) { (_, count: Int?) in
    if let count { NumberFormat.digits = count }
    return NumberFormat.digits
  },
  Builtin(
    "clear_output", in: .output,
    "Takes back what the cell of a notebook has put out so far; elsewhere it does nothing.",
    .optional(
      "wait", default: false,
      "until something new comes to stand in its place, so that nothing flickers"),
    example: "clear_output(wait: true)"
  ) { (context, waits: Bool) in
    context.output.clear(waits: waits)
    return Value.none
  },
]

/// What says something by itself where there are characters alone.
private func textOfPage(_ html: String) -> String {
  let text = readableText(ofPage: html)
  return text.isEmpty ? "(a page without text)" : text
}
