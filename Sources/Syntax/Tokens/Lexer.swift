/// Cuts a text into tokens.
///
/// A string is cut into its texts and interpolations; inside an interpolation ordinary tokens stand, and
/// a stack remembers which brace ends it. The lexer never stops at a mistake: it notes a diagnostic, gives
/// an `invalid` token and goes on, so that highlighting and the parser have all of the text. Line ends are
/// tokens; whether they end a statement is the parser's to say. Cost: linear.
public struct Lexer {
  public private(set) var tokens: [Token] = []
  public private(set) var diagnostics: [Diagnostic] = []
  /// The text ends inside a string of several lines or an interpolation.
  public private(set) var endsInsideString = false

  let source: SourceText
  private let bytes: [UInt8]
  private var i = 0
  /// For each open interpolation: how many brackets are open in it, whether its string is a block, and
  /// where it began.
  private var interpolations: [(brackets: Int, isBlock: Bool, start: Int)] = []
  private static let deepestInterpolation = 50

  public init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
    run()
  }

  private var byte: UInt8? { i < bytes.count ? bytes[i] : nil }

  private func peek(_ offset: Int) -> UInt8? { i + offset < bytes.count ? bytes[i + offset] : nil }

  private mutating func add(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind: kind, span: Span(start, i)))
  }

  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < 10 { diagnostics.append(diagnostic) }
  }

  private mutating func run() {
    while let byte {
      let start = i
      if takesInterpolation(byte) { continue }
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): i += 1
      case UInt8(ascii: "\n"):
        i += 1
        add(.newline, from: start)
      case UInt8(ascii: "#") where interpolations.isEmpty:
        while let next = self.byte, next != UInt8(ascii: "\n") {
          _ = next
          i += 1
        }
        add(.comment, from: start)
      case UInt8(ascii: "\""): readString()
      case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumber()
      default: readWordOrSymbol(start)
      }
    }
    while let open = interpolations.popLast() {
      tokens.append(Token(kind: .interpolationEnd, span: Span(i, i)))
      endUnclosed(isBlock: open.isBlock, opened: open.start)
    }
    tokens.append(Token(kind: .end, span: Span(bytes.count, bytes.count)))
  }

  // MARK: Words and symbols

  private mutating func readWordOrSymbol(_ start: Int) {
    if readName() {
      let text = String(decoding: bytes[start..<i], as: UTF8.self)
      add(Keyword(rawValue: text).map { .keyword($0) } ?? .name(text), from: start)
    } else if endsInterpolation() {
      readStringRest()
    } else if let symbol = Symbol.bySize.first(where: { bytes[i...].starts(with: $0.bytes) }) {
      i += symbol.bytes.count
      countBrackets(symbol.symbol)
      add(.symbol(symbol.symbol), from: start)
    } else {
      readInvalid(start)
    }
  }

  private mutating func countBrackets(_ symbol: Symbol) {
    guard let last = interpolations.indices.last else { return }
    switch symbol {
    case .openParenthesis, .openBracket, .openBrace: interpolations[last].brackets += 1
    case .closeParenthesis, .closeBracket, .closeBrace: interpolations[last].brackets -= 1
    default: break
    }
  }

  /// Passes a run of letters, digits and `_`.
  private mutating func readName() -> Bool {
    let start = i
    while let byte {
      if byte < 0x80 {
        let isLetter =
          (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
          || byte == UInt8(ascii: "_")
        let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
        guard isLetter || (isDigit && i > start) else { break }
        i += 1
      } else {
        let (scalar, length) = scalarHere()
        guard let scalar, scalar.properties.isXIDContinue,
          i > start || scalar.properties.isXIDStart
        else { break }
        i += length
      }
    }
    return i > start
  }

  /// The scalar at `i`; source texts are strings, so their bytes are valid.
  private func scalarHere() -> (Unicode.Scalar?, Int) {
    let first = bytes[i]
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    let end = min(i + length, bytes.count)
    return (
      String(decoding: bytes[i..<end], as: UTF8.self).unicodeScalars.first, max(end - i, 1)
    )
  }

  private mutating func readInvalid(_ start: Int) {
    let (scalar, length) = scalarHere()
    i += length
    add(.invalid, from: start)
    let text = scalar.map { String($0) } ?? "?"
    let lookalike = scalar.flatMap { Lookalike($0) }
    let isHidden = lookalike?.isHidden ?? false
    var diagnostic = Diagnostic(
      code: "S0101",
      title: isHidden
        ? "a character that is not seen has no meaning here" : "`\(text)` has no meaning here",
      label: .init(source, Span(start, i), lookalike?.name ?? ""))
    if let lookalike {
      diagnostic.help =
        lookalike.replacement.map { $0 == " " ? "write a plain blank" : "write  \($0)" }
        ?? (isHidden ? "leave it out" : nil)
    }
    switch text {
    case "'":
      diagnostic.help = "strings stand in double quotes:  \"text\""
      skipSingleQuoted()
    case "&": diagnostic.help = "write  and"
    case "|": diagnostic.help = "write  or"
    case "!" where source.isFirstOfLine(start): diagnostic.help = helpForShell(start)
    case "!": diagnostic.help = "write  not"
    case "~": diagnostic.help = source.foreignCommand(before: start)
    default:
      if lookalike?.replacement == "\"" || lookalike?.replacement == "'" {
        diagnostic.help = "strings stand in straight quotes:  \"text\""
      }
    }
    report(diagnostic)
  }

  /// `!ls` at the start of a line: for the shell, or of a condition.
  private func helpForShell(_ start: Int) -> String {
    let line = source.restOfLine(from: start + 1)
    let words = line.split(separator: " ", maxSplits: 1)
    guard let word = words.first, word.first?.isLetter ?? false else { return "write  not" }
    let command = ForeignStatement.shell(String(word), words.count > 1 ? String(words[1]) : "")
    return "write  \(command);  what is not true is  not \(line)"
  }

  /// Passes the rest of `'text'`, so that one mistake is told, not ten.
  private mutating func skipSingleQuoted() {
    var end = i
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
      if bytes[end] == UInt8(ascii: "'") {
        i = end + 1
        return
      }
      end += 1
    }
  }

  // MARK: Numbers

  private mutating func readNumber() {
    let start = i
    readDigits()
    if byte == UInt8(ascii: "."), let next = peek(1), isDigit(next) {
      i += 1
      readDigits()
    }
    if let e = byte, e | 0x20 == UInt8(ascii: "e") {
      let sign = peek(1) == UInt8(ascii: "-") || peek(1) == UInt8(ascii: "+") ? 1 : 0
      if let next = peek(1 + sign), isDigit(next) {
        i += 1 + sign
        readDigits()
      }
    }
    let end = i
    if readName() {
      add(.invalid, from: start)
      report(
        Diagnostic(
          code: "S0104", title: "a number runs into a name",
          label: .init(source, Span(end, i), "what is this?"),
          help: "put a space or an operator between them; a name does not begin with a digit"))
      return
    }
    switch NumberLiteral.value(bytes[start..<end]) {
    case .success(let value): add(.number(value), from: start)
    case .failure(let mistake):
      add(.invalid, from: start)
      report(diagnostic(of: mistake, Span(start, end)))
    }
  }

  private func diagnostic(of mistake: NumberLiteral.Mistake, _ span: Span) -> Diagnostic {
    switch mistake {
    case .form:
      Diagnostic(
        code: "S0104", title: "this is no number", label: .init(source, span),
        help: "`_` stands between digits:  1_000")
    case .inexact(let nearest):
      Diagnostic(
        code: "S0114", title: "this whole number cannot be held exactly",
        label: .init(source, span, "the nearest is \(nearest.printed("%.*f", digits: 0).clipped)"),
        notes: ["a number has 64 bits: whole numbers are exact up to 2^53"],
        help: "an identifier is a text:  \"…\";  where the nearest will do, write a point:  "
          + source.text(in: span).clipped + ".0")
    case .tooLarge:
      Diagnostic(
        code: "S0114", title: "this number is too large", label: .init(source, span),
        notes: ["the largest is about 1.8e308"], help: "infinity is  1 / 0")
    }
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private mutating func readDigits() {
    while let byte, isDigit(byte) || byte == UInt8(ascii: "_") { i += 1 }
  }

  // MARK: Strings

  private mutating func readString() {
    let start = i
    let isBlock = peek(1) == UInt8(ascii: "\"") && peek(2) == UInt8(ascii: "\"")
    i += isBlock ? 3 : 1
    add(.stringStart, from: start)
    if isBlock, byte == UInt8(ascii: "\r") { i += 1 }
    if isBlock, byte == UInt8(ascii: "\n") { i += 1 }
    readStringText(isBlock: isBlock, opened: start)
  }

  /// Whether the brace here ends an interpolation.
  private func endsInterpolation() -> Bool {
    byte == UInt8(ascii: "}") && interpolations.last?.brackets == 0
  }

  /// After an interpolation: its closing brace, then more of the string.
  private mutating func readStringRest() {
    guard let interpolation = interpolations.popLast() else { return }
    let start = i
    i += 1
    add(.interpolationEnd, from: start)
    readStringText(isBlock: interpolation.isBlock, opened: start)
  }

  private mutating func readStringText(isBlock: Bool, opened: Int) {
    var text = ""
    var run = i
    var start = i
    while true {
      guard let byte else {
        text += String(decoding: bytes[run..<i], as: UTF8.self)
        add(.stringText(text), from: start)
        return endUnclosed(isBlock: isBlock, opened: opened)
      }
      switch byte {
      case UInt8(ascii: "\n") where !isBlock:
        text += String(decoding: bytes[run..<i], as: UTF8.self)
        add(.stringText(text), from: start)
        return endUnclosed(isBlock: false, opened: opened)
      case UInt8(ascii: "\"")
      where !isBlock || (peek(1) == UInt8(ascii: "\"") && peek(2) == UInt8(ascii: "\"")):
        text += String(decoding: bytes[run..<i], as: UTF8.self)
        add(.stringText(text), from: start)
        start = i
        i += isBlock ? 3 : 1
        return add(.stringEnd, from: start)
      case UInt8(ascii: "\\"):
        text += String(decoding: bytes[run..<i], as: UTF8.self)
        text += readEscape()
        run = i
      case UInt8(ascii: "{") where beginsNoValue():
        reportBrace()
        i += 1
      case UInt8(ascii: "{"):
        text += String(decoding: bytes[run..<i], as: UTF8.self)
        add(.stringText(text), from: start)
        start = i
        i += 1
        add(.interpolationStart, from: start)
        interpolations.append((0, isBlock, start))
        if interpolations.count > Self.deepestInterpolation { abandonLine(start) }
        return
      default: i += 1
      }
    }
  }

  /// Whether a backslash follows the brace here: no value begins so, but JSON in quotes does.
  private func beginsNoValue() -> Bool {
    var next = i + 1
    while next < bytes.count, bytes[next] == UInt8(ascii: " ") { next += 1 }
    return next < bytes.count && bytes[next] == UInt8(ascii: "\\")
  }

  private mutating func reportBrace() {
    report(
      Diagnostic(
        code: "S0105", title: "a brace in a text begins a value",
        label: .init(source, Span(i, i + 1), "no value begins behind it"),
        help: "a brace itself is written  \\{"))
  }

  private mutating func endUnclosed(isBlock: Bool, opened: Int) {
    tokens.append(Token(kind: .stringEnd, span: Span(i, i)))
    if isBlock {
      endsInsideString = true
      return
    }
    report(
      Diagnostic(
        code: "S0102", title: "a string is not closed",
        label: .init(source, Span(opened, i), "begins here"),
        help: "close it with \" on the same line; text of several lines stands in \"\"\""))
  }

  /// Inside an interpolation: the colon of its format, and the line end that it must not pass.
  private mutating func takesInterpolation(_ byte: UInt8) -> Bool {
    guard let inside = interpolations.last else { return false }
    if byte == UInt8(ascii: ":"), inside.brackets == 0 {
      readFormat()
      return true
    }
    guard byte == UInt8(ascii: "\n") else { return false }
    if inside.isBlock {
      i += 1
      return true
    }
    interpolations.removeLast()
    tokens.append(Token(kind: .interpolationEnd, span: Span(i, i)))
    endUnclosed(isBlock: false, opened: inside.start)
    return true
  }

  /// Strings within strings beyond reason: the rest of the line is passed over.
  private mutating func abandonLine(_ start: Int) {
    report(
      Diagnostic(
        code: "S0107", title: "strings nest too deep", label: .init(source, Span(start, start + 1)),
        notes: ["at most \(Self.deepestInterpolation) interpolations may stand in each other"],
        help: "give an inner part a name with `let`"))
    while let byte, byte != UInt8(ascii: "\n") {
      _ = byte
      i += 1
    }
  }

  private mutating func readFormat() {
    i += 1
    let start = i
    while let byte, byte != UInt8(ascii: "}"), byte != UInt8(ascii: "\n"),
      byte != UInt8(ascii: "\"")
    {
      i += 1
    }
    let text = String(decoding: bytes[start..<i], as: UTF8.self)
    do {
      add(.format(try FormatSpecification(reading: text)), from: start)
    } catch {
      add(.invalid, from: start)
      // `{"key": …}` in a text was meant as it stands.
      let isBrace =
        text.utf8.first == UInt8(ascii: " ") || tokens.dropLast().last?.kind == .stringEnd
      report(
        Diagnostic(
          code: "S0109", title: "`\(text.clipped)` is no format",
          label: .init(
            source, Span(start + error.offset, start + error.offset + error.length), error.label),
          notes: [FormatSpecification.form],
          help: isBrace
            ? "a brace that begins no value is written  \\{"
            : "for instance  {loss:.4f}  {name:<12}  {count:>8,}  {share:.1%}  {number:04}"))
    }
  }

  private mutating func readEscape() -> String {
    let start = i
    i += 1
    guard let byte else { return "" }
    i += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "{"): return "{"
    case UInt8(ascii: "}"): return "}"
    case UInt8(ascii: "u") where self.byte == UInt8(ascii: "{"):
      var end = i + 1
      while end < bytes.count, end - i < 10, bytes[end] != UInt8(ascii: "}") { end += 1 }
      let digits = String(decoding: bytes[min(i + 1, end)..<end], as: UTF8.self)
      if end < bytes.count, bytes[end] == UInt8(ascii: "}"), !digits.utf8.contains(0x2B),
        let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code)
      {
        i = end + 1
        return String(scalar)
      }
    case UInt8(ascii: "\n"): i -= 1
    default: while i < bytes.count, bytes[i] & 0xC0 == 0x80 { i += 1 }
    }
    report(
      Diagnostic(
        code: "S0103", title: "a backslash with a meaning that is not known",
        label: .init(source, Span(start, i)),
        help: "known are  \\n \\t \\r \\\" \\\\ \\{ \\} \\u{1F600};  a backslash itself is  \\\\"))
    return ""
  }
}
