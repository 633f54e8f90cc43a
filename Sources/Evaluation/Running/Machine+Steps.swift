internal import Syntax

/// What the loop does within a step. Short and common ones are inlined there.
extension Machine {
  // Steps that are rare are functions of their own, given and giving where the machine stands: within the loop each
  // would take registers of the processor from those that are not.

  /// Goes on after an error, where it happened or at the nearest handler; throws `RunFailure` where there is
  /// none.
  @inline(never)
  func recover(
    from caught: any Error, _ running: Unmanaged<FunctionObject>,
    _ ip: UnsafeMutablePointer<Instruction>, _ registers: UnsafeMutablePointer<Value>,
    _ bottom: Int, _ bottomHandlers: Int
  ) throws -> Standing {
    var (error, function, r) = (caught, running, registers)
    if case Detour.library(let name, let arguments) = error {
      do {
        return try enter(name, arguments, from: function, ip, r, bottom)
      } catch let problem {
        error = problem
      }
    }
    if let detour = error as? Detour {
      do {
        let (base, destination) = (r - stack, Int((ip - 1).pointee.b))
        let value = try follow(detour, function, ip, r, bottom)
        r = stack + base
        r[destination] = value
        return (function, ip, r)
      } catch let problem {
        error = problem
      }
    }
    let object = function.takeUnretainedValue()
    let thrown = complete(error, object.prototype, ip - 1 - object.code, above: bottom)
    guard handlers.count > bottomHandlers, !thrown.isInterrupt, !thrown.isFinal,
      let handler = handlers.popLast()
    else {
      let known = (error as? RunFailure)?.calls ?? []
      throw RunFailure(
        diagnostics: [thrown.diagnostic], isInterrupt: thrown.isInterrupt,
        exitStatus: thrown.exitStatus, value: thrown.value,
        calls: known.isEmpty ? keptCalls(after: error, function, ip, r) : known)
    }
    while frameCount > handler.depth {
      Self.clear(r, of: function)
      frameCount -= 1
      let frame = frames[frameCount]
      function = frame.function
      r = stack + frame.base
    }
    r = stack + handler.base
    // What the block had begun, a loop among it, has ended.
    let count = ObjectLayout.registers(of: UnsafeRawPointer(function.toOpaque()))
    for n in handler.register..<count { (r + n).clear() }
    r[handler.register] = thrown.value
    let code = ObjectLayout.code(of: UnsafeRawPointer(function.toOpaque()))
    return (function, code + handler.target, r)
  }

  /// Notes where the caller goes on. Endless recursion ends here, and so does a program that is told to
  /// stop.
  @inline(__always)
  func pushFrame(
    _ function: Unmanaged<FunctionObject>, _ next: UnsafeMutablePointer<Instruction>,
    _ r: UnsafeMutablePointer<Value>, destination: Int, _ callee: Unmanaged<FunctionObject>,
    _ bottom: Int
  ) throws {
    if frameCount - bottom >= Self.deepestCall {
      throw tooDeep(callee.takeUnretainedValue().prototype)
    }
    if interrupt.isToBeLookedAt { try interrupt.look() }
    if frameCount == frameCapacity { growFrames() }
    (frames + frameCount).initialize(
      to: Frame(function: function, next: next, base: r - stack, destination: destination))
    frameCount += 1
  }

  /// Leaves the `try` blocks of a function that gives its value.
  @inline(never)
  func dropHandlers(above bottom: Int) {
    while handlers.count > bottom, let last = handlers.last, last.depth >= frameCount {
      handlers.removeLast()
    }
  }

  /// Forgets what the registers of a function hold that is left.
  @inline(__always)
  static func clear(
    _ r: UnsafeMutablePointer<Value>, of function: Unmanaged<FunctionObject>
  ) {
    let registers = ObjectLayout.registers(of: UnsafeRawPointer(function.toOpaque()))
    for n in 0..<registers { (r + n).clear() }
  }

