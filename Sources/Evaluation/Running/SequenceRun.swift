/// A loop's way through a sequence: the function's registers between two values, and where it goes on.
///
/// While the function runs its registers lie on the stack, as those of any call; at a `yield` they move here
/// and the loop goes on. So a function that yields costs no thread and no stack of its own, calls may lie
/// within each other as deep as others, and an interrupt ends a loop without an end.
final class SequenceRun: Object {
  private let sequence: SequenceObject
  /// Not counted: the sequence holds it.
  let function: Unmanaged<FunctionObject>
  private let registers: UnsafeMutablePointer<Value>
  private let count: Int
  /// The instruction to go on with.
  private(set) var position: Int
  /// The `try` blocks that are open between two values, the innermost last.
  private(set) var handlers: [(target: Int, register: Int)] = []

  /// Nil where the sequence is empty of a function, which none is that a program can see.
  init?(_ sequence: SequenceObject) {
    guard let function = sequence.function else { return nil }
    self.sequence = sequence
    self.function = .passUnretained(function)
    count = function.registers
    registers = .allocate(capacity: count)
    registers.initialize(repeating: .undefined, count: count)
    for (place, argument) in sequence.arguments.enumerated() where place < count {
      registers[place] = argument
    }
    position = Self.firstStep
    super.init(.run)
  }

  /// Behind what gave the sequence.
  private static let firstStep = 2

  deinit {
    var values = takeValues()
    registers.deinitialize(count: count)
    registers.deallocate()
    values.append(.object(sequence))
    Teardown.release(&values)
  }

  /// Moves the registers to the stack.
  func resume(at place: UnsafeMutablePointer<Value>) {
    for n in 0..<count { (place + n).take(registers + n) }
  }

  /// Takes the registers from the stack, where nothing is left.
  func pause(
    at place: UnsafeMutablePointer<Value>, position: Int,
    handlers: [(target: Int, register: Int)]
  ) {
    for n in 0..<count { (registers + n).take(place + n) }
    self.position = position
    self.handlers = handlers
  }

  /// Gives up what it holds, but for the sequence.
  func takeValues() -> [Value] {
    var values: [Value] = []
    for n in 0..<count where (registers + n).holdsObject {
      values.append((registers + n).move())
      (registers + n).initialize(to: .undefined)
    }
    return values
  }
}
