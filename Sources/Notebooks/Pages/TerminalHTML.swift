/// What a terminal would show, colours and weights as spans; other escape sequences are left out.
enum TerminalHTML {
  private struct Style: Equatable {
    var names: Set<String> = []

    mutating func apply(_ code: Int) {
      switch code {
      case 0: names = []
      case 1: names.insert("b")
      case 3: names.insert("i")
      case 4: names.insert("u")
      case 22: names.remove("b")
      case 23: names.remove("i")
      case 24: names.remove("u")
      case 30...37, 90...97:
        removeColour("f")
        names.insert("f\(code % 10 + (code >= 90 ? 8 : 0))")
      case 39: removeColour("f")
      case 40...47, 100...107:
        removeColour("g")
        names.insert("g\(code % 10 + (code >= 100 ? 8 : 0))")
      case 49: removeColour("g")
      default: break
      }
    }

    private mutating func removeColour(_ letter: String) {
      names = names.filter { !$0.hasPrefix(letter) }
    }

    var text: String { names.sorted().map { "t" + $0 }.joined(separator: " ") }
  }

  static func text(_ text: String) -> String {
    var result = ""
    var style = Style()
    var rest = text[...].utf8
    while !rest.isEmpty {
      let plain = rest.prefix { $0 != 0x1B }
      if !plain.isEmpty {
        let shown = Substring(plain)
        result += style.names.isEmpty ? HTML.escaped(shown) : HTML.span(style.text, shown)
      }
      rest = rest[plain.endIndex...]
      guard !rest.isEmpty else { break }
      rest = takeSequence(rest.dropFirst(), &style)
    }
    return result
  }

  /// What follows the sequence whose first byte, ESC, was taken.
  private static func takeSequence(
    _ rest: Substring.UTF8View, _ style: inout Style
  ) -> Substring.UTF8View {
    switch rest.first {
    case UInt8(ascii: "["):
      let parameters = rest.dropFirst().prefix { (0x20...0x3F).contains($0) }
      let behind = rest[parameters.endIndex...]
      if behind.first == UInt8(ascii: "m") {
        apply(Substring(parameters).split(separator: ";", omittingEmptySubsequences: false), &style)
      }
      return behind.dropFirst()
    case UInt8(ascii: "]"):
      // A title or a link: up to BEL or ESC \\.
      let body = rest.prefix { $0 != 0x07 && $0 != 0x1B }
      let behind = rest[body.endIndex...]
      return behind.dropFirst(behind.first == 0x1B ? 2 : 1)
    default: return rest.dropFirst()
    }
  }

  private static func apply(_ codes: [Substring], _ style: inout Style) {
    var numbers = codes.map { Int($0) ?? 0 }[...]
    while let code = numbers.popFirst() {
      // Of 256 colours or all, which a page shows as plain text.
      if code == 38 || code == 48 {
        numbers = numbers.dropFirst(numbers.first == 5 ? 2 : numbers.first == 2 ? 4 : 0)
      } else {
        style.apply(code)
      }
    }
  }
}
