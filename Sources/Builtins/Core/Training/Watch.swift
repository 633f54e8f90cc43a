internal import Evaluation
internal import Layers
internal import Topology
internal import Training

/// What a training records of its connections with each report, a number for each matrix or gate.
struct Watch {
  /// One of the things that can be recorded.
  enum Measure: String, CaseIterable {
    case density, active, ages, overlap, gates, degrees, dead

    /// What it tells, as help lists it.
    var meaning: String {
      switch self {
      case .density: "share of the connections that exist"
      case .active: "share of the places that ever held one"
      case .ages: "mean age in steps"
      case .overlap: "share of the first connections that are there"
      case .gates: "share of each gate"
      case .degrees: "most inputs of a unit"
      case .dead: "units without input or output"
      }
    }
  }

  static let help =
    "what to record of connections with each report: "
    + Measure.allCases.map { "\"\($0.rawValue)\" (\($0.meaning))" }.joined(separator: ", ")

  let measures: [Measure]
  /// The connections at the start.
  private let first: [TopologyPart]

  /// Throws where a name is none of the measures, or the model has nothing to record.
  init?(_ names: [String], _ model: Model) throws {
    guard !names.isEmpty else { return nil }
    measures = try names.map { name in
      guard let measure = Measure(rawValue: name) else {
        throw NativeError(
          "S0302", "`watch` knows no \"\(name)\"",
          notes: [
            "there are " + Measure.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
          ], argument: "watch")
      }
      return measure
    }
    first = try TopologySource(model).sparseParts()
  }

  var needsPlaces: Bool { measures.contains(.active) }

  /// A map of measures, each a map of a number for each part.
  func record(_ run: TrainingRun) throws -> MapObject {
    let source = TopologySource(run.model)
    let parts = try source.sparseParts()
    return MapObject(
      fields: try measures.map { measure in
        let numbers = try numbers(measure, source, parts, run)
        return (
          measure.rawValue,
          .object(MapObject(fields: numbers.map { ($0.name, .number($0.value)) }))
        )
      })
  }

  private func numbers(
    _ measure: Measure, _ source: TopologySource, _ parts: [TopologyPart], _ run: TrainingRun
  ) throws -> [(name: String, value: Double)] {
    switch measure {
    case .density:
      return parts.map { ($0.name, $0.places > 0 ? Double($0.count) / $0.places : 0) }
    case .active:
      return zip(parts, run.placesSeen?.parts ?? []).map { ($0.name, $1.seen.share) }
    case .ages:
      return zip(parts, run.model.network.sparsePlaces).map { part, place in
        let ages = run.state(of: place.matrix)?.ages ?? []
        let sum = ages.reduce(0.0) { $0 + Double($1) }
        return (part.name, ages.isEmpty ? 0 : sum / Double(ages.count))
      }
    case .overlap:
      return try bridged {
        try zip(first, parts).map { before, now in
          let shared = Double(try TopologyOverlap(before, now).shared)
          return (now.name, before.count > 0 ? shared / Double(before.count) : 1)
        }
      }
    case .gates:
      return parts.flatMap { part in
        zip(part.blockNames, part.blockShares).map { ("\(part.name), \($0)", $1) }
      }
    case .degrees:
      return parts.map { ($0.name, Double(Degrees(of: $0).inputs.maximum)) }
    case .dead:
      let layers = try source.layers()
      return layers.enumerated().map { number, layer in
        let above = number + 1 < layers.count ? layers[number + 1].parts : []
        let dead = DeadUnits(layer.parts, above: above)
        return (
          "\(number): \(layer.kind)",
          Double(Set(dead.withoutInput + dead.withoutOutput).count)
        )
      }
    }
  }
}
