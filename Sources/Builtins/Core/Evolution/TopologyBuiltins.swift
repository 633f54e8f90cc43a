internal import Evaluation
internal import Tensors
internal import Topology

private let firstHelp = "a model, a layer or a sparse matrix"
private let secondHelp = "another of the same sizes, such as a copy made later"
private let targetHelp = "a model, a layer of one, or a sparse matrix"

/// Looking at connections.
let topologyBuiltins: [Builtin] = [
  Builtin(
    "topology", in: .evolution,
    "Tells how connections are spread, of each matrix: inputs of each unit, outputs of each input, shares of "
      + "the gates.",
    .required("layer", targetHelp),
    example: "let layer = sparse_dense(4, inputs: 4, density: 0.5)\nlet m = sequential(layer)\n"
      + "topology(layer)[0].connections  # 8"
  ) { (_, layer: TopologySource) in
    let parts = try layer.parts()
    let maps = parts.map { topology(of: $0) }
    return layer.isMatrix ? maps[0].asValue : TopologyObject(parts, maps).asValue
  },
  Builtin(
    "overlap", in: .evolution,
    "Counts the connections that two topologies share, beside what chance would give.",
    .required("first", firstHelp), .required("second", secondHelp),
    example: "let a = sparse(10, 10, density: 0.2, seed: 1)\noverlap(a, a).share  # 1"
  ) { (_, first: TopologySource, second: TopologySource) in
    let (a, b) = try TopologySource.pairs(first, second)
    let sparse = a.indices.filter { a[$0].matrix != nil || b[$0].matrix != nil }
    return try bridged {
      let whole = try TopologyOverlap(sparse.map { a[$0] }, sparse.map { b[$0] })
      let parts = try sparse.map { number in
        Value.object(
          MapObject(
            fields: [("name", .string(a[number].name))]
              + fields(try TopologyOverlap(a[number], b[number]))))
      }
      return MapObject(fields: fields(whole) + [("parts", .list(parts))])
    }
  },
  Builtin(
    "topology_change", in: .evolution,
    "Tells what became of the connections: which died, which grew, which stayed; plot draws it.",
    .required("before", firstHelp), .required("after", secondHelp),
    example:
      "let before = to_sparse(tensor([[1, 2, 0]]))\nlet after = to_sparse(tensor([[1, 0, 3]]))\n"
      + "topology_change(before, after).grown  # 1"
  ) { (_, before: TopologySource, after: TopologySource) in
    let (a, b) = try TopologySource.pairs(before, after)
    return try bridged {
      TopologyChangeObject(
        try a.indices.filter { a[$0].matrix != nil || b[$0].matrix != nil }.map {
          try ConnectionChange(from: a[$0], to: b[$0])
        })
    }
  },
  Builtin(
    "topology_history", in: .evolution,
    "Follows connections through copies made one an epoch: how many survive, and since when; plot draws it.",
    .required(
      "copies",
      "a list of models, layers or sparse matrices of the same sizes, the first at the start"),
    example:
      "let m = sequential(sparse_dense(10, inputs: 20, density: 0.2), dense(1))\nlet copies = [copy(m)]\n"
      + "for epoch in 0..3 {\n    evolve(m, set_evolution(zeta: 0.3))\n    append(copies, copy(m))\n}\n"
      + "length(topology_history(copies))  # 4"
  ) { (context, copies: TopologySources) in
    guard !copies.sources.isEmpty else {
      throw NativeError(
        "S0302", "there is nothing to follow", label: "the list is empty",
        help: "collect copies:  append(copies, copy(model))", argument: "copies")
    }
    var history = TopologyHistory()
    for copy in copies.sources {
      try context.checkStop()
      let parts = try copy.parts()
      for part in parts where part.matrix == nil { try TopologySource.checkWhole(part) }
      try bridged { try history.record(parts) }
      if history.names.isEmpty { throw TopologySource.nothingSparse }
    }
    return TopologyHistoryObject(history)
  },
  Builtin(
    "topology_distance", in: .evolution,
    "Measures how different two topologies are when units may be renumbered (NNSTD), beside chance.",
    .required("first", firstHelp), .required("second", secondHelp),
    .optional("seed", default: 0, "of the random pair that `expected` is the distance of"),
    example: "let a = sparse(10, 20, density: 0.2, seed: 1)\ntopology_distance(a, a).distance  # 0"
  ) { (context, first: TopologySource, second: TopologySource, seed: Int) in
    let (a, b) = try TopologySource.pairs(first, second)
    let most = a.map(\.units).max() ?? 0
    if most <= TopologyDistance.mostUnits {
      try MemoryBudget.check(
        16 * Double(most) * Double(most), for: "the distances of all pairs of units")
    }
    return try bridged {
      let distance = try TopologyDistance(from: a, to: b, checkStop: context.checkStop)
      var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)))
      let chance = try TopologyDistance(
        from: a.randomised(using: &random), to: b.randomised(using: &random),
        checkStop: context.checkStop)
      let parts = zip(distance.parts, chance.parts).map { part, other in
        Value.object(
          MapObject(fields: [
            ("name", .string(part.name)), ("distance", .number(part.distance)),
            ("expected", .number(other.distance)),
          ]))
      }
      return MapObject(fields: [
        ("distance", .number(distance.mean)), ("expected", .number(chance.mean)),
        ("parts", .list(parts)),
      ])
    }
  },
  Builtin(
    "spectrum", in: .evolution,
    "Gives the largest singular values of sparse matrices, and how well their connections join all units.",
    .required("layer", targetHelp),
    .optional("count", default: 2, "how many singular values", range: .from(1, to: 1000)),
    .choice("by", ["connections", "weights"], "each connection as 1, or as its weight"),
    example: "let s = spectrum(to_sparse(tensor([[3, 0], [0, 4]])), by: \"weights\")\n"
      + "round(s.gap, 6)  # 1"
  ) { (context, layer: TopologySource, count: Int, by: String) in
    let spectra = try layer.sparseParts().map { part in
      try MemoryBudget.check(
        24 * Double(part.count) + 8 * Double(128 + count)
          * (Double(part.rows) + Double(part.columns)),
        for: "the spectrum of `\(part.name)`")
      let spectrum = try bridged {
        try Spectrum(
          of: part, count: count, isWeighted: by == "weights", checkStop: context.checkStop)
      }
      return Value.object(map(of: spectrum, name: part.name))
    }
    return layer.isMatrix ? spectra[0] : .list(spectra)
  },
  Builtin(
    "dead_units", in: .evolution,
    "Finds units without any input or output, and words without any entry; outputs are told of a model.",
    .required("layer", targetHelp),
    example: "dead_units(to_sparse(tensor([[1, 2], [0, 0]]))).without_input  # [1]"
  ) { (_, layer: TopologySource) in
    let layers = try layer.layers()
    let found = layers.enumerated().map { number, one in
      let above = number + 1 < layers.count ? layers[number + 1].parts : []
      return Value.object(map(of: DeadUnits(one.parts, above: above), kind: one.kind))
    }
    return layers.count == 1 ? found[0] : .list(found)
  },
]

