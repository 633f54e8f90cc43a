internal import Characters

/// Words a diagnostic for a page: what `DiagnosticRenderer` tells a terminal, and the long story of its code
/// to be opened below.
///
/// All texts are escaped. The marks have colours that can be read on light and on dark pages; all else has
/// those of the page.
public struct DiagnosticPage {
  public init() {}

  /// An element of the class `setl-diagnostic`. `explanation` is the long story, where there is one.
  public func html(of diagnostic: Diagnostic, explanation: String? = nil) -> String {
    let renderer = DiagnosticRenderer()
    let excerpts = renderer.excerpts(of: diagnostic)
    let backtrace = renderer.backtrace(diagnostic)
    var text = "<div class=\"setl-diagnostic\">"
    text += paragraph(html(of: renderer.header(of: diagnostic)))
    if !excerpts.isEmpty { text += block(excerpts.map { html(of: $0) }) }
    if !diagnostic.notes.isEmpty {
      let items = diagnostic.notes.map { "<li>\(escapedForPage($0))</li>" }
      text += "<ul style=\"margin:0.4em 0;white-space:pre-wrap\">\(items.joined())</ul>"
    }
    if let help = diagnostic.help {
      text += paragraph(html(of: StyledLine("help", .help)) + ": " + escapedForPage(help))
    }
    if !backtrace.isEmpty { text += block(backtrace.map { escapedForPage($0) }) }
    if let explanation {
      text += "<details><summary>\(escapedForPage(diagnostic.code)): what it means</summary>"
      text += paragraph(escapedForPage(explanation)) + "</details>"
    }
    return text + "</div>"
  }

  private func paragraph(_ html: String) -> String {
    "<p style=\"margin:0.4em 0;white-space:pre-wrap\">\(html)</p>"
  }

  private func block(_ lines: [String]) -> String {
    "<pre style=\"margin:0.4em 0\">\(lines.joined(separator: "\n"))</pre>"
  }

  private func html(of line: StyledLine) -> String {
    line.pieces.map { text, style in
      let text = escapedForPage(text)
      guard !text.isEmpty, let style else { return text }
      return switch style {
      case .error: "<b style=\"color:#d9383f\">\(text)</b>"
      case .warning: "<b style=\"color:#b57f00\">\(text)</b>"
      case .strong: "<b>\(text)</b>"
      case .place: "<span style=\"color:#3d85c6\">\(text)</span>"
      case .help: "<span style=\"color:#2e8b57\">\(text)</span>"
      }
    }.joined()
  }
}
