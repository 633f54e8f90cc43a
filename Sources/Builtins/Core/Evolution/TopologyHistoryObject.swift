internal import Evaluation
internal import Figures
internal import Topology

/// What `topology_history` gives: how connections moved from epoch to epoch.
final class TopologyHistoryObject: NativeObject, ObjectConvertible, ValueRepresentable, DrawnObject
{
  static var kindName: String { "topology_history" }
  let history: TopologyHistory

  init(_ history: TopologyHistory) { self.history = history }

  override func copied(_ copier: Copier) -> NativeObject { TopologyHistoryObject(history) }

  override var kind: String { "topology_history" }
  override var length: Int? { records.count }
  override var fieldNames: [String] {
    ["connections", "removed", "grown", "kept", "ever_active", "survivors", "ages", "gates"]
  }

  private var records: [TopologyHistory.Record] { history.records }

  override func field(_ name: String) -> Value? {
    switch name {
    case "connections": records.map(\.connections).asValue
    case "removed": records.map { $0.change?.removed }.asValue
    case "grown": records.map { $0.change?.grown }.asValue
    case "kept": records.map { $0.change?.kept }.asValue
    case "ever_active": records.map(\.everActive).asValue
    case "survivors":
      .list(history.survivors.enumerated().map { Array($1.prefix($0 + 1)).asValue })
    case "ages":
      .list(
        records.map { record in
          record.ages.map { ages in
            .object(
              MapObject(fields: [
                ("youngest", .number(Double(ages.youngest))), ("mean", .number(ages.mean)),
                ("median", .number(Double(ages.median))), ("oldest", .number(Double(ages.oldest))),
              ]))
          } ?? Value.none
        })
    case "gates":
      .list(
        records.map { record in
          .list(zip(history.blockNames, record.blockShares).map { gateShares($0, $1) })
        })
    default: nil
    }
  }

  override var plain: Value? {
    .object(MapObject(fields: fieldNames.map { ($0, field($0) ?? .none) }))
  }

  override var summary: String {
    guard let last = records.last, records.count > 1 else {
      return "topology history of \(records.count) epoch"
    }
    let lasting = Double(last.births[0]) / Double(max(last.connections, 1))
    return
      "topology history of \(records.count) epochs: \(percent(lasting)) of the connections are there "
      + "since the first, \(percent(last.everActive)) of the places were ever active"
  }

  override var display: DisplayBundle {
    guard records.count > 1 else { return DisplayBundle(text: summary) }
    return DisplayBundle([
      .lines([summary]), .picture(FigurePicture { [history] in Figure(Self.panels(of: history)) }),
    ])
  }

  // MARK: Pictures

  var panels: [Panel] { Self.panels(of: history) }
  var matrices: [Panel] { Self.matrices(of: history) }

  private static func panels(of history: TopologyHistory) -> [Panel] {
    let records = history.records
    let initial = records.map { record in
      Double(record.births[0]) / Double(max(record.connections, 1))
    }
    return matrices(of: history) + [
      Panel(
        .lines([
          Series("there since the start", initial),
          Series("places ever active", records.map(\.everActive)),
        ]), xLabel: "epoch", yLabel: "share")
    ]
  }

  private static func matrices(of history: TopologyHistory) -> [Panel] {
    let count = history.records.count
    // Whole per cent: a row is read at a glance.
    let values = history.survivors.flatMap { $0.map { (100 * $0).rounded() } }
    let grid = Grid(
      rows: count, columns: count, values: values,
      gaps: Set(values.indices.filter { values[$0].isNaN }))
    return [
      Panel(
        .heatMap(grid), title: "Connections that are there since each epoch, in %",
        xLabel: "there since epoch", yLabel: "epoch")
    ]
  }
}
