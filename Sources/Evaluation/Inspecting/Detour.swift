/// What a native has the loop do that called it: thrown by its body, which knows neither the registers nor a
/// way to call. The program goes on with what the detour gives, as if the native had given it.
///
/// Unchecked: it never leaves the machine, which runs on one thread.
public enum Detour: Error, @unchecked Sendable {
  /// The program stands still, and its open calls are shown.
  case pause(Pause)
  /// A function is called whose every step is watched.
  case watched(FunctionObject, any Watcher)
  /// A function of the standard library, by its name, gives the value: a native that needs functions of the
  /// program hands on to one that can call them.
  case library(String, [Value])
}

/// What is done while a program stands still.
public enum Pause: Sendable {
  /// A person may look and change, where there is one to be asked.
  case conversation
  /// The calls are shown, and the program goes on.
  case showing
}

extension Machine {
  /// Goes on in a function of the standard library, whose value becomes that of the native that `function`
  /// called just before `ip`. No call lies within another for it.
  func enter(
    _ name: String, _ arguments: [Value], from function: Unmanaged<FunctionObject>,
    _ ip: UnsafeMutablePointer<Instruction>, _ registers: UnsafeMutablePointer<Value>,
    _ bottom: Int
  ) throws -> Standing {
    guard let callee = library.functions[name], callee.plainCount == arguments.count else {
      throw NativeError("S0301", "there is no function `\(name)`")
    }
    let place = registers - stack
    let top = place + function.takeUnretainedValue().registers
    reserve(top + callee.registers + Self.spare)
    let r = stack + place
    let target = Unmanaged.passUnretained(callee)
    try pushFrame(function, ip, r, destination: Int((ip - 1).pointee.b), target, bottom)
    for (number, argument) in arguments.enumerated() { stack[top + number] = argument }
    return (target, callee.code, stack + top)
  }

  /// Follows a detour of the native that `function` called just before `ip`.
  func follow(
    _ detour: Detour, _ function: Unmanaged<FunctionObject>,
    _ ip: UnsafeMutablePointer<Instruction>, _ r: UnsafeMutablePointer<Value>, _ bottom: Int
  ) throws -> Value {
    usedStack = (r - stack) + function.takeUnretainedValue().registers + Self.spare
    try pushFrame(function, ip, r, destination: 0, function, bottom)
    defer { frameCount -= 1 }
    switch detour {
    case .library: return .none
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
