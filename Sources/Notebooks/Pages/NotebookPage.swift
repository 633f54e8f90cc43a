internal import JSON

/// A notebook as a page that needs nothing else.
///
/// All that comes from the notebook is shown as text, but for outputs that are HTML, which are pages' own.
public struct NotebookPage {
  private let notebook: Notebook
  private let title: String

  public init(_ notebook: Notebook, title: String) {
    self.notebook = notebook
    self.title = title
  }

  public var text: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(HTML.escaped(title))</title>
    <style>
    \(PageStyle.text)</style>
    </head>
    <body>
    <main>
    \(notebook.cells.map(Self.cell).joined())</main>
    </body>
    </html>

    """
  }

  private static func cell(_ cell: NotebookCell) -> String {
    let title = cell.kind == .code ? cell.title.map { "<h2>\(HTML.escaped($0))</h2>\n" } ?? "" : ""
    let content =
      switch cell.kind {
      case .markdown: MarkdownHTML(attachments: cell.attachments).text(cell.source)
      case .raw: "<pre class=\"raw\">\(HTML.escaped(cell.source))</pre>\n"
      case .code: code(cell)
      }
    return
      "<section class=\"\(cell.kind.rawValue)\" id=\"\(HTML.escaped(cell.id))\">\n\(title)\(content)</section>\n"
  }

  private static func code(_ cell: NotebookCell) -> String {
    var result = ""
    if !cell.source.isEmpty {
      let number = cell.executionCount.map { "\($0)" } ?? " "
      result += "<div class=\"in\"><span class=\"number\">In [\(number)]:</span>"
      result += "<pre><code>\(CodeHTML.text(cell.source))</code></pre></div>\n"
    }
    return result + cell.outputs.map(output).joined()
  }

  private static func output(_ output: NotebookOutput) -> String {
    switch output {
    case .stream(let name, let text):
      return
        "<pre class=\"\(name == "stderr" ? "stderr" : "out")\">\(TerminalHTML.text(text))</pre>\n"
    case .error(let name, let value, let traceback):
      let text = traceback.isEmpty ? "\(name): \(value)" : traceback.joined(separator: "\n")
      return "<pre class=\"error\">\(TerminalHTML.text(text))</pre>\n"
    case .display(let data, _): return "<div class=\"out\">\(form(of: data))</div>\n"
    case .result(let data, _, let count):
      let number = count.map { "<span class=\"number\">Out[\($0)]:</span>" } ?? ""
      return "<div class=\"out\">\(number)\(form(of: data))</div>\n"
    }
  }

  /// The richest form that a page can show.
  private static func form(of data: [JSONValue.Member]) -> String {
    if let html = data["text/html"]?.string { return html }
    let text = data["text/plain"]?.string
    for type in PagePicture.types {
      guard let picture = data[type]?.string else { continue }
      // The text of a picture is often a drawing: its first words say what it is.
      let words = text?.split(separator: "\n").first { $0.contains(where: \.isLetter) }
      let alternative = words.map { String($0.trimmed) } ?? "picture"
      if let html = PagePicture.html(type, picture, alternative) { return html }
    }
    if let markdown = data["text/markdown"]?.string {
      return MarkdownHTML(attachments: nil).text(markdown)
    }
    if let text { return "<pre>\(TerminalHTML.text(text))</pre>" }
    return data.first.map { "<pre>\(HTML.escaped($0.value.string ?? $0.value.text))</pre>" } ?? ""
  }
}
