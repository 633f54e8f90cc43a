internal import Syntax

/// Which argument goes to which parameter.
extension Machine {
  /// What `receiver.name(…)` calls, its place being followed by the receiver: the field of that name,
  /// where it is a function, then takes the receiver's place and leaves nothing in its own.
  @inline(never)
  func findMethod(
    _ place: UnsafeMutablePointer<Value>, _ running: Unmanaged<FunctionObject>,
    _ ip: UnsafeMutablePointer<Instruction>
  ) throws {
    let site = site(running, ip)
    let name = site?.name ?? ""
    let receiver = place + 1
    if receiver.holdsObject, case .object(let object) = receiver.pointee,
      object.family == .map || object.family == .module || object.asNative != nil,
      let field = try fieldIfAny(receiver.pointee, name), field.isFunction
    {
      receiver.pointee = field
      place.pointee = .undefined
      return
    }
    if place.holdsNothing {
      let source = running.takeUnretainedValue().prototype.source
      let written = site?.arguments(in: source) ?? []
      // Before the dot of a function stands what is a module elsewhere.
      let arguments = Array(written.dropFirst())
      let help =
        receiver.pointee.isFunction
        ? library.foreignNames.help(name, arguments)
        : library.foreignNames.help(
          name, behind: written.first?.text ?? "x", receiver.pointee.kind, arguments)
      let near = help == nil ? nearest(to: name, among: library.openNames) : nil
      throw NativeError(
        "S0301", "there is no function `\(name)`",
        label: near.map { "did you mean `\($0)`?" } ?? "unknown name",
        notes: ["`x.\(name)()` calls a field of x, or the function `\(name)` with x"], help: help)
    }
  }

  /// The arguments of a call as they were written.
  private struct Given {
    var positional: [Value] = []
    var named: [(name: String, value: Value)] = []
  }

  private func given(
    _ site: Prototype.Site?, skipping: Int, _ values: UnsafeMutablePointer<Value>, _ count: Int
  ) throws -> Given {
    var given = Given()
    given.positional.reserveCapacity(count)
    guard let site, !site.isPlain else {
      for index in 0..<count { given.positional.append(values[index]) }
      return given
    }
    for (index, item) in site.items.dropFirst(skipping).enumerated() {
      switch item {
      case .value: given.positional.append(values[index])
      case .spread: given.positional += try elements(of: values[index])
      case .named(let name): given.named.append((name, values[index]))
      }
    }
    return given
  }

  /// Puts the arguments of a setl function into its first registers, in the order of its parameters;
  /// what was left out is undefined.
  func match(
    _ callee: FunctionObject, _ site: Prototype.Site?, skipping: Int,
    _ values: UnsafeMutablePointer<Value>, _ count: Int
  ) throws {
    let given = try given(site, skipping: skipping, values, count)
    let matched = try arrange(given, CallSignature(callee.prototype))
    for index in 0..<count { values[index] = .undefined }
    for (index, value) in matched.enumerated() { values[index] = value }
  }

  func callBuiltin(
    _ builtin: Builtin, _ site: Prototype.Site?, skipping: Int,
    _ values: UnsafeMutablePointer<Value>, _ count: Int
  ) throws -> Value {
    if site == nil, count >= builtin.required, count <= builtin.plain {
      // The arguments lie where the native takes them, all but those that are left out.
      for missing in count..<builtin.parameters.count { values[missing] = .undefined }
      let result = try builtin.body(context, values)
      try context.checkStop()
      return result
    }
    var arranged: [Value]
    if site == nil, let rest = builtin.rest, count >= rest {
      arranged = [Value](repeating: .undefined, count: builtin.parameters.count)
      for index in 0..<rest { arranged[index] = values[index] }
      arranged[rest] = .list(Array(UnsafeBufferPointer(start: values + rest, count: count - rest)))
    } else {
      let given = try given(site, skipping: skipping, values, count)
      arranged = try arrange(given, CallSignature(builtin))
    }
    let result = try arranged.withUnsafeMutableBufferPointer { buffer in
      // A function without parameters looks at no value.
      try builtin.body(context, buffer.baseAddress ?? values)
    }
    try context.checkStop()
    return result
  }

  /// Calls an object of the bridge, whose arguments follow it; nil where it is none that can be called.
  func callObject(
    _ place: UnsafeMutablePointer<Value>, _ site: Prototype.Site?, skipping: Int, _ count: Int
  ) throws -> Value? {
    guard let object = place.pointee.asObject?.asNative, object.isCallable else { return nil }
    let given = try given(site, skipping: skipping, place + 1, count)
    if let named = given.named.first {
      throw NativeError(
        "S0304", "a \(object.kind) has no argument `\(named.name)`", label: "unknown argument")
    }
    let result = try object.called(context, given.positional)
    try context.checkStop()
    return result
  }

  /// The arguments in the order of the parameters; what was left out is undefined.
  private func arrange(_ given: Given, _ signature: CallSignature) throws -> [Value] {
    let fixed = signature.fixed
    var matched = [Value](repeating: .undefined, count: signature.slots.count)
    for (index, value) in given.positional.prefix(fixed).enumerated() { matched[index] = value }
    if let rest = signature.rest {
      matched[rest] = .list(Array(given.positional.dropFirst(fixed)))
    } else if given.positional.count > fixed {
      throw signature.tooMany(given.positional.count)
    }
    for (argument, value) in given.named {
      guard let index = signature.place(of: argument) else {
        throw signature.unknown(argument, library.foreignNames)
      }
      guard case .undefined = matched[index] else { throw signature.twice(argument) }
      matched[index] = value
    }
    for (index, slot) in signature.slots.enumerated() where slot.isRequired {
      if case .undefined = matched[index] { throw signature.missing(slot) }
    }
    return matched
  }

  func checkKind(
    _ value: Value, _ kind: String, _ prototype: Prototype, _ index: Int
  ) throws {
    if kind == "any" || value.kind == kind { return }
    if let native = value.asObject?.asNative, native.isKind(kind) { return }
    let parameter =
      index < prototype.parameters.count ? prototype.parameters[index].name : "argument"
    var error = NativeError(
      "S0302", "`\(parameter)` of `\(prototype.name ?? "this function")` must be a \(kind)",
      label: "this is \(value.kindPhrase)", notes: [prototype.signature],
      help: value.asObject?.asNative?.substitute(for: [kind]), argument: parameter)
    error.blamesCaller = true
    throw error
  }

  // MARK: Errors of calls

  func notCallable(
    _ value: Value, _ function: Unmanaged<FunctionObject>,
    _ ip: UnsafeMutablePointer<Instruction>
  ) -> NativeError {
    let function = function.takeUnretainedValue()
    let name = function.prototype.site(ip - function.code)?.name
    return NativeError(
      "S0305", "\(name.map { "`\($0)`" } ?? "this") is not a function",
      label: "it is \(value.kindPhrase)",
      help: name.flatMap { library.value($0) }.map { _ in
        "your variable hides the function of that name; give it another"
      })
  }

  func tooDeep(_ target: Prototype) -> NativeError {
    NativeError(
      "S0310", "`\(target.name ?? "a function")` calls itself without end",
      notes: ["\(Self.deepestCall) calls within each other are the most there can be"],
      help: "give it a case that does not call again, or use a loop")
  }
}
