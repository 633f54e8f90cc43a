/// How often the next key counts: digits with Alt held, after the first also without.
struct KeyCount {
  private let digits: String

  /// Nil where the key is no digit of a count; `before` is the count so far.
  init?(_ key: Key, after before: KeyCount?) {
    let scalar: Unicode.Scalar
    switch key {
    case .alt(let digit): scalar = digit
    case .character(let digit) where before != nil: scalar = digit
    case .character, .named, .paste, .answer: return nil
    }
    guard ("0"..."9").contains(scalar) else { return nil }
    digits = (before?.digits ?? "") + String(scalar)
  }

  /// More than a person means would keep the prompt from answering.
  private static let most = 1000

  var times: Int { min(Int(digits) ?? Self.most, Self.most) }

  var line: String { "the next key counts \(times) times" }
}
