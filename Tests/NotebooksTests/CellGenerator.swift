import JSON
import Notebooks

/// Makes scripts and notebooks at random, of all that the percent format makes hard.
struct CellGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  private mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  private mutating func pick<Element>(_ items: [Element]) -> Element { items[next(items.count)] }

  private static let marks = [
    "# %%", "# %% ", "# %% title", "# %%title", "# %%  two  words ", "# %% [markdown]", "# %% [md]",
    "# %% [raw]", "# %% a title [markdown]", "# %% t tags=[\"a\", \"b\"]",
    "# %% t {\"a\": 1.0, \"b c\": null}",
    "# %% b=2 a=1", "# %% a=1", "# %% x = 2", "# %% broken={", "# %%% deeper", "# %%%%",
    "# %% hidden a=1 b",
    "# %% [markdown] é=1", "# %% unclosed_string=true", "# %% t unclosed_string=true a=1",
    "# %% \u{301}", "# %%\u{301}", "# %% [raw] [markdown]", "# %% {}",
  ]
  private static let lines = [
    "", "", "", " ", "1", "let x = 20", "print(x)  # comment", "# comment", "#comment", "#",
    "## doc",
    "# \\%%", "# \\\\%% a", "#  %%", " # %%", "let t = \"\"\"", "\"\"\"", "let s = \"# %%\"",
    "\"a {x} {\"b\"}\"", "fn f(a) {", "}", "é\u{301}", "\t", "\u{C}", "a\rb", "# ---", "\u{2028}",
    "x\r",
    "\"\"\"{", "'", "%%",
  ]

  mutating func script() -> String {
    var text = pick([
      "", "", "", "\n", "# ---\n# title: a\n# ---\n\n", "# ---\n", "1\n", "# text\n\n",
    ])
    for _ in 0..<next(6) {
      text += pick(Self.marks) + "\n"
      for _ in 0..<next(5) { text += pick(Self.lines) + "\n" }
      if next(2) == 0 { text += "\n" }
    }
    if next(8) == 0 { text = String(text.dropLast()) }
    if next(16) == 0 {
      text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    }
    return text
  }

  mutating func notebook() -> Notebook {
    Notebook(
      cells: (0..<next(5)).map { _ in
        let lines = Self.lines + ["# %%", "# %% title", "%% text", "\\%%"]
        var source = (0..<next(5)).map { _ in pick(lines) }
        // A mark in a string that is not closed cannot be told from a mark.
        if source.contains(where: { $0.contains("\"\"\"") }) {
          source.removeAll { $0.hasPrefix("# %%") }
        }
        var metadata: [JSONValue.Member] = []
        if next(3) == 0 {
          metadata["title"] = .string(pick(["t", "a=b", "[raw]", " a", "", "two\nlines", "{"]))
        }
        if next(3) == 0 { metadata["tags"] = .array([.string("a")]) }
        if next(5) == 0 { metadata["a key"] = .digits("1.0") }
        return NotebookCell(
          pick([.code, .markdown, .raw]), source.joined(separator: "\n"), metadata: metadata)
      })
  }
}
