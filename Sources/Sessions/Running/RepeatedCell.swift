internal import Evaluation

/// A cell that the standard library runs again: a list of one function, which knows when the cell is over.
final class RepeatedCell: NativeObject {
  private let number: Int
  private let function: FunctionObject
  /// It is one command.
  private let isCommand: Bool
  private let session: Session

  init(_ number: Int, _ function: FunctionObject, isCommand: Bool, _ session: Session) {
    self.number = number
    self.function = function
    self.isCommand = isCommand
    self.session = session
  }

  override var kind: String { "cell" }
  override var hasElements: Bool { true }
  override func makeIterator() -> (any NativeIterator)? { Once(self) }

  private func begin() {
    session.rerunning.append(number)
    session.output.runsCommand = isCommand
  }

  private func end() {
    if let place = session.rerunning.lastIndex(of: number) { session.rerunning.remove(at: place) }
    session.output.runsCommand = false
  }

  /// The cell runs until the next one is asked for, or until this goes.
  private final class Once: NativeIterator {
    private let cell: RepeatedCell
    private var hasBegun = false
    private var isOver = false

    init(_ cell: RepeatedCell) { self.cell = cell }

    deinit { if hasBegun, !isOver { cell.end() } }

    func next() throws -> Value? {
      guard !hasBegun else {
        if !isOver { cell.end() }
        isOver = true
        return nil
      }
      hasBegun = true
      cell.begin()
      return .object(cell.function)
    }
  }
}
