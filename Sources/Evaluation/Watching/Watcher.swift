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

  /// What the work is called that the step has done natively: the function that it calls, or of a value of the
  /// bridge its operator or what a loop takes from it; nil where the step is the machine's own.
  var native: String? {
    let i = ip.pointee
    switch i.operation {
    case .callLibrary: return Self.name(of: function.constants[Int(i.c)])
    case .call, .callArranged: return Self.name(of: registers[Int(i.a)])
    case .callMethod, .callMethodArranged:
      let place = registers + Int(i.a)
      return Self.name(of: place.holdsNothing ? place[1] : place[0])
    case .nextValue:
      return (registers[Int(i.a)].asObject as? LoopObject).map { "next of \($0.source)" }
    case .spreadList: return registers[Int(i.b)].asObject?.asNative.map { "all of \($0.kind)" }
    case .add: return sign("+")
    case .subtract: return sign("-")
    case .multiply: return sign("*")
    case .divide: return sign("/")
    case .divideWhole: return sign("//")
    case .remainder: return sign("%")
    case .power: return sign("^")
    case .matrixProduct: return sign("@")
    default: return nil
    }
  }

  /// The operator of the step, where a side is a value of the bridge.
  private func sign(_ sign: String) -> String? {
    let i = ip.pointee
    let sides = (registers[Int(i.b)].asObject, registers[Int(i.c)].asObject)
    return (sides.0?.asNative ?? sides.1?.asNative) == nil ? nil : sign
  }

  private static func name(of callee: Value) -> String? {
    if let builtin = (callee.asObject as? BuiltinObject)?.builtin { return builtin.name }
    return callee.asObject?.asNative?.kind
  }

  /// What the step leaves its function with; nil where it does not.
  var given: Value? { ip.pointee.operation == .giveBack ? registers[Int(ip.pointee.a)] : nil }
  /// What the step gives to the loop that asks, where a sequence goes on later.
  var yielded: Value? { ip.pointee.operation == .yield ? registers[Int(ip.pointee.a)] : nil }
  /// The step ends a sequence, which has nothing more to give.
  var endsSequence: Bool { ip.pointee.operation == .endSequence }
}
