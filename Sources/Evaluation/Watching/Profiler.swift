internal import Glibc
internal import Syntax

/// Measures where a function spends its time: for each line, for each function, and for what is done natively.
///
/// The clock is looked at where the program comes to another line, at calls, and around natives. The time of a
/// line is its own, with that of natives and of the standard library that it calls; the lines of functions that
/// it calls have theirs. A line was run as often as the part of it that was run most: a body on the line of its
/// loop as often as the loop went round.
public final class Profiler: Watcher {
  private struct Line {
    let source: SourceText
    let number: Int
    var nanoseconds: UInt64 = 0
  }

  private struct Native {
    var nanoseconds: UInt64 = 0
    var calls = 0
  }

  private var lines: [Line] = []
  private var places: [ObjectIdentifier: [Int: Int]] = [:]
  private var functions: [UnsafeMutablePointer<Instruction>: FunctionCount] = [:]
  private var natives: [String: Native] = [:]

  private var code: UnsafeMutablePointer<Instruction>?
  private var function: FunctionCount?
  /// While the standard library runs, the line that called it.
  private var caller: Int?
  private var current: Int?
  /// The calls that run, each with how many are around it.
  private var open: [(function: FunctionCount, depth: Int)] = []
  private var began: UInt64 = 0
  private var native: (name: String, began: UInt64)?

  public init() {}

  public func step(_ step: Step) {
    if let native {
      self.native = nil
      natives[native.name, default: Native()].nanoseconds += Self.now - native.began
      natives[native.name]?.calls += 1
    }
    if step.code != code { enter(step) }
    guard let function else { return }
    if open.last?.depth != step.depth { followCalls(step, function) }
    let position = step.position
    function.comes(to: position)
    let line = caller ?? function.lines[position]
    if line != current { go(to: line) }
    if let name = step.native { native = (name, Self.now) }
  }

  private func go(to line: Int?) {
    let now = Self.now
    if let current { lines[current].nanoseconds += now - began }
    began = now
    current = line
  }

  private func followCalls(_ step: Step, _ function: FunctionCount) {
    while let last = open.last, last.depth > step.depth {
      last.function.leave(Self.now)
      open.removeLast()
    }
    guard open.last?.depth != step.depth else { return }
    function.enter(isCall: step.position == 0, Self.now)
    open.append((function, step.depth))
  }

  private func enter(_ step: Step) {
    code = step.code
    caller = nil
    function = count(of: step.function)
    guard step.machine.isOfLibrary(step.function) else { return }
    for place in (0..<step.machine.frameCount).reversed() {
      let frame = step.machine.frames[place]
      let around = frame.function.takeUnretainedValue()
      guard !step.machine.isOfLibrary(around) else { continue }
      caller = count(of: around).lines[max(frame.next - 1 - around.code, 0)]
      function?.isOfLibrary = true
      return
    }
  }

  private func count(of function: FunctionObject) -> FunctionCount {
    if let known = functions[function.code] { return known }
    let prototype = function.prototype
    let source = prototype.source
    let found = prototype.spans.map { span in
      let number = source.line(at: span.start)
      if let known = places[ObjectIdentifier(source)]?[number] { return known }
      places[ObjectIdentifier(source), default: [:]][number] = lines.count
      lines.append(Line(source: source, number: number))
      return lines.count - 1
    }
    let count = FunctionCount(prototype, lines: found)
    functions[function.code] = count
    return count
  }

  // MARK: The result

  public func result(of value: Value) -> Value {
    go(to: nil)
    while let last = open.popLast() { last.function.leave(Self.now) }
    let times = timesOfLines
    let ran = lines.indices.filter { times[$0] > 0 }.map { place in
      let line = lines[place]
      return ProfileObject.Line(
        place: Self.place(line.source, line.number),
        text: line.source.text(in: line.source.span(ofLine: line.number)),
        seconds: Double(line.nanoseconds) * 1e-9, times: times[place])
    }
    let called = natives.map { name, native in
      ProfileObject.Native(
        name: String(name.drop { $0 == "_" }), seconds: Double(native.nanoseconds) * 1e-9,
        calls: native.calls)
    }
    return .object(
      ProfileObject(lines: ran, functions: calledFunctions, natives: called, result: value))
  }

  private var timesOfLines: [Int] {
    var times = Array(repeating: 0, count: lines.count)
    for function in functions.values where !function.isOfLibrary {
      for (position, line) in function.lines.enumerated() {
        times[line] = max(times[line], function.times(position))
      }
    }
    return times
  }

  /// Those of the program, and those of the standard library that a program may call.
  private var calledFunctions: [ProfileObject.Function] {
    functions.values.compactMap { function in
      let prototype = function.prototype
      guard function.calls > 0 else { return nil }
      if function.isOfLibrary, prototype.name?.hasPrefix("_") ?? true { return nil }
      let line = prototype.source.line(at: prototype.span.start)
      return ProfileObject.Function(
        name: prototype.name ?? "fn",
        place: function.isOfLibrary ? "" : Self.place(prototype.source, line),
        seconds: Double(function.nanoseconds) * 1e-9, calls: function.calls)
    }
  }

  private static func place(_ source: SourceText, _ line: Int) -> String {
    "\(source.name):\(line + 1)"
  }

  private static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
