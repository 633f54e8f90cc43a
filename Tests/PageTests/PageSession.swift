import Builtins
import Evaluation
import Notebooks
import Sessions
import StandardLibrary

/// A session whose cells stand on a page.
final class PageSession {
  private(set) var session: Session
  private let page: Page

  private final class Page {
    var outputs: [CellOutput] = []
    var works: [Bool] = []
    var onOutput: (CellOutput) -> Void = { _ in }
  }

  init() throws {
    let page = Page()
    self.page = page
    let sink = PageSink { output in
      page.outputs.append(output)
      page.onOutput(output)
    }
    sink.onWork = { page.works.append($0) }
    session = try Session(
      library: coreLibrary, standardLibrary: StandardLibrary.files, output: sink,
      files: ScriptFiles())
  }

  /// All that a cell puts out, its value last.
  func run(_ cell: String, onOutput: @escaping (CellOutput) -> Void = { _ in }) -> [CellOutput] {
    page.outputs = []
    page.works = []
    page.onOutput = onOutput
    let result = session.runCell(cell)
    return page.outputs + (result.echo.map { [.result($0, count: 0)] } ?? [])
  }

  /// Whether a work went on, as it was told.
  var works: [Bool] { page.works }

  /// All forms of all that a cell shows.
  func forms(_ cell: String) -> [[String: String]] {
    run(cell).compactMap { output in
      switch output {
      case .display(let bundle, _), .update(let bundle, _), .result(let bundle, _): bundle.allForms
      case .stream, .error, .clear: nil
      }
    }
  }

  /// What a page shows of the value of a cell.
  func html(_ cell: String) -> String { forms(cell).last?["text/html"] ?? "" }
}
