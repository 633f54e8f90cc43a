/// Is told of each step of a function while it runs.
public protocol Watcher: AnyObject {
  /// The machine is about to take a step.
  func step(_ step: Step)
  /// The function is over; what the program is given of it.
  func result(of value: Value) -> Value
  /// The function was left by an error.
  func failed()
}

extension Watcher {
  public func failed() {}
}

/// Where the machine stands before a step.
public struct Step {
  let machine: Machine
  let running: Unmanaged<FunctionObject>
  let ip: UnsafeMutablePointer<Instruction>
  let registers: UnsafeMutablePointer<Value>

  init(
    _ machine: Machine, _ running: Unmanaged<FunctionObject>,
    _ ip: UnsafeMutablePointer<Instruction>, _ registers: UnsafeMutablePointer<Value>
  ) {
    self.machine = machine
    self.running = running
    self.ip = ip
    self.registers = registers
  }

  var function: FunctionObject { running.takeUnretainedValue() }
  var code: UnsafeMutablePointer<Instruction> {
    ObjectLayout.code(of: UnsafeRawPointer(running.toOpaque()))
  }
  /// Which instruction it is.
  var position: Int { ip - code }
  /// How many calls are open around this one.
  var depth: Int { machine.frameCount }

  /// The native that the step calls; nil where it calls none.
  var native: Builtin? {
    let i = ip.pointee
    let callee: Value
    switch i.operation {
    case .callLibrary: callee = function.constants[Int(i.c)]
    case .call, .callArranged: callee = registers[Int(i.a)]
    case .callMethod, .callMethodArranged:
      let place = registers + Int(i.a)
      callee = place.holdsNothing ? place[1] : place[0]
    default: return nil
    }
    return (callee.asObject as? BuiltinObject)?.builtin
  }

  /// What the step leaves its function with; nil where it does not.
  var given: Value? { ip.pointee.operation == .giveBack ? registers[Int(ip.pointee.a)] : nil }
}
