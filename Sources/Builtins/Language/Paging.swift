internal import Evaluation

/// Long output by pages.
let pagingBuiltins: [Builtin] = [
  Builtin(
    "pager", in: .output,
    "Shows a value by pages, all of it: of a list each element, of a map each key on a line. At a terminal in "
      + "the program that `PAGER` names, else in `less`; elsewhere it is written at once.",
    .required("value", "any value"),
    example: "pager(\"one page\")  # prints: one page", isShown: true
  ) { (context, value: Value) in
    if case .none = value {
      throw NativeError(
        "S0302", "there is nothing to show by pages", label: "this is none",
        help: "`help` and the like show by themselves, and give nothing", argument: "value")
    }
    context.output.page(try lines(of: value, context).joined(separator: "\n") + "\n")
    return Value.none
  }
]

private func lines(of value: Value, _ context: CallContext) throws -> [String] {
  switch value.asObject {
  case let list as ListObject: try context.map(list.items) { $0.printed }
  case let map as MapObject:
    try context.map(map.pairs) { "\(Value.keyText($0.key)): \($0.value.printed)" }
  default: [value.printed]
  }
}