private func topology(of part: TopologyPart) -> MapObject {
  let degrees = Degrees(of: part)
  func map(_ statistics: DegreeStatistics) -> Value {
    .object(
      MapObject(fields: [
        ("minimum", .number(Double(statistics.minimum))), ("mean", .number(statistics.mean)),
        ("maximum", .number(Double(statistics.maximum))),
        ("without", .number(Double(statistics.without))),
      ]))
  }
  return MapObject(fields: [
    ("name", .string(part.name)),
    ("rows", .number(Double(part.rows))), ("columns", .number(Double(part.columns))),
    ("connections", .number(Double(part.count))),
    ("density", .number(part.places == 0 ? 0 : Double(part.count) / part.places)),
    ("inputs", map(degrees.inputs)), ("outputs", map(degrees.outputs)),
    ("gates", gateShares(part.blockNames, part.blockShares)),
  ])
}

/// The share of each gate by its name; none where there are no gates.
func gateShares(_ names: [String], _ shares: [Double]) -> Value {
  guard !names.isEmpty else { return .none }
  return .object(MapObject(fields: zip(names, shares).map { ($0, .number($1)) }))
}

private func fields(_ overlap: TopologyOverlap) -> [(String, Value)] {
  [
    ("shared", .number(Double(overlap.shared))), ("share", .number(overlap.share)),
    ("expected", .number(overlap.expectedShare)),
    ("only_first", .number(Double(overlap.first - overlap.shared))),
    ("only_second", .number(Double(overlap.second - overlap.shared))),
  ]
}

private func map(of spectrum: Spectrum, name: String) -> MapObject {
  MapObject(fields: [
    ("name", .string(name)), ("values", spectrum.values.asValue), ("gap", spectrum.gap.asValue),
    ("delta_r", spectrum.ramanujan.asValue), ("delta_s", spectrum.spread.asValue),
    ("row_degree", .number(spectrum.rowDegree)),
    ("column_degree", .number(spectrum.columnDegree)),
  ])
}

private func map(of dead: DeadUnits, kind: String) -> MapObject {
  MapObject(fields: [
    ("layer", .string(kind)), ("units", .number(Double(dead.units))),
    ("dead", .number(Double(Set(dead.withoutInput + dead.withoutOutput).count))),
    ("without_input", dead.withoutInput.asValue), ("without_output", dead.withoutOutput.asValue),
    ("empty_words", dead.emptyWords.asValue),
  ])
}
