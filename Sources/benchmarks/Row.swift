internal import Tensors
internal import Training

/// What a benchmark found: its sizes and its figures, in order.
struct Row {
  enum Item {
    case text(String)
    case whole(Int)
    case number(Double)
  }

  private var items: [(name: String, item: Item)] = []

  init(_ benchmark: String) {
    add("benchmark", .text(benchmark))
    add("kernels", .text(Kernels.name))
  }

  mutating func add(_ name: String, _ item: Item) { items.append((name, item)) }

  func print(asJSON: Bool) {
    var row = self
    row.add("peak_bytes", .whole(PeakMemory.bytes))
    Swift.print(asJSON ? row.json : row.text)
  }

  private var json: String {
    "{" + items.map { "\"\($0.name)\": \(Self.literal($0.item))" }.joined(separator: ", ") + "}"
  }

  private var text: String {
    items.map { "\($0.name) \(Self.literal($0.item).filter { $0 != "\"" })" }
      .joined(separator: "  ")
  }

  private static func literal(_ item: Item) -> String {
    switch item {
    case .text(let text): "\"\(text)\""
    case .whole(let number): "\(number)"
    // Six digits.
    case .number(let number): number.magnitude >= 1e6 ? "\(number.rounded())" : "\(Float(number))"
    }
  }
}
