internal import Syntax

/// What a function can be called with, and what is told of a call that does not fit.
struct CallSignature {
  struct Slot {
    var name: String
    var isRequired: Bool
    var takesRest: Bool
  }

  let name: String
  /// `round(x, digits = 0)`
  var text: String { write() }
  let slots: [Slot]
  /// A call that fits needs no words.
  private let write: () -> String

  init(_ builtin: Builtin) {
    name = builtin.name
    write = { builtin.signature }
    slots = builtin.parameters.map {
      Slot(name: $0.name, isRequired: $0.isRequired, takesRest: $0.takesRest)
    }
  }

  init(_ prototype: Prototype) {
    name = prototype.name ?? "this function"
    write = { prototype.signature }
    slots = prototype.parameters.map {
      Slot(name: $0.name, isRequired: $0.isRequired, takesRest: $0.takesRest)
    }
  }

  /// A function as it is written in `source`.
  init(_ function: Function, named name: String, in source: SourceText) {
    self.name = name
    write = { function.signature(named: name, in: source) }
    slots = function.parameters.map {
      Slot(
        name: $0.name, isRequired: $0.defaultValue == nil && !$0.takesRest, takesRest: $0.takesRest)
    }
  }

  /// The parameter that takes the rest; what comes after it can only be named.
  var rest: Int? { slots.firstIndex { $0.takesRest } }
  /// How many arguments are taken by place alone, without those that `rest` takes.
  var fixed: Int { rest ?? slots.count }

  func place(of argument: String) -> Int? {
    slots.firstIndex { $0.name == argument && !$0.takesRest }
  }

  // MARK: Messages

  func tooMany(_ count: Int) -> NativeError {
    NativeError(
      "S0304", "too many arguments for `\(name)`",
      label: "it takes \(fixed == 0 ? "none" : "\(fixed)"), here are \(count)", notes: [text])
  }

  func unknown(_ argument: String, _ foreign: ForeignNames) -> NativeError {
    let names = slots.map(\.name)
    let near = foreign.parameter(argument, among: names) ?? nearest(to: argument, among: names)
    var error = NativeError(
      "S0304", "`\(name)` has no argument `\(argument)`",
      label: near.map { "did you mean `\($0)`?" } ?? "unknown argument", notes: [text],
      argument: argument)
    error.blamesName = true
    return error
  }

  func twice(_ argument: String) -> NativeError {
    NativeError(
      "S0304", "`\(argument)` of `\(name)` is given twice", notes: [text], argument: argument)
  }

  func missing(_ slot: Slot) -> NativeError {
    NativeError(
      "S0304", "`\(name)` needs `\(slot.name)`", label: "it is missing here", notes: [text])
  }
}

extension Function {
  /// `fit(model, data, epochs = 1)`
  func signature(named name: String?, in source: SourceText) -> String {
    let texts = parameters.map { parameter in
      let kind = parameter.kind.map { ": \($0.name)" } ?? ""
      let standard = parameter.defaultValue.map { " = " + source.text(in: $0.span) } ?? ""
      return (parameter.takesRest ? "..." : "") + parameter.name + kind + standard
    }
    return "\(name ?? "fn")(\(texts.joined(separator: ", ")))"
  }
}
