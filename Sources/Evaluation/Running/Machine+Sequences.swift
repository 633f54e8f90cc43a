/// The loop's way in and out of a function that yields.
extension Machine {
  /// Moves the function's registers to the stack, where its frame has just begun, and opens its `try` blocks
  /// again; where it goes on in its code.
  @inline(never)
  func resume(_ run: Unmanaged<SequenceRun>, at place: UnsafeMutablePointer<Value>) -> Int {
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
  @inline(never)
  func pause(
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
