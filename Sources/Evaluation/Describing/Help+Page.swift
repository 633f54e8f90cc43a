internal import Syntax

extension Help {
  /// As `text`, and for a page with the parameters as a table.
  public static func display(for subject: Value, in library: Library) throws -> DisplayBundle {
    let text = try text(for: subject, in: library).trimmedEnd
    var subject = subject
    if let name = subject.asString, let value = library.value(name) { subject = value }
    let parts: [DisplayPart] =
      switch subject {
      case .object(let object as BuiltinObject): page(of: object.description)
      case .object(let object as FunctionObject): page(of: object.description)
      default: [.code(lines(of: text))]
      }
    return DisplayBundle(text: text, page: parts)
  }

  /// As `source`.
  public static func sourceDisplay(of subject: Value, in library: Library) throws -> DisplayBundle {
    DisplayBundle([.code(lines(of: try source(of: subject, in: library).trimmedEnd))])
  }

  /// The page of a function.
  public static func display(for function: FunctionDescription) -> DisplayBundle {
    DisplayBundle(text: text(for: function).trimmedEnd, page: page(of: function))
  }

  private static func page(of function: FunctionDescription) -> [DisplayPart] {
    let signature = DisplayPart.code([function.signature])
    switch function.story {
    case .native(let example):
      let rows = function.parameters.map { parameter in
        [parameter.name, parameter.help, parameter.details.joined(separator: ", ")]
      }
      let table = Table([.left("parameter"), .left("what it is"), .left()], rows)
      return [signature, .lines([function.summary])] + (rows.isEmpty ? [] : [.table(table)])
        + [.lines(["Example:"]), .code(lines(of: example))]
    case .written(let documentation):
      return [
        signature,
        .code(lines(of: documentation ?? "No documentation: put ## lines above `fn`.")),
      ]
    }
  }

  private static func lines(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
