public import Evaluation
public import Sessions
internal import Syntax

/// Runs a notebook without Jupyter, with the outputs that the kernel gives.
///
/// As nbclient does: cells run from first to last until one fails, unless that is tagged `raises-exception`; those
/// tagged `skip-execution`, and empty ones, do not run. A notebook that is run holds no older outputs.
public struct NotebookRun {
  public private(set) var notebook: Notebook
  public private(set) var end = Session.Result.End.finished

  /// With `stopsAtErrors` false all cells run.
  public init(
    _ notebook: Notebook, stopsAtErrors: Bool = true,
    makeSession: (any OutputSink) throws -> Session
  ) throws {
    self.notebook = notebook.withLanguage
    for place in notebook.cells.indices {
      self.notebook.cells[place].outputs = []
      self.notebook.cells[place].executionCount = nil
    }
    let page = RunPage(cells: notebook.cells.count)
    let session = try makeSession(PageSink(emit: page.add))
    session.setArguments([])
    defer { keep(page) }
    for (place, cell) in notebook.cells.enumerated() where cell.isToRun {
      page.place = place
      let result = session.runCell(cell.source)
      for output in session.outputs(of: result, number: session.cellCount) { page.add(output) }
      self.notebook.cells[place].executionCount = session.cellCount
      if case .failed = result.end, cell.mayFail { continue }
      if case .finished = result.end { continue }
      end = result.end
      if case .failed = end, !stopsAtErrors { continue }
      return
    }
    if case .failed = session.finishJobs(), case .finished = end { end = .failed([]) }
  }

  private mutating func keep(_ page: RunPage) {
    for (place, outputs) in page.outputs.enumerated() {
      notebook.cells[place].outputs = outputs.items.compactMap { NotebookOutput($0) }
    }
  }
}

extension NotebookCell {
  /// Whether there is something to run.
  public var isToRun: Bool {
    kind == .code && !tags.contains("skip-execution") && source.contains { !$0.isWhitespace }
  }
}

/// The outputs of all cells, as a page shows them.
private final class RunPage {
  private(set) var outputs: [CellOutputs]
  /// The cell that runs.
  var place = 0

  init(cells: Int) { outputs = Array(repeating: CellOutputs(), count: cells) }

  func add(_ output: CellOutput) {
    // What has a name may stand in any cell.
    if case .update = output {
      for place in outputs.indices { outputs[place].add(output) }
    } else if outputs.indices.contains(place) {
      outputs[place].add(output)
    }
  }
}
