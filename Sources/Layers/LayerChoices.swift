/// What a layer was made with, by name: written to a file and read back without a word on its kind.
public struct LayerChoices: Sendable, Equatable {
  public enum Choice: Sendable, Equatable {
    case number(Double)
    case word(String)
    /// The layers that it is made of.
    case layers([LayerDescription])
  }

  public private(set) var choices: [(name: String, choice: Choice)] = []

  /// A choice that is missing, or is none that the layer takes.
  public struct Unreadable: Error {
    public let name: String
  }

  public init() {}

  public static func == (a: LayerChoices, b: LayerChoices) -> Bool {
    a.choices.elementsEqual(b.choices) { $0.name == $1.name && $0.choice == $1.choice }
  }

  public subscript(_ name: String) -> Choice? { choices.first { $0.name == name }?.choice }

  // MARK: Writing

  public mutating func add(_ name: String, _ choice: Choice) { choices.append((name, choice)) }

  /// Adds a number where there is one.
  public mutating func add(_ name: String, _ number: Double?) {
    if let number { add(name, .number(number)) }
  }

  public mutating func add(_ name: String, _ number: Int?) { add(name, number.map(Double.init)) }

  public mutating func add(_ connectivity: Connectivity) {
    switch connectivity {
    case .dense: break
    case .density(let share): add("density", share)
    case .epsilon(let epsilon): add("epsilon", epsilon)
    }
  }

  public mutating func add(_ name: String, _ layers: [any Layer]) {
    add(name, .layers(layers.map { LayerDescription(of: $0) }))
  }

  // MARK: Reading

  /// A whole number from 1 to below 2³⁰. Throws `Unreadable`.
  public func size(_ name: String) throws -> Int {
    guard let size = try optionalSize(name) else { throw Unreadable(name: name) }
    return size
  }

  /// The same, nil where it was not chosen.
  public func optionalSize(_ name: String) throws -> Int? {
    guard let number = try number(name, in: 1..<Double(1 << 30)) else { return nil }
    guard let size = Int(exactly: number) else { throw Unreadable(name: name) }
    return size
  }

  public func number(_ name: String, in range: some RangeExpression<Double>) throws -> Double? {
    guard let choice = self[name] else { return nil }
    guard case .number(let number) = choice, range.contains(number) else {
      throw Unreadable(name: name)
    }
    return number
  }

  /// One of the cases of `Words` by its name, or `standard` where it was not chosen.
  public func word<Words: RawRepresentable<String>>(
    _ name: String, default standard: Words
  ) throws -> Words {
    guard let choice = self[name] else { return standard }
    guard case .word(let text) = choice, let word = Words(rawValue: text) else {
      throw Unreadable(name: name)
    }
    return word
  }

  public func connectivity() throws -> Connectivity {
    if let density = try number("density", in: 0...1) { return .density(density) }
    return try number("epsilon", in: 0...Double.greatestFiniteMagnitude).map { .epsilon($0) }
      ?? .dense
  }

  /// Layers without weights. Throws `Unreadable`, and what making one of them throws.
  public func layers(_ name: String) throws -> [any Layer] {
    guard case .layers(let descriptions) = self[name] else { throw Unreadable(name: name) }
    return try descriptions.map { try $0.makeLayer() }
  }
}
