internal import Evaluation
internal import Figures

/// What `watch:` recorded, as curves and as matrices.
extension HistoryObject {
  /// A measure, and of each part a number a report.
  typealias Watched = (measure: String, parts: [(name: String, values: [Double])])

  var watched: [Watched] {
    guard let first = reports.first?["watched"]?.asMap else { return [] }
    return first.pairs.map { measure, parts in
      let names = parts.asMap?.pairs.map(\.key.text) ?? []
      return (
        measure.text,
        names.map { name in
          (
            name,
            reports.map {
              $0["watched"]?.asMap?[measure.text]?.asMap?[name]?.asNumber ?? .nan
            }
          )
        }
      )
    }
  }

  /// The same for a program: a map of measures, each a map of lists.
  var watchedValue: Value {
    .object(
      MapObject(
        fields: watched.map { measure, parts in
          (measure, .object(MapObject(fields: parts.map { ($0.name, $0.values.asValue) })))
        }))
  }

  /// A panel of curves for each measure.
  var watchedPanels: [Panel] {
    watched.filter { !$0.parts.isEmpty }.map { measure, parts in
      Panel(.lines(parts.map { Series($0.name, $0.values, from: 1) }), yLabel: measure)
    }
  }

  /// A row for each part, a column for each report.
  var watchedMatrices: [Panel] {
    watched.filter { !$0.parts.isEmpty }.map { measure, parts in
      let grid = Grid(
        rows: parts.count, columns: reports.count, values: parts.flatMap(\.values),
        rowNames: parts.map(\.name), columnNames: reports.indices.map { "\($0 + 1)" })
      return Panel(.heatMap(grid), title: measure, xLabel: "report")
    }
  }
}
