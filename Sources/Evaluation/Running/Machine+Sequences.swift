/// The loop's way in and out of a function that yields.
extension Machine {
  /// What runs, the instruction that is next, and the registers.
  typealias Standing = (
    function: Unmanaged<FunctionObject>, ip: UnsafeMutablePointer<Instruction>,
    r: UnsafeMutablePointer<Value>
  )

  /// Makes the sequence of a function that has just been called.
  @inline(never)
  static func makeSequence(
    _ function: Unmanaged<FunctionObject>, _ r: UnsafeMutablePointer<Value>, count: Int,
    at place: UnsafeMutablePointer<Value>
  ) {
    let arguments = UnsafeMutableBufferPointer(start: r, count: count)
    place.pointee = .object(SequenceObject(function.takeUnretainedValue(), arguments))
  }

  /// Goes on in the function that yields, for the loop that asks for a value just before `ip`.
  @inline(never)
  func enter(
    _ run: Unmanaged<SequenceRun>, _ function: Unmanaged<FunctionObject>,
    _ ip: UnsafeMutablePointer<Instruction>, _ registers: UnsafeMutablePointer<Value>,
    _ bottom: Int
  ) throws -> Standing {
    var r = registers
    let callee = run._withUnsafeGuaranteedRef { $0.function }
    var top = r + ObjectLayout.registers(of: UnsafeRawPointer(function.toOpaque()))
    let needed = ObjectLayout.registers(of: UnsafeRawPointer(callee.toOpaque())) + Self.spare
    if top + needed > stackEnd {
      let (place, end) = (r - stack, top - stack)
      reserve(end + needed)
      (r, top) = (stack + place, stack + end)
    }
    try pushFrame(function, ip, r, destination: Int((ip - 1).pointee.b), callee, bottom)
    let code = ObjectLayout.code(of: UnsafeRawPointer(callee.toOpaque()))
    return (callee, code + resume(run, at: top), top)
  }

  /// Gives a value to the loop that asked, and leaves the function as it stands before `ip`.
  @inline(never)
  func yield(
    _ value: UnsafeMutablePointer<Value>, _ function: Unmanaged<FunctionObject>,
    _ ip: UnsafeMutablePointer<Instruction>, _ r: UnsafeMutablePointer<Value>,
    _ bottomHandlers: Int
  ) -> Standing {
    let frame = (frames + (frameCount - 1)).pointee
    // The loop that asked stands at the step before the one that it goes on with.
    let (caller, asking) = (stack + frame.base, (frame.next - 1).pointee)
    (caller + frame.destination).take(value)
    if let run = (caller + Int(asking.a)).object(.run, as: SequenceRun.self) {
      let code = ObjectLayout.code(of: UnsafeRawPointer(function.toOpaque()))
      pause(run, at: r, position: ip - code, above: bottomHandlers)
    }
    frameCount -= 1
    return (frame.function, frame.next, caller)
  }

  /// Leaves a function that has nothing more to yield, and ends the loop that asked.
  @inline(never)
  func endSequence(
    _ function: Unmanaged<FunctionObject>, _ r: UnsafeMutablePointer<Value>, _ bottomHandlers: Int
  ) -> Standing {
    if handlers.count > bottomHandlers { dropHandlers(above: bottomHandlers) }
    frameCount -= 1
    let frame = frames[frameCount]
    let asking = (frame.next - 1).pointee
    Self.clear(r, of: function)
    let caller = stack + frame.base
    (caller + Int(asking.a)).clear()
    // Past the jump to the loop's next turn.
    return (frame.function, frame.next + 1, caller)
  }

  /// Moves the function's registers to the stack, where its frame has just begun, and opens its `try` blocks
  /// again; where it goes on in its code.
  private func resume(_ run: Unmanaged<SequenceRun>, at place: UnsafeMutablePointer<Value>) -> Int {
    run._withUnsafeGuaranteedRef { run in
      run.resume(at: place)
      for open in run.handlers {
        handlers.append(
          Handler(
            depth: frameCount, target: open.target, base: place - stack, register: open.register))
      }
      return run.position
    }
  }

  /// Moves the registers off the stack, and closes the `try` blocks that are open in the frame.
  private func pause(
    _ run: Unmanaged<SequenceRun>, at place: UnsafeMutablePointer<Value>, position: Int,
    above bottom: Int
  ) {
    var open: [(target: Int, register: Int)] = []
    while handlers.count > bottom, let last = handlers.last, last.depth >= frameCount {
      open.append((last.target, last.register))
      handlers.removeLast()
    }
    run._withUnsafeGuaranteedRef {
      $0.pause(at: place, position: position, handlers: open.reversed())
    }
  }
}
