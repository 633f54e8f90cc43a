internal import Syntax

extension Help {
  /// As `text`, and for a page with the parameters as a table.
  public static func display(for subject: Value, in library: Library) throws -> DisplayBundle {
    let text = try text(for: subject, in: library).trimmedEnd
    var subject = subject
    if let name = subject.asString, let value = library.value(name) { subject = value }
    let parts: [DisplayPart] =
      switch subject {
      case .object(let object as BuiltinObject): page(of: object.builtin)
      case .object(let object as FunctionObject): page(of: object)
      default: [.code(lines(of: text))]
      }
    return DisplayBundle(text: text, page: parts)
  }

  /// As `source`.
  public static func sourceDisplay(of subject: Value, in library: Library) throws -> DisplayBundle {
    let text = try source(of: subject, in: library).trimmedEnd
    return DisplayBundle(text: text, page: [.code(lines(of: text))])
  }

  private static func page(of builtin: Builtin) -> [DisplayPart] {
    let rows = builtin.parameters.map { parameter in
      [parameter.name, parameter.help, parameter.details.joined(separator: ", ")]
    }
    let table = Table([.left("parameter"), .left("what it is"), .left()], rows)
    return [.code([builtin.signature]), .lines([builtin.summary])]
      + (rows.isEmpty ? [] : [.table(table)])
      + [.lines(["Example:"]), .code(lines(of: builtin.example))]
  }

  private static func page(of function: FunctionObject) -> [DisplayPart] {
    [
      .code([function.signature]),
      .code(lines(of: function.documentation ?? "No documentation: put ## lines above `fn`.")),
    ]
  }

  private static func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
