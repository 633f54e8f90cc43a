import Evaluation
import Notebooks
import Testing

/// `display` and `clear_output`.
@Suite struct DisplayingTests {
  private let page: PageSession

  init() throws { page = try PageSession() }

  @Test func valuesHaveAllTheirForms() {
    let forms = page.forms("display([{a: 1}], 2)\nlet x = 3")
    #expect(forms.count == 2)
    #expect(
      forms[0]["text/plain"] == "[{a: 1}]" && forms[0]["text/html"]?.contains("<table") == true)
    #expect(forms[1] == ["text/plain": "2"])
  }

  @Test func pagesOfTheProgramAreAsTheyAre() {
    let forms = page.forms("display(html: \"<b>bold</b> &amp; <i id='x'>more</i>\")")
    #expect(
      forms == [["text/html": "<b>bold</b> &amp; <i id='x'>more</i>", "text/plain": "bold & more"]])
    #expect(page.forms("display(html: \"<hr>\", text: \"a line\")")[0]["text/plain"] == "a line")
  }

  @Test(arguments: [
    ("<h1>Title</h1><p>one<br>two</p>", "Title\none\ntwo"),
    ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
    ("<style>p { color: red }</style>x<script>alert('<p>')</script>y<!-- no -->", "xy"),
    ("1 < 2 &lt; 3 &#52; &#x35; &unknown; &", "1 < 2 < 3 4 5 &unknown; &"),
    ("<b", "<b"), ("<script>never ends", "(a page without text)"), ("", "(a page without text)"),
  ])
  func pagesCanBeReadWithoutTags(_ html: String, _ text: String) {
    #expect(
      page.forms(
        "display(html: \"\(html.replacing("{", with: "\\{").replacing("}", with: "\\}"))\")")[0][
          "text/plain"] == text)
  }

  @Test func aPageWithoutEndIsReadQuickly() {
    #expect(page.forms("display(html: \"<a \" * 300_000)")[0]["text/plain"]?.isEmpty == false)
  }

  @Test func outputIsTakenBack() {
    #expect(
      page.run("print(1)\nclear_output()") == [.stream(.stdout, "1\n"), .clear(waits: false)])
    #expect(page.run("clear_output(wait: true)") == [.clear(waits: true)])
  }
}
