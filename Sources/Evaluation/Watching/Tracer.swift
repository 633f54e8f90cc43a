internal import Syntax

/// Writes each call of a function as it is made, with its arguments, and what it gives; set in as the calls
/// are within each other. Those of natives and of the standard library are left out.
public final class Tracer: Watcher {
  private let output: any OutputSink
  /// The calls that are shown and open: how many are around each.
  private var open: [Int] = []
  private var depth: Int?
  /// A call that is written once it is known whether it calls others.
  private var pending: String?

  /// Set in no further than this.
  private static let deepestShown = 30
  /// Characters of an argument or a result.
  private static let widest = 40

  public init(_ output: any OutputSink) { self.output = output }

  public func step(_ step: Step) {
    if step.depth > depth ?? step.depth { enter(step) }
    depth = step.depth
    // Those that an error has left.
    while let last = open.last, last > step.depth { leave(nil) }
    guard open.last == step.depth else { return }
    if let given = step.given {
      leave("→ " + Self.shown(given))
    } else if let value = step.yielded {
      leave("yields " + Self.shown(value))
    } else if step.endsSequence {
      leave("ends")
    }
  }

  private func enter(_ step: Step) {
    guard !step.machine.isOfLibrary(step.function) else { return }
    writePending()
    let prototype = step.function.prototype
    let arguments = prototype.parameters.enumerated().compactMap { place, parameter in
      let value = step.registers[place]
      if case .undefined = value { return String?.none }
      return "\(parameter.name): \(Self.shown(value))"
    }
    pending = indentation + (prototype.name ?? "fn") + "(\(arguments.joined(separator: ", ")))"
    open.append(step.depth)
  }

  /// The innermost call that is open is over, or a sequence pauses; nil where an error ended it.
  private func leave(_ how: String?) {
    open.removeLast()
    let end = " " + (how ?? "failed")
    if let pending {
      output.write(pending + end + "\n")
      self.pending = nil
    } else {
      output.write(indentation + end.dropFirst() + "\n")
    }
  }

  private func writePending() {
    if let pending { output.write(pending + "\n") }
    pending = nil
  }

  private var indentation: String {
    String(repeating: "  ", count: min(open.count, Self.deepestShown))
  }

  private static func shown(_ value: Value) -> String {
    if let native = value.asObject as? NativeObject { return native.summary }
    return value.literal(within: widest) ?? value.kindPhrase
  }

  public func failed() { while !open.isEmpty { leave(nil) } }

  public func result(of value: Value) -> Value {
    writePending()
    return value
  }
}
