internal import Evaluation
internal import Figures
internal import Tensors
internal import Topology

/// What `topology_change` gives: how many connections died, grew and stayed, of all and of each matrix, and where.
final class TopologyChangeObject: NativeObject, ObjectConvertible, ValueRepresentable, DrawnObject {
  static var kindName: String { "topology_change" }
  let changes: [ConnectionChange]

  init(_ changes: [ConnectionChange]) { self.changes = changes }

  override func copied(_ copier: Copier) -> NativeObject { TopologyChangeObject(changes) }

  override var kind: String { "topology_change" }
  override var fieldNames: [String] { ["removed", "grown", "kept", "parts"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "removed": .number(Double(removed))
    case "grown": .number(Double(grown))
    case "kept": .number(Double(kept))
    case "parts":
      .list(
        changes.map { change in
          .object(
            MapObject(
              fields: [("name", .string(change.name))] + Self.counts(change) + [
                ("died", .object(SparseObject(change.died))),
                ("grew", .object(SparseObject(change.grew))),
                ("stayed", .object(SparseObject(change.stayed))),
              ]))
        })
    default: nil
    }
  }

  private static func counts(_ change: ConnectionChange) -> [(String, Value)] {
    [
      ("removed", .number(Double(change.died.count))),
      ("grown", .number(Double(change.grew.count))),
      ("kept", .number(Double(change.stayed.count))),
    ]
  }

  override var plain: Value? {
    .object(
      MapObject(fields: [
        ("removed", .number(Double(removed))), ("grown", .number(Double(grown))),
        ("kept", .number(Double(kept))),
        (
          "parts",
          .list(
            changes.map {
              .object(MapObject(fields: [("name", .string($0.name))] + Self.counts($0)))
            })
        ),
      ]))
  }

  private var removed: Int { changes.reduce(0) { $0 + $1.died.count } }
  private var grown: Int { changes.reduce(0) { $0 + $1.grew.count } }
  private var kept: Int { changes.reduce(0) { $0 + $1.stayed.count } }

  override var summary: String {
    "topology change: \(removed.grouped) removed, \(grown.grouped) grown, \(kept.grouped) kept"
  }

  override var display: DisplayBundle {
    let rows = changes.map { change in
      [
        change.name, "\(change.rows.grouped) by \(change.columns.grouped)",
        change.died.count.grouped, change.grew.count.grouped, change.stayed.count.grouped,
      ]
    }
    let table = Table(
      [.left(), .left("size"), .right("removed"), .right("grown"), .right("kept")], rows)
    return DisplayBundle([
      .lines([summary]), .table(table),
      .picture(FigurePicture { [changes] in Figure(Self.matrices(of: changes)) }),
    ])
  }

  // MARK: Pictures

  /// The most matrices that are drawn, one below the other.
  private static let mostPanels = 12

  var panels: [Figures.Panel] { matrices }

  var matrices: [Figures.Panel] { Self.matrices(of: changes) }

  private static func matrices(of changes: [ConnectionChange]) -> [Figures.Panel] {
    changes.prefix(mostPanels).map { change in
      var map = KindMap(
        rows: change.rows, columns: change.columns, names: ["stayed", "died", "grew"])
      for (kind, matrix) in [change.stayed, change.died, change.grew].enumerated() {
        for row in 0..<matrix.rows {
          for position in matrix.positions(ofRow: row) {
            map.add(row: row, column: Int(matrix.columnIndices[position]), kind: kind)
          }
        }
      }
      let (xLabel, yLabel) = axes(of: change)
      return Figures.Panel(
        .kinds(map), title: changes.count > 1 ? change.name : "", xLabel: xLabel, yLabel: yLabel)
    }
  }

  /// What columns and rows stand for.
  private static func axes(of change: ConnectionChange) -> (x: String, y: String) {
    switch change.role {
    case .embedding: ("unit", "word")
    case .input: ("input", change.blocks > 1 ? "units, gate by gate" : "unit")
    case .recurrent: ("unit a step before", change.blocks > 1 ? "units, gate by gate" : "unit")
    }
  }
}
