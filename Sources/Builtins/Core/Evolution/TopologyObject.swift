internal import Evaluation
internal import Topology

/// What `topology` gives of a model or a layer: of each matrix a map that tells how its connections are
/// spread. Shows itself as a table, and on a page with pictures of where the connections are.
final class TopologyObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "topology" }
  private let parts: [TopologyPart]
  private let maps: [MapObject]

  init(_ parts: [TopologyPart], _ maps: [MapObject]) {
    self.parts = parts
    self.maps = maps
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    TopologyObject(parts, try maps.map { try copier.copy($0) })
  }

  override var kind: String { "topology" }
  override var length: Int? { maps.count }
  override var plain: Value? { list }
  private var list: Value { .list(maps.map { .object($0) }) }

  override func equals(_ other: NativeObject) -> Bool {
    (other as? TopologyObject).map { list.equals($0.list) } ?? false
  }

  override func subscripted(_ items: [Subscript]) throws -> Value {
    guard items.count == 1 else {
      throw NativeError("S0204", "a topology takes one index", help: "topology(model)[0]")
    }
    let places = try items[0].positions(of: maps.count, in: "the topology")
    if case .index = items[0] { return .object(maps[places[0]]) }
    return .list(places.map { .object(maps[$0]) })
  }

  override func makeIterator() -> (any NativeIterator)? { Each(maps) }

  private final class Each: NativeIterator {
    private var left: ArraySlice<MapObject>
    init(_ maps: [MapObject]) { left = maps[...] }
    func next() -> Value? { left.popFirst().map { .object($0) } }
  }

  // MARK: Display

  private static let mostPictures = 6

  override var summary: String {
    "topology of \(parts.count) \(parts.count == 1 ? "matrix" : "matrices")"
  }

  override var display: DisplayBundle {
    let hasGates = parts.contains { !$0.blockNames.isEmpty }
    let rows = parts.map { part in
      let degrees = Degrees(of: part)
      return [
        part.name, "\(part.rows.grouped) by \(part.columns.grouped)", part.count.grouped,
        percent(part.places > 0 ? Double(part.count) / part.places : 0),
        Self.span(degrees.inputs), Self.span(degrees.outputs),
      ] + (hasGates ? [Self.gates(part)] : [])
    }
    let table = Table(
      [
        .left(), .left("size"), .right("connections"), .right("density"), .right("inputs"),
        .right("outputs"),
      ] + (hasGates ? [.left("gates")] : []), rows)
    let pictures = parts.compactMap { part in
      part.matrix.map { ConnectionPicture(matrix: $0, title: part.name) }
    }.filter { !$0.isEmpty }.prefix(Self.mostPictures)
    return DisplayBundle(
      [.table(table)] + (pictures.isEmpty ? [] : [.pictures(Array(pictures))]))
  }

  /// `2 to 9`
  private static func span(_ degrees: DegreeStatistics) -> String {
    "\(degrees.minimum.grouped) to \(degrees.maximum.grouped)"
  }

  private static func gates(_ part: TopologyPart) -> String {
    zip(part.blockNames, part.blockShares).map { "\($0) \(percent($1))" }.joined(separator: "  ")
  }
}
