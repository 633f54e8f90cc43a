internal import Syntax

/// Errors on their way: where they happened, who called, what a `catch` gets.
extension Machine {
  /// The variable of this number is read, and has no value.
  func unset(_ number: Int, of globals: Globals) -> NativeError {
    let name = globals.names[number]
    guard !globals.forgotten.contains(number) else {
      return NativeError(
        "S0311", "`\(name)` was forgotten", label: "its value was taken with `forget`",
        help: "give it a value again:  let \(name) = …")
    }
    return NativeError(
      "S0311", "`\(name)` has no value yet", label: "it is declared, and not given a value",
      help:
        "its declaration must run first: it may stand further down, or in a cell that did not end")
  }

  func stopped() -> Thrown {
    interrupt.clear()
    return Thrown(
      value: .none,
      diagnostic: Diagnostic(
        code: "S0312", title: "interrupted", notes: ["every variable keeps its value"]),
      isInterrupt: true)
  }

  /// What `throw` throws: a text becomes its message, a map keeps its fields.
  func raised(_ value: Value) -> Thrown {
    guard let map = value.asMap else {
      return Thrown(
        value: value, diagnostic: Diagnostic(code: "S0320", title: value.asString ?? value.brief))
    }
    let message = map["message"].map { $0.asString ?? $0.brief } ?? value.brief
    return Thrown(
      value: value,
      diagnostic: Diagnostic(code: map["code"]?.asString ?? "S0320", title: message))
  }

  /// Adds to an error where the program stood, and by which calls it came there.
  ///
  /// An error within the standard library is told where the program called the library: what stands
  /// in its texts is nobody's mistake.
  func complete(
    _ error: any Error, _ prototype: Prototype, _ ip: Int, above bottom: Int
  ) -> Thrown {
    let blamesCaller = (error as? NativeError)?.blamesCaller ?? false
    let (place, ip, inner) = userPlace(prototype, ip, above: bottom, blamesCaller)
    var thrown: Thrown
    let span = ip >= 0 && ip < place.spans.count ? place.spans[ip] : place.span
    switch error {
    case let error as Thrown: thrown = error
    case is ProgramStopped: thrown = stopped()
    case let excess as MemoryWatch.Excess:
      thrown = Thrown(value: .none, diagnostic: diagnostic(of: excess.error, place, ip, span))
      thrown.isFinal = excess.isFinal
    case let error as NativeError:
      thrown = Thrown(value: .none, diagnostic: diagnostic(of: error, place, ip, span))
    case let error as RunFailure:
      // An imported file or a job failed; its own diagnostic says where.
      thrown = Thrown(
        value: error.value,
        diagnostic: error.diagnostics.first ?? Diagnostic(code: "S0309", title: "import failed"),
        isInterrupt: error.isInterrupt, isFinal: error.exitStatus != nil,
        exitStatus: error.exitStatus)
    case let end as ProgramEnded:
      thrown = Thrown(
        value: .none, diagnostic: Diagnostic(code: "S0312", title: "the program has ended itself"),
        isFinal: true, exitStatus: end.status)
    default:
      thrown = Thrown(value: .none, diagnostic: Diagnostic(code: "S0300", title: "\(error)"))
    }
    if thrown.diagnostic.label == nil { thrown.diagnostic.label = .init(place.source, span) }
    if thrown.diagnostic.backtrace.isEmpty {
      let calls = openFrames(above: bottom).dropLast(inner)
      (thrown.diagnostic.backtrace, thrown.diagnostic.omittedCalls) = backtrace(place, calls)
    }
    thrown.value = caught(thrown)
    return thrown
  }

  /// The innermost place outside the standard library, or where it was called from; and how many calls lie further in.
  private func userPlace(
    _ prototype: Prototype, _ ip: Int, above bottom: Int, _ blamesCaller: Bool
  ) -> (prototype: Prototype, ip: Int, inner: Int) {
    var place = (prototype, ip, 0)
    for frame in openFrames(above: bottom).reversed() {
      let isCallee = blamesCaller && place.2 == 0
      guard isCallee || libraryGlobals.contains(ObjectIdentifier(place.0.globals)) else { break }
      let function = frame.function.takeUnretainedValue()
      place = (function.prototype, frame.next - 1 - function.code, place.2 + 1)
    }
    return place
  }

  private func openFrames(above bottom: Int) -> UnsafeBufferPointer<Frame> {
    UnsafeBufferPointer(start: frames + bottom, count: frameCount - bottom)
  }

  /// Bytes of a line of a message: what quotes more has the middle left out.
  private static let longestLine = 1500

  private func diagnostic(
    of error: NativeError, _ prototype: Prototype, _ ip: Int, _ span: Span
  ) -> Diagnostic {
    var place = span
    if let argument = error.argument, let found = argumentSpan(argument, prototype, ip) {
      place = found
      if error.blamesName { place = prototype.site(ip)?.nameSpans[argument] ?? found }
    }
    var diagnostic = Diagnostic(
      code: error.code, title: error.title.clipped(to: Self.longestLine),
      label: .init(prototype.source, place, error.label.clipped(to: Self.longestLine)),
      notes: error.notes.map { $0.clipped(to: Self.longestLine) },
      help: error.help?.clipped(to: Self.longestLine))
    if error.code == MemoryBudget.shortageCode { diagnostic.notes += largestHolders() }
    if let member = error.foreignMember {
      let owner = prototype.source.operand(endingAt: span.start - 1)
      diagnostic.help =
        library.foreignNames.help(member.name, behind: owner ?? "x", member.kind)
        ?? diagnostic.help
    }
    diagnostic.help = diagnostic.help ?? helpWithoutModule(prototype, ip)
    if let sides = prototype.sides[ip] {
      diagnostic.notes += origins(sides, prototype)
      if prototype.code[ip].operation != .getIndex {
        // From one side to the other, the operator in between.
        let whole = sides.left.union(sides.right)
        diagnostic.otherLabels.append(.init(prototype.source, whole))
      }
    }
    return diagnostic
  }

