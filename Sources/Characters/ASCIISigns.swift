/// What is drawn with signs beyond ASCII, in ASCII: for terminals that show no others.
///
/// Letters stay as they are, since nothing else says the same: a name with an umlaut is a program's own.
/// `keepsWidth`: each sign becomes one sign, as what is laid out in columns needs.
public func inASCII(_ text: String, keepsWidth: Bool = false) -> String {
  guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
  var result = ""
  result.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    guard scalar.value >= 0x80, let sign = asciiSign(scalar) else {
      result.unicodeScalars.append(scalar)
      continue
    }
    result += !keepsWidth || sign.utf8.count == 1 ? sign : narrowSigns[scalar] ?? "."
  }
  return result
}

private func asciiSign(_ scalar: Unicode.Scalar) -> String? {
  switch scalar.value {
  // Braille: the more dots, the darker.
  case 0x2800...0x28FF:
    return [" ", ".", ".", ":", ":", "*", "*", "#", "#"][(scalar.value & 0xFF).nonzeroBitCount]
  case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2574, 0x2576: return "-"
  case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x2551, 0x2575, 0x2577: return "|"
  case 0x2550: return "="
  case 0x2500...0x257F: return "+"
  // Blocks from below, one eighth after the other; then from the left.
  case 0x2581...0x2588:
    return ["_", ".", ":", "-", "=", "+", "*", "#"][Int(scalar.value - 0x2581)]
  case 0x2589...0x258F:
    return ["#", "#", "=", "=", "-", "-", "-"][Int(scalar.value - 0x2589)]
  case 0x2580, 0x2584, 0x2590: return "="
  case 0x2591, 0x2592, 0x2593: return [".", ":", "*"][Int(scalar.value - 0x2591)]
  default: return signs[scalar]
  }
}

private let signs: [Unicode.Scalar: String] = [
  "…": "...", "·": ".", "•": "*", "×": "x", "−": "-", "–": "-", "—": "-", "→": "->", "←": "<-",
  "↑": "^", "↓": "v", "⇒": "=>", "✓": "v", "✗": "x", "■": "#", "□": "o", "●": "*", "○": "o",
  "◆": "*", "◇": "o", "▲": "^", "▵": "^", "△": "^", "▼": "v", "▽": "v", "²": "^2", "≤": "<=",
  "≥": ">=", "≠": "!=", "±": "+-", "“": "\"", "”": "\"", "‘": "'", "’": "'", "\u{A0}": " ",
]

/// Of signs that become several, the one that stands for them where there is room for one.
private let narrowSigns: [Unicode.Scalar: String] = [
  "…": "~", "→": ">", "←": "<", "⇒": ">", "²": "2", "≤": "<", "≥": ">", "≠": "!", "±": "+",
]
