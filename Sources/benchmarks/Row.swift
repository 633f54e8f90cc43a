internal import Measuring
internal import Tensors
internal import Training

/// What a benchmark found: its sizes and its figures, in order.
struct Row {
  enum Item {
    case text(String)
    case whole(Int)
    case number(Double)
    case flag(Bool)
  }

  /// The item by which two runs are compared, and whether more of it is better.
  struct Figure {
    let name: String
    let isRate: Bool

    static func rate(_ name: String) -> Self { Self(name: name, isRate: true) }
    static func time(_ name: String) -> Self { Self(name: name, isRate: false) }

    /// The work in the time of a calibration.
    func speed(_ value: Double, calibration seconds: Double) -> Double {
      isRate ? value * seconds : seconds / value
    }
  }

  let benchmark: String
  /// Which of a benchmark's rows this is, where it has more than one.
  let part: String?
  let figure: Figure
  /// What the benchmark is to be called with to be run at these sizes again.
  private(set) var options: [String] = []
  private var items: [(name: String, item: Item)] = []

  init(_ benchmark: String, part: String? = nil, figure: Figure) {
    self.benchmark = benchmark
    self.part = part
    self.figure = figure
    add("benchmark", .text(benchmark))
    if let part { add("part", .text(part)) }
    add("kernels", .text(Kernels.name))
  }

  mutating func add(_ name: String, _ item: Item) { items.append((name, item)) }

  /// An item that is also an option of the benchmark.
  mutating func add(option name: String, _ item: Item) {
    add(name, item)
    if case .flag(let isSet) = item {
      if isSet { options.append("--\(name)") }
    } else {
      options += ["--\(name)", Self.literal(item)]
    }
  }

  /// The work in the time of a calibration; nil before both are added.
  var speed: Double? {
    guard let value = number(figure.name), let calibration = number("calibration_seconds") else {
      return nil
    }
    return figure.speed(value, calibration: calibration)
  }

  private func number(_ name: String) -> Double? {
    guard case .number(let number) = items.first(where: { $0.name == name })?.item else {
      return nil
    }
    return number
  }

  func print(asJSON: Bool) {
    var row = self
    row.add("peak_bytes", .whole(PeakMemory.bytes))
    Swift.print(asJSON ? row.json : row.text)
  }

  private var json: String {
    var row = self
    row.add("options", .text(options.joined(separator: " ")))
    return "{"
      + row.items.map { "\"\($0.name)\": \(Self.json($0.item))" }.joined(separator: ", ") + "}"
  }

  private var text: String {
    items.map { "\($0.name) \(Self.literal($0.item))" }.joined(separator: "  ")
  }

  private static func json(_ item: Item) -> String {
    if case .text(let text) = item { "\"\(text)\"" } else { literal(item) }
  }

  private static func literal(_ item: Item) -> String {
    switch item {
    case .text(let text): text
    case .whole(let number): "\(number)"
    case .flag(let isSet): "\(isSet)"
    // Six digits.
    case .number(let number): number.magnitude >= 1e6 ? "\(number.rounded())" : "\(Float(number))"
    }
  }
}
