internal import Characters
public import Evaluation
internal import Syntax

/// The page `help("keys")`, from the table that the keys are bound by.
public enum KeysPage {
  public static let page = HelpPage(["keys"], text: text)

  /// What libedit does by itself that is of use in a cell.
  private static let ofLibedit = [
    (keys: "Ctrl-T", summary: "exchanges two letters", name: "ed-transpose-chars"),
    (keys: "Alt-U", summary: "the word in capitals", name: "em-upper-case"),
    (keys: "Alt-L", summary: "the word in small letters", name: "em-lower-case"),
    (keys: "Alt-C", summary: "a capital first", name: "em-capitol-case"),
  ]

  private static var text: String {
    let own = EditCommand.allCases.compactMap { command in
      command.summary.map {
        (
          keys: command.shownKeys.joined(separator: ", "), summary: $0,
          name: String(command.name.trimmingPrefix("setl-"))
        )
      }
    }
    let rows = own + ofLibedit
    func width(_ texts: [String]) -> Int { texts.map { displayWidth(of: $0) }.max() ?? 0 }
    func filled(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(width - displayWidth(of: text), 0))
    }
    let summaries = width(rows.map(\.summary))
    let names = width(rows.map(\.name))
    let indent = String(repeating: " ", count: summaries + names + 6)
    let lines = rows.flatMap { row in
      wrapped(
        "  " + filled(row.summary, summaries) + "  " + filled(row.name, names) + "  " + row.keys,
        width: Help.columns, indent: indent)
    }
    return (before + lines + after).joined(separator: "\n") + "\n"
  }

  private static let before = [
    "What the keys of the prompt do, by what name (to be written behind `setl-`, but",
    "for those of ed- and em-), and the keys:", "",
  ]

  private static let after = [
    "",
    "Alt and a number: the next key counts so often. Ctrl-C forgets the cell, Ctrl-Z",
    "leaves setl standing (fg goes on). \\alpha, then Tab, is α; so are other names",
    "of Greek letters and signs, as LaTeX has them.",
    "",
    "Other keys stand in ~/.editrc, a line each, as in:",
    "  bind \"^Xs\" setl-search",
    "  bind \"\\ew\" setl-cut-word-left",
    "^X is Ctrl-X, \\e Alt. bind -v there, or setl --vi, gives vi's keys.",
  ]
}
