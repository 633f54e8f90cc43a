import JSON
import Notebooks
import Testing

/// Notebooks as pages: all is text that is not an output of HTML.
@Suite struct NotebookPageTests {
  private static func body(_ cells: NotebookCell...) -> String {
    let page = NotebookPage(Notebook(cells: cells), title: "<t>").text
    return String(page.split(separator: "<main>\n").last?.split(separator: "</main>").first ?? "")
  }

  private static func markdown(_ text: String) -> String {
    let page = body(NotebookCell(.markdown, text, id: "a"))
    return String(
      page.dropFirst("<section class=\"markdown\" id=\"a\">\n".count).dropLast("</section>\n".count)
    )
  }

  static let markdowns = [
    ("# Title #1", "<h1>Title #1</h1>\n"), ("####### no", "<p>####### no</p>\n"),
    (
      "a *b* **c *d* e** _f_ __g__",
      "<p>a <em>b</em> <strong>c <em>d</em> e</strong> <em>f</em> <strong>g</strong></p>\n"
    ),
    ("a_b_c 2 * 3 * 4 **", "<p>a_b_c 2 * 3 * 4 **</p>\n"),
    ("`a*b*` ``c`d`` `e", "<p><code>a*b*</code> <code>c`d</code> `e</p>\n"),
    ("\\*a\\* \\<b> \\q", "<p>*a* &lt;b&gt; \\q</p>\n"),
    ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
    (
      "[a *b*](https://c.d/e?f=1&g=\"2\" \"title\")",
      "<p><a href=\"https://c.d/e?f=1&amp;g=&quot;2&quot;\">a <em>b</em></a></p>\n"
    ),
    ("[a](javascript:alert(1)) [b](JAVASCRIPT:x)", "<p>a b</p>\n"),
    (
      "<https://a.b> <javascript:a> a<b",
      "<p><a href=\"https://a.b\">https://a.b</a> &lt;javascript:a&gt; a&lt;b</p>\n"
    ),
    (
      "![a](https://b/c.png) ![d](data:image/png;base64,AA==) ![e](data:text/html;base64,AA==)",
      "<p><a href=\"https://b/c.png\">a</a> <img src=\"data:image/png;base64,AA==\" alt=\"d\"> e</p>\n"
    ),
    (
      "- a\n- b\n  - c\n- d",
      "<ul>\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n<li>d</li>\n</ul>\n"
    ),
    ("3. a\n4. b\n\ntext", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n<p>text</p>\n"),
    ("> a\n> b", "<blockquote>\n<p>a\nb</p>\n</blockquote>\n"),
    ("```\n<a>\n```\ntext", "<pre><code>&lt;a&gt;</code></pre>\n<p>text</p>\n"),
    (
      "```setl\nlet x = 1\n```",
      "<pre><code><span class=\"kd\">let</span> x = <span class=\"m\">1</span></code></pre>\n"
    ),
    ("a *b*\n===\nc\n---", "<h1>a <em>b</em></h1>\n<h2>c</h2>\n"),
    ("- a\n\n- b", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n"),
    ("    code", "<pre><code>code</code></pre>\n"), ("a\n***\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"),
    ("a  \nb\\\nc", "<p>a<br>\nb<br>\nc</p>\n"),
    (
      "| a | b |\n|:--|--:|\n| 1 \\| 2 | *3* |\n| <4> |",
      "<table>\n<thead>\n<tr><th style=\"text-align: left\">a</th><th style=\"text-align: right\">b</th></tr>\n</thead>\n<tbody>\n<tr><td style=\"text-align: left\">1 | 2</td><td style=\"text-align: right\"><em>3</em></td></tr>\n<tr><td style=\"text-align: left\">&lt;4&gt;</td><td style=\"text-align: right\"></td></tr>\n</tbody>\n</table>\n"
    ),
  ]

  @Test(arguments: markdowns)
  func markdownIsShown(_ text: String, _ html: String) {
    #expect(Self.markdown(text) == html)
  }

  /// No text takes long or much of the stack.
  @Test func anyMarkdownIsShownSoon() {
    for part in [
      "*", "**a ", "[", "![", "`a", "> ", "- ", "_a", "<", "|", "\\", "* a\n ", "```", "](",
    ] {
      #expect(!Self.markdown(String(repeating: part, count: 5000)).isEmpty)
    }
  }

  @Test func outputsAreShown() {
    func output(_ output: NotebookOutput) -> String {
      let page = Self.body(NotebookCell(.code, "", id: "a", outputs: [output]))
      return String(
        page.dropFirst("<section class=\"code\" id=\"a\">\n".count).dropLast("</section>\n".count))
    }
    func display(_ type: String, _ data: String) -> String {
      output(
        .display(
          data: [.init("text/plain", .string("<p>")), .init(type, .string(data))],
          metadata: .object([])))
    }
    #expect(
      output(.stream(name: "stdout", text: "<b>\u{1B}[1;31ma\u{1B}[0m\u{1B}]8;;x\u{1B}\\"))
        == "<pre class=\"out\">&lt;b&gt;<span class=\"tb tf1\">a</span></pre>\n")
    #expect(
      output(.error(name: "S1", value: "v", traceback: ["<a>", "b"]))
        == "<pre class=\"error\">&lt;a&gt;\nb</pre>\n")
    #expect(display("text/html", "<b>a</b>") == "<div class=\"out\"><b>a</b></div>\n")
    #expect(
      display("image/svg+xml", "<svg/>")
        == "<div class=\"out\"><img src=\"data:image/svg+xml;base64,PHN2Zy8+\" alt=\"&lt;p&gt;\"></div>\n"
    )
    #expect(
      display("image/png", "\" onerror=\"") == "<div class=\"out\"><pre>&lt;p&gt;</pre></div>\n")
    #expect(display("application/x", "<x>") == "<div class=\"out\"><pre>&lt;p&gt;</pre></div>\n")
  }

  @Test func codeIsColouredAndEscaped() {
    #expect(
      Self.body(
        NotebookCell(
          .code, "f(\"<{x}>\")", id: "a", metadata: [.init("title", .string("<T>"))],
          executionCount: 2))
          == """
          <section class="code" id="a">
          <h2>&lt;T&gt;</h2>
          <div class="in"><span class="number">In [2]:</span><pre><code><span class="nf">f</span>(<span class="s">&quot;&lt;</span><span class="si">{</span>x<span class="si">}</span><span class="s">&gt;&quot;</span>)</code></pre></div>
          </section>

          """)
  }
}
