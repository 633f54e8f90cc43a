/// Red, green and blue, 0 to 255 each.
struct Colour: Hashable, Sendable {
  var red: UInt8
  var green: UInt8
  var blue: UInt8

  init(_ hexadecimal: UInt32) {
    red = UInt8(hexadecimal >> 16 & 255)
    green = UInt8(hexadecimal >> 8 & 255)
    blue = UInt8(hexadecimal & 255)
  }

  /// Between two colours: `a` at 0, `b` at 1.
  init(_ a: Colour, _ b: Colour, _ share: Double) {
    func mixed(_ from: UInt8, _ to: UInt8) -> UInt8 {
      UInt8(min(max((Double(from) + (Double(to) - Double(from)) * share).rounded(), 0), 255))
    }
    red = mixed(a.red, b.red)
    green = mixed(a.green, b.green)
    blue = mixed(a.blue, b.blue)
  }

  /// `#0072b2`
  var hexadecimal: String {
    let digits = Array("0123456789abcdef")
    return [red, green, blue].reduce("#") {
      $0 + String(digits[Int($1 >> 4)]) + String(digits[Int($1 & 15)])
    }
  }

  /// How bright it looks, 0 to 1.
  var brightness: Double {
    (0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)) / 255
  }

  /// The nearest of the 216 colours that a terminal numbers from 16; for greys, of the 24 from 232.
  var terminalNumber: Int {
    let (low, high) = (min(red, green, blue), max(red, green, blue))
    if high - low < 12, (8...242).contains(low) { return 232 + (Int(low) - 3) / 10 }
    func level(_ part: UInt8) -> Int { part < 48 ? 0 : part < 115 ? 1 : (Int(part) - 35) / 40 }
    return 16 + 36 * level(red) + 6 * level(green) + level(blue)
  }
}

/// The colours of figures.
enum Palette {
  /// Of series, told apart by readers who see few colours (Okabe and Ito 2008).
  private static let colours: [Colour] = [
    0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9,
  ].map { Colour($0) }
  /// The same as terminals number them, of a middle brightness that reads on light and dark.
  private static let numbers = [32, 166, 36, 169, 172, 74]

  static func series(_ number: Int) -> Colour { colours[number % colours.count] }
  static func terminalSeries(_ number: Int) -> Int { numbers[number % numbers.count] }

  /// Of a matrix's kinds: the first is what is as it was, and pale beside the others.
  static func kind(_ number: Int) -> Colour { number == 0 ? Colour(0xA9BCD0) : series(number) }
  static func terminalKind(_ number: Int) -> Int { number == 0 ? 110 : terminalSeries(number) }

  static let ink = Colour(0x222222)
  static let faint = Colour(0x666666)
  static let rule = Colour(0xE4E4E4)
  static let paper = Colour(0xFFFFFF)
  /// Where a matrix has no number.
  static let gap = Colour(0xDDDDDD)

  /// From dark to light (viridis, by van der Walt and Smith).
  private static let ordered: [Colour] = [
    0x440154, 0x46327E, 0x365C8D, 0x277F8E, 0x1FA187, 0x4AC16D, 0xA0DA39, 0xFDE725,
  ].map { Colour($0) }
  /// Blue below 0, red above (ColorBrewer, RdBu).
  private static let diverging: [Colour] = [
    0x2166AC, 0x67A9CF, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xEF8A62, 0xB2182B,
  ].map { Colour($0) }

  /// The colour of a share of the range of a heat map.
  static func heat(_ share: Double, isDiverging: Bool) -> Colour {
    guard share.isFinite else { return gap }
    let stops = isDiverging ? diverging : ordered
    let place = min(max(share, 0), 1) * Double(stops.count - 1)
    let first = min(Int(place), stops.count - 2)
    return Colour(stops[first], stops[first + 1], place - Double(first))
  }
}