  func site(
    _ function: Unmanaged<FunctionObject>, _ ip: UnsafeMutablePointer<Instruction>
  ) -> Prototype.Site? {
    let function = function.takeUnretainedValue()
    return function.prototype.site(ip - function.code)
  }

  /// Where a variable of the function's module lies.
  @inline(__always)
  static func variable(
    _ number: Int, of function: Unmanaged<FunctionObject>
  ) -> UnsafeMutablePointer<Value> {
    ObjectLayout.globals(of: UnsafeRawPointer(function.toOpaque()))
      ._withUnsafeGuaranteedRef { $0.values + number }
  }

  /// What is noted beside the instruction before `ip`.
  @inline(__always)
  static func note(
    _ function: Unmanaged<FunctionObject>, _ ip: UnsafeMutablePointer<Instruction>
  ) -> UnsafeMutablePointer<Int32> {
    let function = UnsafeRawPointer(function.toOpaque())
    return ObjectLayout.notes(of: function) + (ip - 1 - ObjectLayout.code(of: function))
  }

  /// Lets a builtin take its short way; its value then lies in place of the first argument.
  @inline(__always)
  static func answerQuickly(
    _ callee: Unmanaged<BuiltinObject>, _ arguments: UnsafeMutablePointer<Value>, _ count: Int
  ) -> Bool {
    callee._withUnsafeGuaranteedRef { callee in
      if count == 1, arguments.holdsNumber, let function = callee.ofNumber {
        arguments.put(function(arguments.number))
        return true
      }
      guard let quick = callee.quick else { return false }
      return quick(QuickArguments(values: arguments, count: count))
    }
  }

  @inline(never)
  static func makeCell(_ place: UnsafeMutablePointer<Value>) {
    place.pointee = .object(Cell(place.pointee))
  }

  @inline(__always)
  static func move(
    _ source: UnsafeMutablePointer<Value>, to target: UnsafeMutablePointer<Value>
  ) {
    target.take(source)
  }

  /// What an operator gives for sides that the loop has no short way for.
  @inline(never)
  func apply(
    _ operation: BinaryOperator, _ left: UnsafeMutablePointer<Value>,
    _ right: UnsafeMutablePointer<Value>, to target: UnsafeMutablePointer<Value>
  ) throws {
    target.pointee = try binary(operation, left.pointee, right.pointee)
  }

  @inline(never)
  func tested(
    _ operation: BinaryOperator, _ left: UnsafeMutablePointer<Value>,
    _ right: UnsafeMutablePointer<Value>
  ) throws -> Bool {
    let result = try binary(operation, left.pointee, right.pointee)
    guard case .bool(let bool) = result else { throw noCondition(result) }
    return bool
  }

  /// Keeps a function whose variable gets another value: it may be running.
  func retire(
    _ place: UnsafeMutablePointer<Value>, _ function: Unmanaged<FunctionObject>
  ) {
    guard place.object(.function, as: FunctionObject.self) != nil else { return }
    retired.append(place.pointee)
    if retired.count >= 10_000 {
      // All but those that run.
      var running: Set<UnsafeMutableRawPointer> = [function.toOpaque()]
      for number in 0..<frameCount { running.insert(frames[number].function.toOpaque()) }
      retired.removeAll { value in
        guard case .object(let object) = value else { return true }
        return !running.contains(Unmanaged.passUnretained(object).toOpaque())
      }
    }
  }

  func closure(
    _ prototype: Prototype, _ r: UnsafeMutablePointer<Value>, _ around: FunctionObject
  ) -> FunctionObject {
    let captures = prototype.captures.map { capture -> Cell in
      if !capture.isRegister { return around.captures[capture.index] }
      if case .object(let cell as Cell) = r[capture.index] { return cell }
      preconditionFailure("A captured register holds a cell.")
    }
    return FunctionObject(prototype: prototype, captures: captures)
  }
}
