internal import Evaluation

extension Session {
  /// What holds most of the memory, for whoever is short of it: ``weights` holds 1.2 GB`.
  var largestHolders: [String] {
    let results = globals.value(of: "Out")?.asMap?.pairs ?? []
    let named =
      globals.definedNames.filter { !Self.given.contains($0) }.compactMap { name in
        globals.value(of: name).map { ("`\(name)`", Footprint.bytes(of: $0)) }
      }
      + results.map { ("Out[\($0.key.literal)]", Footprint.bytes(of: $0.value)) }
    let largest = named.filter { $0.1 >= Self.smallestToTell }.sorted { $0.1 > $1.1 }.prefix(3)
    guard !largest.isEmpty else { return [] }
    let list = largest.map { "\($0.0) holds \(MemoryBudget.words($0.1))" }
    return [list.joined(separator: ", ") + ":  forget(…) lets go"]
  }

  private static let smallestToTell = 1e6
}
