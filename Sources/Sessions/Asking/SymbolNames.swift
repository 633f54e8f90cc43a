/// Characters beyond those of a keyboard, by the names that LaTeX has for them: `\alpha`, then Tab.
enum SymbolNames {
  static let symbols: [String: Character] = {
    let lower =
      "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma "
      + "sigma tau upsilon phi chi psi omega"
    let names = lower.split(separator: " ").map(String.init)
    var symbols = Dictionary(
      uniqueKeysWithValues: zip(names, "αβγδεζηθικλμνξοπρςστυφχψω"))
    let capitals = names.filter { $0 != "varsigma" }.map {
      $0.prefix(1).uppercased() + $0.dropFirst()
    }
    for (name, symbol) in zip(capitals, "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ") { symbols[name] = symbol }
    let others: [String: Character] = [
      "le": "≤", "ge": "≥", "ne": "≠", "approx": "≈", "equiv": "≡", "propto": "∝", "times": "×",
      "div": "÷", "cdot": "·", "pm": "±", "infty": "∞", "to": "→", "rightarrow": "→",
      "leftarrow": "←", "uparrow": "↑", "downarrow": "↓", "Rightarrow": "⇒", "in": "∈",
      "notin": "∉", "subset": "⊂", "cup": "∪", "cap": "∩", "emptyset": "∅", "forall": "∀",
      "exists": "∃", "sum": "∑", "prod": "∏", "int": "∫", "sqrt": "√", "partial": "∂",
      "nabla": "∇", "odot": "⊙", "otimes": "⊗", "oplus": "⊕", "degree": "°", "ldots": "…",
      "bullet": "•", "prime": "′", "ell": "ℓ", "hbar": "ℏ", "euro": "€", "checkmark": "✓",
    ]
    symbols.merge(others) { first, _ in first }
    for (digit, (above, below)) in zip("0123456789", zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉")) {
      symbols["^\(digit)"] = above
      symbols["_\(digit)"] = below
    }
    return symbols
  }()

  /// What a name at the end of a text stands for, or the names that begin like it; nil where the text does
  /// not end with a backslash and a part of a name.
  static func completions(of bytes: [UInt8]) -> Completions? {
    let typed = bytes.suffix(longest).reversed().prefix { $0 != slash && !isBetweenNames($0) }
    guard !typed.isEmpty, bytes.count > typed.count,
      bytes[bytes.count - typed.count - 1] == slash
    else { return nil }
    let name = String(decoding: typed.reversed(), as: UTF8.self)
    var result = Completions(start: bytes.count - typed.count - 1)
    if let symbol = symbols[name] {
      result.items = [Completion(text: String(symbol), kind: .text, detail: "\\" + name)]
    } else {
      let fitting = symbols.filter { $0.key.hasPrefix(name) }.sorted { $0.key < $1.key }
      result.items = fitting.map {
        Completion(text: "\\" + $0.key, kind: .text, detail: String($0.value))
      }
    }
    return result.items.isEmpty ? nil : result
  }

  private static let slash = UInt8(ascii: "\\")
  private static let longest = 16

  private static func isBetweenNames(_ byte: UInt8) -> Bool {
    byte <= UInt8(ascii: " ") || byte == UInt8(ascii: "\"")
  }
}
