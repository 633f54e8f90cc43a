internal import Evaluation

/// What makes tables, and what they are made into. `sort`, `take`, `shuffle`, `filter`, `map` and `join` take them
/// too, and `group` is written in setl.
let tableBuiltins: [Builtin] = [
  Builtin(
    "table", in: .tables,
    "Makes a table of rows that are maps or lists, as `read_csv` gives them, or of a map of columns.",
    .required(
      "rows", "maps, lists of values, or a map from names to lists", kinds: TableSource.kinds),
    .optional(
      "columns", shown: "all",
      "the names of the columns in their order; needed where rows are lists",
      orElse: [String]?.none),
    example:
      "let t = table([{city: \"Rome\", price: 9}, {city: \"Oslo\", price: 12}])\n"
      + "t.price  # [9, 12]",
    aliases: [
      "DataFrame": "table($rows)", "tibble": "table($rows)", "as_tibble": "table($rows)",
    ]
  ) { (context, rows: TableSource, columns: [String]?) in try rows.table(context, columns: columns)
  },
  Builtin(
    "select", in: .tables, "Gives a table with some of its columns, in this order.",
    .required("table", "the table, or rows of one", kinds: TableSource.kinds),
    .rest("columns", "their names", kinds: .of("string")),
    example: "select(table([{a: 1, b: 2, c: 3}]), \"c\", \"a\").columns  # [\"c\", \"a\"]"
  ) { (context, table: TableSource, columns: [Value]) in
    try table.table(context).selecting(columns.compactMap(\.asString))
  },
  Builtin(
    "rename", in: .tables, "Gives a table with other names for some of its columns.",
    .required("table", "the table, or rows of one", kinds: TableSource.kinds),
    .required("names", "a map from names to new names"),
    example: "rename(table([{a: 1, b: 2}]), {a: \"first\"}).columns  # [\"first\", \"b\"]"
  ) { (context, source: TableSource, names: MapObject) in
    let table = try source.table(context)
    for key in names.keys { _ = try table.column(key.text, argument: "names") }
    let renamed = table.names.map { names[$0]?.text ?? $0 }
    try TableSource.checkDifferent(renamed, argument: "names")
    return TableObject(renamed, table.columns, count: table.count)
  },
  Builtin(
    "_groups", in: .tables,
    "Gives the rows of a table that agree in some columns, with what they agree in.",
    .required("rows", "the table, or rows of one", kinds: TableSource.kinds),
    .required("by", "a column, or a list of several", kinds: .of("string", "list")),
    example: "length(_groups([{a: 1}, {a: 2}, {a: 1}], \"a\"))  # 2"
  ) { (context, source: TableSource, by: Value) in
    let table = try source.table(context)
    let names = try table.columnNames(by, "by")
    return Value.list(
      try table.groups(names, context).map { .list([.object($0.key), .object($0.rows)]) })
  },
  writer("to_markdown", "Writes a table as Markdown.", "| a |\\n| ---: |\\n| 1 |\\n") {
    TableText.markdown($0)
  },
  writer("to_latex", "Writes a table as a `tabular` of LaTeX.", nil) { TableText.latex($0) },
  writer("to_html", "Writes a table as an element of a page.", nil) { TableText.html($0) },
  Builtin(
    "to_csv", in: .tables, "Writes a table as comma-separated values that come back as they were.",
    .required("table", "the table, or rows of one", kinds: TableSource.kinds),
    example: "to_csv([{a: 1, b: \"x\"}])  # \"a,b\\n1,x\\n\""
  ) { (context, source: TableSource) in
    let table = try source.table(context)
    return String(
      decoding: try TableOutput.bytes(
        of: try table.plain?.asList?.values ?? [], separator: 0x2C, context),
      as: UTF8.self)
  },
]

private func writer(
  _ name: String, _ summary: String, _ result: String?, _ write: @escaping (Table) -> String
) -> Builtin {
  Builtin(
    name, in: .tables, summary,
    .required("table", "the table, or rows of one", kinds: TableSource.kinds),
    .optional(
      "digits", shown: "as many as tell the numbers apart",
      "digits after the point of columns that are not whole", orElse: Int?.none,
      range: .from(0, to: 17)),
    example: "\(name)([{a: 1}])" + (result.map { "  # \"\($0)\"" } ?? "")
  ) { (context, source: TableSource, digits: Int?) in
    write(try TableDisplay(source.table(context), digits: digits).whole(context))
  }
}