  /// Of `time.sleep(1)` what is written here, where `time` is a function and elsewhere the module of the other.
  private func helpWithoutModule(_ prototype: Prototype, _ ip: Int) -> String? {
    guard ip >= 0, ip < prototype.count else { return nil }
    switch prototype.code[ip].operation {
    case .callMethod, .callMethodArranged: break
    default: return nil
    }
    guard let site = prototype.site(ip), let name = site.name,
      let owner = site.arguments(in: prototype.source).first?.text,
      library.value(owner)?.isFunction ?? false, library.value(name) != nil,
      prototype.globals.value(of: owner) == nil
    else { return nil }
    let arguments = site.arguments(in: prototype.source).dropFirst()
    return "write  " + ForeignArgument.call(of: name, Array(arguments))
  }

  /// Where the sides of an operator got their values, when they are plain variables of the module.
  private func origins(_ sides: (left: Span, right: Span), _ prototype: Prototype) -> [String] {
    let texts = [sides.left, sides.right].map { prototype.source.text(in: $0) }
    return texts.compactMap { name in
      guard let number = prototype.globals.numbers[name],
        let origin = prototype.globals.origins[number]
      else { return nil }
      let value = prototype.globals.values[number]
      let place = origin.source === prototype.source ? "line" : "\(origin.source.name), line"
      return "`\(name)` is \(Self.described(value)), from \(place) \(origin.line)"
    }
  }

  private static func described(_ value: Value) -> String {
    if let native = value.asObject?.asNative { return native.summary }
    return value.literal(within: 30) ?? value.kindPhrase
  }

  /// Where the argument stands that goes to parameter `name`: by its name, or by its place.
  private func argumentSpan(_ name: String, _ prototype: Prototype, _ ip: Int) -> Span? {
    guard let site = prototype.site(ip) else { return nil }
    for (index, item) in site.items.enumerated() {
      if case .named(name) = item { return site.spans[index] }
    }
    guard let called = site.name,
      let index =
        (library.builtins[called]?.parameters.map(\.name)
        ?? library.functions[called]?.parameterNames
        ?? (prototype.globals.value(of: called)?.asObject as? FunctionObject)?.parameterNames)?
        .firstIndex(of: name),
      index < site.spans.count, case .value = site.items[index]
    else { return nil }
    return site.spans[index]
  }

  /// Of endless recursion the two ends tell enough; to go through all of it for each error would make one that
  /// is thrown on from call to call cost the square of their number.
  private static let shownAtEachEnd = 20

  /// The calls that led here, the innermost first, and how many in the middle are left out. Those of the standard
  /// library are nobody's: what the program gave it was called from where the library was.
  private func backtrace(
    _ prototype: Prototype, _ open: Slice<UnsafeBufferPointer<Frame>>
  ) -> ([Diagnostic.Frame], omitted: Int) {
    func isShown(_ place: Int) -> Bool {
      !isOfLibrary(open[place].function.takeUnretainedValue())
    }
    var (inner, outer): ([Int], [Int]) = ([], [])
    var (end, start) = (open.endIndex, open.startIndex)
    while start < end, inner.count < Self.shownAtEachEnd {
      end -= 1
      if isShown(end) { inner.append(end) }
    }
    while start < end, outer.count < Self.shownAtEachEnd {
      if isShown(start) { outer.append(start) }
      start += 1
    }
    var callee = prototype
    var frames: [Diagnostic.Frame] = []
    for place in inner + outer.reversed() {
      if place == outer.last, start < end { callee = open[place + 1].prototype }
      let function = open[place].function.takeUnretainedValue()
      let caller = function.prototype
      let position = max(open[place].next - 1 - function.code, 0)
      let span = position < caller.spans.count ? caller.spans[position] : caller.span
      frames.append(.init(function: Self.words(for: callee), source: caller.source, span: span))
      callee = caller
    }
    return (frames, end - start)
  }

  private static func words(for prototype: Prototype) -> String {
    if let name = prototype.name { return "`\(name)`" }
    return prototype.signature.isEmpty ? prototype.source.name : "a function"
  }

  /// What `catch` gives: what was thrown, or a map that tells of the error.
  private func caught(_ thrown: Thrown) -> Value {
    let diagnostic = thrown.diagnostic
    if thrown.value.asMap != nil { return thrown.value }
    let line = diagnostic.label.map { $0.source.line(at: $0.span.start) + 1 }
    return .object(
      MapObject(fields: [
        ("message", .string(diagnostic.title)),
        ("code", .string(diagnostic.code)),
        ("line", line.map { .number(Double($0)) } ?? .none),
        ("notes", .list(diagnostic.notes.map { .string($0) })),
        ("help", diagnostic.help.map { .string($0) } ?? .none),
      ]))
  }
}

extension Prototype {
  /// The instructions as text, one a line, functions within after it.
  var dump: String {
    var lines = ["\(signature.isEmpty ? "program" : signature): \(registers) registers"]
    for position in 0..<count {
      let i = code[position]
      lines.append("  \(position)  \(i.operation) \(i.a) \(i.b) \(i.c)")
    }
    return (lines + inner.map(\.dump)).joined(separator: "\n")
  }
}
