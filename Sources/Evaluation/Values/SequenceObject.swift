internal import Syntax

/// Values that are made when they are asked for: what the call of a function with a `yield` gives.
///
/// It holds the function and the arguments, and nothing of what was made: every loop through it runs the
/// function from its beginning, in a `SequenceRun` of its own. So a sequence can be gone through again, by two
/// loops at once, and copied for a job, and what has no end takes no memory.
public final class SequenceObject: Object {
  /// The function, and its arguments in the order of its parameters.
  private var values: [Value]

  init(_ function: FunctionObject, _ arguments: UnsafeMutableBufferPointer<Value>) {
    values = [.object(function)] + arguments
    super.init(.sequence)
  }

  /// One that is to be filled.
  override init() {
    values = []
    super.init(.sequence)
  }

  deinit {
    guard values.contains(where: \.isContainer) else { return }
    Teardown.release(&values)
  }

  public override var kind: String { "sequence" }

  var function: FunctionObject? { values.first?.asObject as? FunctionObject }
  var arguments: ArraySlice<Value> { values.dropFirst() }

  /// Those that the call has given: what comes after them is left to its default.
  var givenArguments: ArraySlice<Value> {
    let last = arguments.lastIndex { if case .undefined = $0 { false } else { true } }
    return arguments[...(last ?? arguments.startIndex - 1)]
  }

  func fill(from other: SequenceObject, copying copy: (Value) throws -> Value) rethrows {
    values = try other.values.map(copy)
  }

  /// Gives up what it holds.
  func takeValues() -> [Value] {
    defer { values = [] }
    return values
  }
}
