internal import Evaluation
internal import Tensors
internal import Threads

/// A computation of the core that stops where it needs a function of the program, and goes on with what that
/// gave: so the program pulls it, and no native calls into the language.
///
/// It has a thread, and with it a stack, of its own, which runs only while `resume` waits for it: of the two
/// one alone runs at any time, and each sees what the other did. So nothing in it needs a lock, and a
/// training stays written as the list that it is.
final class OpenComputation: @unchecked Sendable {
  /// What is asked of the program.
  struct Question {
    var function: Value
    var arguments: [Value]
    /// Where random choices within the call come from.
    var random: RandomSource
    /// Takes what the function gave, on the program's side; throws where it is not what was asked for.
    var take: (Value) throws -> Void
  }

  private let turn = Bell()
  private let back = Bell()
  private var body: ((OpenComputation) throws -> Value)?
  private var question: Question?
  private(set) var outcome: Result<Value, any Error>?
  private var hasBegun = false
  /// Nobody answers any more.
  private(set) var isDropped = false

  init(_ body: @escaping (OpenComputation) throws -> Value) { self.body = body }

  // MARK: The program's side

  /// Computes up to the next question; nil where it is over.
  func resume() throws -> Question? {
    guard outcome == nil else { return nil }
    question = nil
    if hasBegun { turn.ring() } else { try begin() }
    back.wait()
    return question
  }

  /// Ends it where it stands: what it asked is not answered.
  func drop() {
    isDropped = true
    guard hasBegun, outcome == nil else { return }
    question = nil
    turn.ring()
    back.wait()
  }

  private static let stackSize = 4 << 20

  private func begin() throws {
    do {
      _ = try QuietThread(stackSize: Self.stackSize) { self.live() }
    } catch {
      throw NativeError("S0310", "the system has no thread left for a layer or loss of yours")
    }
    hasBegun = true
  }

  // MARK: Its own side

  private func live() {
    run()
    // From here on it holds nothing of the program's.
    back.ring()
  }

  private func run() {
    guard let body = body.take() else { return }
    outcome = Result { try body(self) }
  }

  /// Has the program answer; false where nobody does any more.
  func ask(_ question: Question) -> Bool {
    guard !isDropped else { return false }
    self.question = question
    back.ring()
    turn.wait()
    return !isDropped
  }
}
