import Foundation
import JSON
import Notebooks
import Testing

/// Scripts become notebooks and scripts again, and nothing is lost on the way.
@Suite struct PercentTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardized

  /// All scripts of the project.
  static let scripts: [String] = ["examples", "stdlib", "Tests", "benchmarks"].flatMap { folder in
    (FileManager.default.enumerator(atPath: root.appending(path: folder).path()) ?? .init())
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".setl") }.map { "\(folder)/\($0)" }
  }.sorted()

  /// The script after a way through a notebook's file.
  private func thereAndBack(_ script: String) throws -> String {
    var reader = NotebookReader(name: "test.ipynb")
    let notebook = try reader.read(Notebook(percent: script).fileText)
    #expect(reader.remarks.isEmpty)
    let (text, remarks) = notebook.percent
    #expect(remarks.isEmpty, "\(script)")
    return text
  }

  @Test func theScriptsOfTheProjectComeBack() throws {
    #expect(Self.scripts.count > 100)
    for path in Self.scripts {
      let bytes = try Data(contentsOf: Self.root.appending(path: path))
      guard let script = String(validating: bytes, as: UTF8.self) else { continue }
      #expect(try thereAndBack(script).utf8.elementsEqual(script.utf8), "\(path)")
    }
  }

  @Test func aThousandGeneratedScriptsComeBack() throws {
    for seed in 0..<1000 {
      var generator = CellGenerator(seed: seed)
      let script = generator.script()
      #expect(
        try thereAndBack(script).utf8.elementsEqual(script.utf8),
        "seed \(seed): \(script.debugDescription)")
    }
  }

  @Test func aThousandGeneratedNotebooksComeBack() throws {
    for seed in 0..<1000 {
      var generator = CellGenerator(seed: seed)
      let notebook = generator.notebook()
      let (text, remarks) = notebook.percent
      #expect(remarks.isEmpty, "seed \(seed): \(text)")
      let again = Notebook(percent: text)
      #expect(again.cells.map(\.kind) == notebook.cells.map(\.kind), "seed \(seed)")
      #expect(
        again.cells.map { Array($0.source.utf8) } == notebook.cells.map { Array($0.source.utf8) })
    }
  }

  @Test func marksSayTitleKindAndMetadata() {
    let cells = Notebook(
      percent: """
        # %% [markdown] tags=["a", "b"]
        # # Title
        #
        # text

        # %% Data {"hidden": true}
        1

        # %% x = 2 is no metadata
        # %% [raw] format="text/plain"
        # raw

        # %%% Deeper
        2
        """
    ).cells
    #expect(cells.map(\.kind) == [.markdown, .code, .code, .raw, .code])
    #expect(cells.map(\.source) == ["# Title\n\ntext", "1", "", "raw", "2"])
    #expect(cells.map(\.title) == [nil, "Data", "x = 2 is no metadata", nil, "Deeper"])
    #expect(cells[0].tags == ["a", "b"])
    #expect(cells[1].metadata["hidden"]?.bool == true)
    #expect(cells[3].metadata["format"]?.string == "text/plain")
  }

  @Test func aMarkInsideAStringIsText() {
    let script = "# %%\nlet x = \"\"\"\n# %% no cell\n\"\"\"\n\n# %%\nx\n"
    #expect(Notebook(percent: script).cells.count == 2)
  }

  @Test func aStringThatIsNotClosedEndsAtTheNextMark() {
    let cells = Notebook(percent: "# %%\n1\n\n# %%\nlet x = \"\"\"\n\n# %%\n2\n").cells
    #expect(cells.map(\.source) == ["1", "let x = \"\"\"", "2"])
  }

  @Test func stringsThatAreNotClosedDoNotTakeCellsIn() {
    let notebook = Notebook(cells: [
      .init(.code, "let x = \"\"\""), .init(.markdown, "a"), .init(.code, "let y = \"\"\"\n1"),
    ])
    let (text, remarks) = notebook.percent
    #expect(remarks.isEmpty)
    #expect(
      text
        == "# %% unclosed_string=true\nlet x = \"\"\"\n\n# %% [markdown]\n# a\n\n# %%\nlet y = \"\"\"\n1\n"
    )
    let again = Notebook(percent: text)
    #expect(again.cells.map(\.source) == notebook.cells.map(\.source))
    #expect(again.cells.allSatisfy { $0.metadata.isEmpty } && again.percent.text == text)
    let unneeded = "# %% unclosed_string=true\n1\n\n# %%\n2\n"
    #expect(Notebook(percent: unneeded).percent.text == unneeded)
  }

  @Test func codeBelowMarkdownIsACellOfItsOwn() {
    let cells = Notebook(percent: "# %% [markdown]\n# Text\n\nprint(1)\n").cells
    #expect(cells.map(\.kind) == [.markdown, .code])
    #expect(cells.map(\.source) == ["Text", "print(1)"])
  }

  @Test func linesThatLookLikeMarksAreEscaped() {
    let notebook = Notebook(cells: [
      .init(.code, "# %% not a mark\n# \\%% nor this\n## %% nor this"),
      .init(.markdown, "%% text\n# %% heading\n\\%%"),
    ])
    let (text, remarks) = notebook.percent
    #expect(remarks.isEmpty)
    #expect(
      text == """
        # %%
        # \\%% not a mark
        # \\\\%% nor this
        ## %% nor this

        # %% [markdown]
        # \\%% text
        # # %% heading
        # \\\\%%

        """)
    #expect(Notebook(percent: text).cells.map(\.source) == notebook.cells.map(\.source))
  }

  @Test func aMarkFollowsItsCellWhenThatIsChanged() {
    var notebook = Notebook(percent: "#  text before\n\n# %%title\n1\n\n\n\n# %%  b\n2")
    notebook.cells[1].metadata["title"] = .string("other")
    notebook.cells.swapAt(1, 2)
    #expect(notebook.percent.text == "#  text before\n\n# %%  b\n2\n\n# %% other\n1\n\n\n")
  }

  @Test func whatAScriptCannotCarryIsTold() {
    let notebook = Notebook(cells: [
      .init(
        .markdown, "![a](attachment:a.png)", attachments: .object([.init("a.png", .object([]))])),
      .init(.code, "1", outputs: [.stream(name: "stdout", text: "1\n")], executionCount: 1),
      .init(.code, "let x = \"\"\"a\n# %%\n\"\"\"\nlet y = \"\"\""), .init(.code, "let y = \"\"\""),
    ])
    #expect(
      notebook.percent.remarks == [
        "the outputs of 1 cell are left out: a script has none",
        "the attachments of cell 1 are left out: a script has none",
        "the script does not give cell 3 back as it is",
      ])
  }

  @Test func headersAreKept() throws {
    for header in [
      "# ---\n# jupyter:\n#   kernelspec:\n#     name: setl\n# ---\n\n", "\n\n", "# ---\n# ---\n",
    ] {
      let script = header + "# %%\n1\n"
      #expect(Notebook(percent: script).cells.count == 1)
      #expect(try thereAndBack(script) == script)
    }
    let notebook = Notebook(
      cells: [.init(.code, "1")],
      metadata: [.init("authors", .array([.object([.init("name", .string("A"))])]))])
    #expect(
      notebook.percent.text
        == "# ---\n# jupyter: {\"authors\": [{\"name\": \"A\"}]}\n# ---\n\n# %%\n1\n")
    #expect(Notebook(percent: notebook.percent.text).metadata == notebook.metadata)
  }
}
