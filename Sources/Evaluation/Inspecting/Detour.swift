/// What a native has the loop do that called it: thrown by its body, which knows neither the registers nor a
/// way to call. The program goes on with what the detour gives, as if the native had given it.
///
/// Unchecked: it never leaves the machine, which runs on one thread.
public enum Detour: Error, @unchecked Sendable {
  /// The program stands still, and its open calls are shown.
  case pause(Pause)
  /// A function is called whose every step is watched.
  case watched(FunctionObject, any Watcher)
}

/// What is done while a program stands still.
public enum Pause: Sendable {
  /// A person may look and change, where there is one to be asked.
  case conversation
  /// The calls are shown, and the program goes on.
  case showing
}

extension Machine {
  /// Follows a detour of the native that `function` called just before `ip`.
  func follow(
    _ detour: Detour, _ function: Unmanaged<FunctionObject>,
    _ ip: UnsafeMutablePointer<Instruction>, _ r: UnsafeMutablePointer<Value>, _ bottom: Int
  ) throws -> Value {
    usedStack = (r - stack) + function.takeUnretainedValue().registers + Self.spare
    try pushFrame(function, ip, r, destination: 0, function, bottom)
    defer { frameCount -= 1 }
    switch detour {
    case .pause(let pause):
      guard let onPause else { return .none }
      let calls = openCalls()
      defer { for call in calls { call.putBack(into: stack) } }
      try onPause(pause, calls)
      return .none
    case .watched(let watched, let watcher):
      let before = self.watcher
      self.watcher = watcher
      defer { self.watcher = before }
      do {
        return watcher.result(of: try execute(watched, isObserved: true))
      } catch {
        watcher.failed()
        throw error
      }
    }
  }
}
