import Evaluation
import JSON
import Notebooks
import Testing

/// Notebooks as files, to the byte as Jupyter writes them.
@Suite struct NotebookFileTests {
  private static func read(_ text: String) throws -> (notebook: Notebook, remarks: [String]) {
    var reader = NotebookReader(name: "test.ipynb")
    let notebook = try reader.read(text)
    return (notebook, reader.remarks)
  }

  /// The notes of the error that reading ends with.
  private static func mistake(_ text: String) -> String? {
    do {
      _ = try read(text)
      return nil
    } catch {
      return (error as? NativeError).map { ([$0.title] + $0.notes).joined(separator: ": ") }
    }
  }

  @Test func aFileIsWrittenAsJupyterWritesIt() {
    let notebook = Notebook(cells: [
      .init(.markdown, "# é\n\ntext"),
      .init(
        .code, "1\u{C}\n", metadata: [.init("z", .array([])), .init("a", .object([]))],
        outputs: [.stream(name: "stdout", text: "a\nb")], executionCount: 2),
    ])
    #expect(
      notebook.fileText == """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "9551c6b7",
           "metadata": {},
           "source": [
            "# é\\n",
            "\\n",
            "text"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": 2,
           "id": "cbb7649f",
           "metadata": {
            "a": {},
            "z": []
           },
           "outputs": [
            {
             "name": "stdout",
             "output_type": "stream",
             "text": [
              "a\\n",
              "b"
             ]
            }
           ],
           "source": [
            "1\\f",
            "\\n"
           ]
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": "setl",
           "language": "setl",
           "name": "setl"
          },
          "language_info": {
           "codemirror_mode": {
            "mime": "text/x-python",
            "name": "setl"
           },
           "file_extension": ".setl",
           "mimetype": "text/x-setl",
           "name": "setl",
           "pygments_lexer": "setl",
           "version": "0.1.0"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }

        """)
  }

  /// What nobody here knows is kept: metadata, numbers as they are written, outputs of other kernels.
  @Test func whatIsNotKnownIsKept() throws {
    let text = """
      {"cells":[{"cell_type":"code","id":"a","metadata":{"n":[1.0,12345678901234567890,1e5,-0.0]},
      "source":["1\\n","2"],"execution_count":null,"outputs":[
      {"output_type":"display_data","metadata":{"image/png":{"width":4}},"data":{"image/png":"iVBO\\n",
      "application/json":["a","b"],"text/plain":["a\\n","b"]}},
      {"output_type":"execute_result","metadata":{},"data":{},"execution_count":3},
      {"output_type":"error","ename":"E","evalue":"v","traceback":["\\u001b[31ma"]}]},
      {"cell_type":"markdown","id":"b","metadata":{},"source":"x","attachments":{"p.png":{"image/png":"AA"}}}],
      "metadata":{"kernelspec":{"name":"python3","display_name":"P","language":"python"},"x":{"é":1,"e\\u0301":2}},
      "nbformat":4,"nbformat_minor":5}
      """
    let (notebook, remarks) = try Self.read(text)
    #expect(remarks.isEmpty)
    #expect(notebook.cells[0].source == "1\n2")
    #expect(notebook.cells[0].outputs.first?.text("text/plain") == "a\nb")
    #expect(notebook.language == "python")
    let written = notebook.fileText
    #expect(try Self.read(written).notebook.fileText == written)
    for part in [
      "1.0", "12345678901234567890", "1e5", "-0.0", "\"é\": 1", "\"e\u{301}\": 2", "\"iVBO\\n\"",
    ] {
      #expect(
        written.utf8.split(separator: 0x0A).contains { $0.contains(sequence: part) }, "\(part)")
    }
    #expect(written.contains("\"name\": \"python3\""))
  }

  @Test func idsAreMadeAndAreTheSameEachTime() throws {
    let text = """
      {"cells":[{"cell_type":"code","metadata":{},"source":"1","outputs":[],"execution_count":null},
      {"cell_type":"code","metadata":{},"source":"1","outputs":[],"execution_count":null},
      {"cell_type":"code","metadata":{},"source":"2","outputs":[],"execution_count":null}],
      "metadata":{},"nbformat":4,"nbformat_minor":2}
      """
    let cells = try Self.read(text).notebook.cells
    #expect(cells[1].id == cells[0].id + "-2")
    #expect(Set(cells.map(\.id)).count == 3)
    // A cell that is put in before them changes nothing of the others.
    let more = Notebook(cells: [NotebookCell(.code, "0")] + cells.map { .init($0.kind, $0.source) })
    #expect(try Self.read(more.fileText).notebook.cells.dropFirst().map(\.id) == cells.map(\.id))
  }

  static let mistakes = [
    ("", "`test.ipynb` is no notebook: line 1, column 1: the text ends where a value is missing"),
    (
      "[1,", "`test.ipynb` is no notebook: line 1, column 4: the text ends where a value is missing"
    ),
    (
      "{}",
      "`test.ipynb` is no notebook: it has no `nbformat`, which says the version of the format"
    ),
    (
      "{\"nbformat\":3,\"worksheets\":[]}",
      "`test.ipynb` is a notebook in version 3 of the format: version 4 is read and written"
    ),
    ("{\"nbformat\":4}", "`test.ipynb` is no notebook: it has no list `cells`"),
    ("{\"nbformat\":4,\"cells\":[7]}", "`test.ipynb` is no notebook: cell 1 has no `cell_type`"),
    (
      "{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":[1]}]}",
      "`test.ipynb` is no notebook: cell 1 has no `source`, a text or a list of lines"
    ),
    (
      "{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":\"\",\"outputs\":[{\"output_type\":\"x\"}]}]}",
      "`test.ipynb` is no notebook: output 1 of cell 1 is of type `x`, which is not known"
    ),
    (
      "{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":\"\",\"execution_count\":1.5}]}",
      "`test.ipynb` is no notebook: `execution_count` of cell 1 is no count"
    ),
    (
      "{\"nbformat\":4,\"cells\":[" + String(repeating: "[", count: 600),
      "`test.ipynb` is no notebook: line 1, column 522: lists and objects stand more than 500 deep in each other"
    ),
  ]

  @Test(arguments: mistakes)
  func aFileThatIsNoNotebookIsTold(_ text: String, _ told: String) {
    #expect(Self.mistake(text) == told)
  }

  @Test func whatANotebookMustNotHoldIsTold() throws {
    let text = """
      {"cells":[{"cell_type":"code","id":"a","metadata":{},"source":"","outputs":[
      {"output_type":"display_data","data":{},"metadata":{},"transient":{}}],"prompt":1},
      {"cell_type":"raw","id":"a","metadata":{},"source":""}],"nbformat":4,"nbformat_minor":5,"metadata":{},"x":1}
      """
    #expect(
      try Self.read(text).remarks == [
        "`x` of the notebook is no part of the format, and is left out",
        "`transient` of output 1 of cell 1 is no part of the format, and is left out",
        "`prompt` of cell 1 is no part of the format, and is left out",
        "cell 2 has no id of its own: it gets one",
      ])
  }

  /// A file cut anywhere, or with a byte changed, is told or read, and never more.
  @Test func damagedFilesAreTold() {
    let whole = Array(
      Notebook(percent: "# %% [markdown]\n# a\n\n# %% t tags=[\"b\"]\n1\n").fileText.utf8)
    for place in whole.indices {
      _ = Self.mistake(String(decoding: whole[..<place], as: UTF8.self))
      for byte in [UInt8(ascii: "0"), UInt8(ascii: "["), UInt8(ascii: "\"")] {
        var bytes = whole
        bytes[place] = byte
        _ = Self.mistake(String(decoding: bytes, as: UTF8.self))
      }
    }
  }
}

extension Collection<UInt8> {
  fileprivate func contains(sequence text: String) -> Bool {
    let bytes = Array(self)
    return bytes.indices.contains { bytes[$0...].starts(with: text.utf8) }
  }
}
