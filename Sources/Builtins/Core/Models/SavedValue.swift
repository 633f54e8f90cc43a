internal import Evaluation
internal import Training

/// What `save` writes, and in which forms: one for each ending of a file's name.
enum SavedValue: ValueConvertible {
  static var kindName: String { kinds.phrase }
  static var kinds: KindSet {
    [
      "model", "training", "figure", "history", "evaluation", "list", "map", "table", "cells",
    ]
  }
  case model(ModelObject)
  /// From which `training(…, resume: …)` goes on.
  case training(TrainingObject)
  case figure(FigureObject)
  /// What is a table, and as JSON holds `plain`.
  case table(name: String, rows: [Value], plain: Value)
  case map(MapObject)
  case records(TableObject)

  static func convert(_ value: Value) -> SavedValue? {
    switch value.asObject {
    case let model as ModelObject: .model(model)
    case let training as TrainingObject: .training(training)
    case let figure as FigureObject: .figure(figure)
    case let history as HistoryObject:
      .table(name: "a history", rows: history.rows, plain: history.plain ?? .none)
    case let evaluation as EvaluationObject:
      .table(name: "an evaluation", rows: evaluation.rows, plain: evaluation.plain ?? .none)
    case let list as ListObject: .table(name: "a list", rows: list.values, plain: value)
    case let cells as NativeObject where cells.isKind("cells"):
      (try? cells.plain).map {
        .table(name: "a history", rows: $0.asList?.values ?? [], plain: $0)
      }
    case let map as MapObject: .map(map)
    case let table as TableObject: .records(table)
    default: nil
    }
  }

  private var name: String {
    switch self {
    case .model: "a model"
    case .training: "a training"
    case .figure: "a figure"
    case .table(let name, _, _): name
    case .map: "a map"
    case .records: "a table"
    }
  }

  private var endings: [String] {
    switch self {
    case .model, .training: ["safetensors"]
    case .figure: ["svg", "png", "txt"]
    case .table: ["csv", "tsv", "json"]
    case .map: ["json"]
    case .records: ["csv", "tsv", "json", "md", "tex", "html"]
    }
  }

  func bytes(for path: String, _ context: CallContext) throws -> [UInt8] {
    let ending = Self.ending(of: path)
    // A model has one form, which a name without an ending leaves no doubt about.
    if case .model(let model) = self, ending == nil { return model.model.file.bytes }
    guard let ending, endings.contains(ending) else { throw unknown(ending) }
    switch self {
    case .model(let model): return model.model.file.bytes
    case .training(let training): return training.bytes
    case .figure(let figure): return try figure.bytes(as: ending)
    case .map(let map): return try Self.json(.object(map), context)
    case .records(let table): return try Self.bytes(of: table, as: ending, context)
    case .table(_, let rows, let plain):
      if ending == "json" { return try Self.json(plain, context) }
      return try TableOutput.bytes(
        of: rows, separator: UInt8(ascii: ending == "tsv" ? "\t" : ","), context)
    }
  }

  private static func bytes(
    of table: TableObject, as ending: String, _ context: CallContext
  ) throws -> [UInt8] {
    func shown(_ write: (Table) -> String) throws -> [UInt8] {
      Array(write(try TableDisplay(table).whole(context)).utf8)
    }
    switch ending {
    case "json": return try json(try table.plain ?? .none, context)
    case "md": return try shown(TableText.markdown)
    case "tex": return try shown(TableText.latex)
    case "html": return try shown(TableText.html)
    default:
      return try TableOutput.bytes(
        of: try table.plain?.asList?.values ?? [],
        separator: UInt8(ascii: ending == "tsv" ? "\t" : ","),
        context)
    }
  }

  private static func json(_ value: Value, _ context: CallContext) throws -> [UInt8] {
    try JSONOutput.bytes(of: value, context) + [UInt8(ascii: "\n")]
  }

  /// What follows the last dot of the file's name, in small letters; nil where none does.
  static func ending(of path: String) -> String? {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count < 2 || parts[0].isEmpty && parts.count == 2 ? nil : parts.last?.lowercased()
  }

  private func unknown(_ ending: String?) -> NativeError {
    let known = endings.map { "." + $0 }
    let list =
      known.count == 1
      ? known[0] : known.dropLast().joined(separator: ", ") + " and \(known[known.count - 1])"
    return NativeError(
      "S0422",
      ending.map { "\(name) is not saved as .\($0)" } ?? "\(name) is saved by its file's ending",
      label: "there is \(list)", help: "save(…, \"name\(known[0])\")", argument: "path")
  }
}
