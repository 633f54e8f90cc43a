extension FormatSpecification {
  /// Reads `[<^>][width][,][.digits][f e g d %]`; nil when `text` is nothing of the kind.
  public init?(_ text: String) {
    self.init()
    var rest = Substring(text.filter { $0 != " " })
    if let first = rest.first, let side: Alignment = ["<": .left, "^": .centre, ">": .right][first]
    {
      alignment = side
      rest.removeFirst()
    }
    let width = rest.prefix { $0.isASCII && $0.isNumber }
    if !width.isEmpty {
      guard let value = Int(width), value <= 10_000 else { return nil }
      self.width = value
      rest.removeFirst(width.count)
    }
    if rest.first == "," {
      groupsThousands = true
      rest.removeFirst()
    }
    if rest.first == "." {
      rest.removeFirst()
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let value = Int(digits), value <= 100 else { return nil }
      self.digits = value
      rest.removeFirst(digits.count)
    }
    if let last = rest.first {
      let notations: [Character: Notation] = [
        "f": .fixed, "e": .exponent, "g": .general, "d": .whole, "%": .percent,
      ]
      guard rest.count == 1, let notation = notations[last] else { return nil }
      self.notation = notation
    }
  }
}
