extension FormatSpecification {
  /// Why a text is no format, and at which of its bytes.
  public struct Mistake: Error {
    public var offset: Int
    public var length: Int
    /// A few words for the caret.
    public var label: String
  }

  /// The widest, and the most digits behind the point.
  private static let widest = 10_000
  private static let mostDigits = 100

  /// What is written in it, in this order.
  public static let form =
    "a format is: < ^ or > for the side, + for the sign, 0 for zeros in front, a width, `,`, "
    + "`.` and digits, then f e g d or %"

  /// Reads `[<^>][+][0][width][,][.digits][f e g d %]`. Throws `Mistake`.
  public init(reading text: String) throws(Mistake) {
    self.init()
    let bytes = Array(text.utf8)
    var i = 0
    func mistake(_ start: Int, _ end: Int, _ label: String) -> Mistake {
      Mistake(offset: start, length: max(end - start, 1), label: label)
    }
    func take(_ byte: UInt8) -> Bool {
      guard i < bytes.count, bytes[i] == byte else { return false }
      i += 1
      return true
    }
    /// Digits as a number up to `most`; nil where there are none.
    func number(_ most: Int, _ what: String) throws(Mistake) -> Int? {
      let start = i
      while i < bytes.count, (0x30...0x39).contains(bytes[i]) { i += 1 }
      guard i > start else { return nil }
      let value = Int(String(decoding: bytes[start..<i], as: UTF8.self))
      guard let value, value <= most else { throw mistake(start, i, "\(what) is at most \(most)") }
      return value
    }

    let sides: [UInt8: Alignment] = [
      UInt8(ascii: "<"): .left, UInt8(ascii: "^"): .centre, UInt8(ascii: ">"): .right,
    ]
    if let first = bytes.first, let side = sides[first] {
      alignment = side
      i += 1
    }
    showsPlus = take(UInt8(ascii: "+"))
    if i < bytes.count, bytes[i] == UInt8(ascii: "0") {
      guard alignment == nil else {
        throw mistake(i, i + 1, "zeros fill a number from the left: leave the side out")
      }
      fillsWithZeros = true
      i += 1
    }
    width = try number(Self.widest, "a width")
    if fillsWithZeros, width == nil {
      throw mistake(i - 1, i, "zeros need a width, as in 04")
    }
    groupsThousands = take(UInt8(ascii: ","))
    if take(UInt8(ascii: ".")) {
      guard let found = try number(Self.mostDigits, "the number of digits") else {
        throw mistake(i - 1, i, "how many digits?")
      }
      digits = found
    }
    let notations: [UInt8: Notation] = [
      UInt8(ascii: "f"): .fixed, UInt8(ascii: "e"): .exponent, UInt8(ascii: "g"): .general,
      UInt8(ascii: "d"): .whole, UInt8(ascii: "%"): .percent,
    ]
    if i < bytes.count, let known = notations[bytes[i]] {
      notation = known
      i += 1
    }
    guard i == bytes.count else {
      throw mistake(i, bytes.count, i == 0 ? "" : "this has no meaning here")
    }
  }
}
