internal import Evaluation
public import Sessions
internal import Syntax

extension Session {
  /// What a page shows of cell `number` when it is over, below what the cell has put out itself.
  public func outputs(of result: Result, number: Int) -> [CellOutput] {
    ends(of: result, number: number) + (result.remark.map { [.stream(.stdout, $0 + "\n")] } ?? [])
  }

  private func ends(of result: Result, number: Int) -> [CellOutput] {
    switch result.end {
    case .left: []
    case .finished: result.echo.map { [.result($0, count: number)] } ?? []
    case .interrupted:
      [
        .error(
          name: "interrupted", value: Result.interruption, traceback: [Result.interruption])
      ]
    case .failed(let diagnostics):
      [
        .error(
          name: diagnostics.first?.code ?? "", value: diagnostics.first?.title ?? "",
          traceback: diagnostics.flatMap { DiagnosticRenderer().lines(of: $0) })
      ]
    }
  }
}

extension DiagnosticRenderer {
  fileprivate func lines(of diagnostic: Diagnostic) -> [String] {
    render(diagnostic).split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
      String.init)
  }
}
