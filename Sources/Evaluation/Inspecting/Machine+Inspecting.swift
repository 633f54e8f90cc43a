public import Syntax

/// Calls that are open, and texts that are evaluated in them.
extension Machine {
  /// Of very many calls the innermost and the outermost are kept.
  private static let mostInner = 100
  private static let mostOuter = 20

  /// The calls of the frames, the innermost first. Those of the standard library are left out: they are
  /// nobody's.
  func openCalls() -> [StoppedCall] {
    var calls: [StoppedCall] = []
    let places = (0..<frameCount).reversed().filter { place in
      !isOfLibrary(frames[place].function.takeUnretainedValue())
    }
    let shown =
      places.count > Self.mostInner + Self.mostOuter
      ? places.prefix(Self.mostInner) + places.suffix(Self.mostOuter) : places[...]
    for place in shown {
      let frame = frames[place]
      let function = frame.function.takeUnretainedValue()
      calls.append(
        StoppedCall(
          function, at: max(frame.next - 1 - function.code, 0), base: frame.base, stack))
    }
    return calls
  }

  func isOfLibrary(_ function: FunctionObject) -> Bool {
    libraryGlobals.contains(ObjectIdentifier(function.globals))
  }

  /// The calls that an error leaves for good; none where nobody will ask for them. What memory was too short
  /// for is let go of.
  func keptCalls(
    after error: any Error, _ function: Unmanaged<FunctionObject>,
    _ ip: UnsafeMutablePointer<Instruction>, _ r: UnsafeMutablePointer<Value>
  ) -> [StoppedCall] {
    guard keepsCalls, !(error is MemoryWatch.Excess) else { return [] }
    let running = function.takeUnretainedValue()
    let calls = openCalls()
    guard !isOfLibrary(running) else { return calls }
    let position = max(ip - 1 - running.code, 0)
    return [StoppedCall(running, at: position, base: r - stack, stack)] + calls
  }

  /// Runs a parsed text with the variables of a call before all others. Throws `RunFailure`.
  public func run(_ program: Program, in call: StoppedCall) throws(RunFailure) -> Outcome {
    let function = try call.function(of: program, library)
    return Outcome(value: try self.call(function), isShown: endsShown(program))
  }
}
