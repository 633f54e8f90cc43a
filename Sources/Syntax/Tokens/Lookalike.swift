/// A character that looks like one of the language, or like nothing: what it is called, and what is written
/// in its place.
struct Lookalike {
  let name: String
  /// None where the character is to be left out.
  let replacement: String?
  /// It is seen as a blank, or not at all.
  let isHidden: Bool

  init?(_ scalar: Unicode.Scalar) {
    guard scalar.value >= 0x7F || scalar.value < 0x20 else { return nil }
    let properties = scalar.properties
    let name = (properties.name ?? properties.nameAlias ?? "an unnamed character").lowercased()
    let code = String(scalar.value, radix: 16, uppercase: true)
    self.name = "U+\(String(repeating: "0", count: max(4 - code.count, 0)))\(code), \(name)"
    switch properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: (replacement, isHidden) = (" ", true)
    case .control, .format: (replacement, isHidden) = (nil, true)
    default: (replacement, isHidden) = (Self.ascii(scalar), false)
    }
  }

  /// The character of the language that it looks like.
  private static func ascii(_ scalar: Unicode.Scalar) -> String? {
    // The wide forms lie in the order of ASCII.
    if (0xFF01...0xFF5E).contains(scalar.value) {
      return Unicode.Scalar(scalar.value - 0xFEE0).map { String($0) }
    }
    return similar[scalar]
  }

  private static let similar: [Unicode.Scalar: String] = {
    let groups = [
      "\"": "“”„‟«»″＂❝❞", "'": "‘’‚‛′", "-": "‐‑‒–—―−﹣", "*": "×·∗⋅•", "/": "÷∕⁄", "<": "‹〈",
      ">": "›〉",
      "<=": "≤", ">=": "≥", "!=": "≠", "=>": "⇒→", "...": "…", ",": "،、", ";": ";", ":": "∶：",
      "~": "∼",
      "(": "（", ")": "）", "[": "【", "]": "】", "^": "ˆ",
    ]
    var result: [Unicode.Scalar: String] = [:]
    for (ascii, scalars) in groups {
      for scalar in scalars.unicodeScalars { result[scalar] = ascii }
    }
    return result
  }()
}
