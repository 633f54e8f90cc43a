public import Sessions
internal import Syntax

extension Session.Result {
  /// What a page shows of cell `number` when it is over, below what the cell has put out itself.
  public func outputs(number: Int) -> [CellOutput] {
    switch end {
    case .finished: echo.map { [.result($0, count: number)] } ?? []
    case .failed(let diagnostics):
      [
        .error(
          name: diagnostics.first?.code ?? "", value: diagnostics.first?.title ?? "",
          traceback: diagnostics.flatMap { Self.lines(DiagnosticRenderer().render($0)) })
      ]
    case .interrupted:
      [.error(name: "interrupted", value: Self.interruption, traceback: [Self.interruption])]
    }
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }
}
