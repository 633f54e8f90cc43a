internal import Evaluation

/// A cell that the standard library runs again: a list of one function, which knows when the cell is over.
final class RepeatedCell: NativeObject {
  private let number: Int
  private let function: FunctionObject
  private let session: Session

  init(_ number: Int, _ function: FunctionObject, _ session: Session) {
    self.number = number
    self.function = function
    self.session = session
  }

  override var kind: String { "cell" }
  override var hasElements: Bool { true }
  override func makeIterator() -> (any NativeIterator)? { Once(number, function, session) }

  /// The cell runs until this goes.
  private final class Once: NativeIterator {
    private let number: Int
    private var function: FunctionObject?
    private let session: Session

    init(_ number: Int, _ function: FunctionObject, _ session: Session) {
      self.number = number
      self.function = function
      self.session = session
      session.rerunning.append(number)
    }

    deinit {
      if let place = session.rerunning.lastIndex(of: number) { session.rerunning.remove(at: place) }
    }

    func next() throws -> Value? {
      defer { function = nil }
      return function.map { .object($0) }
    }
  }
}
