import Foundation
import JSON
import Notebooks
import Testing

/// Editors colour the words that the lexer knows, and no others.
@Suite struct ColourTests {
  /// `RECORD_SNAPSHOTS=1` writes the lines anew.
  @Test(arguments: EditorFile.all)
  func wordsAreThoseOfTheLexer(_ file: EditorFile) throws {
    let url = PercentTests.root.appending(path: file.path)
    let text = try String(contentsOf: url, encoding: .utf8)
    let corrected = try #require(file.corrected(text))
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try corrected.write(to: url, atomically: true, encoding: .utf8)
      return
    }
    #expect(text == corrected)
  }

  /// All name the one version.
  @Test(arguments: [
    "editors/jupyterlab/package.json", "editors/pygments/pyproject.toml",
    "editors/pygments/setl_lexer/__init__.py", "editors/vscode/package.json",
  ])
  func theVersionIsThatOfTheProgram(_ path: String) throws {
    let text = try String(
      contentsOf: PercentTests.root.appending(path: path), encoding: .utf8)
    let version = try #require(NotebookLanguage.information["version"]?.string)
    #expect(text.contains("\"\(version)\""))
  }
}
