/// How a character on the screen is drawn.
struct Style: Hashable {
  enum Colour: Hashable {
    case standard
    /// 0 to 7 the plain colours, 8 to 15 the bright ones, then the cube and the greys.
    case palette(UInt8)
    case rgb(UInt8, UInt8, UInt8)
  }

  var isBold = false
  var isDim = false
  var isItalic = false
  var isUnderlined = false
  var isReversed = false
  var foreground = Colour.standard
  var background = Colour.standard

  /// Changes the style by the numbers of one `CSI … m`; those without a meaning here are passed over.
  mutating func apply(_ numbers: [Int]) {
    var left = (numbers.isEmpty ? [0] : numbers)[...]
    while let number = left.popFirst() {
      switch number {
      case 0: self = Style()
      case 1: isBold = true
      case 2: isDim = true
      case 3: isItalic = true
      case 4: isUnderlined = true
      case 7: isReversed = true
      case 22: (isBold, isDim) = (false, false)
      case 23: isItalic = false
      case 24: isUnderlined = false
      case 27: isReversed = false
      case 30...37: foreground = .palette(UInt8(number - 30))
      case 38: foreground = Self.colour(&left) ?? foreground
      case 39: foreground = .standard
      case 40...47: background = .palette(UInt8(number - 40))
      case 48: background = Self.colour(&left) ?? background
      case 49: background = .standard
      case 90...97: foreground = .palette(UInt8(number - 82))
      case 100...107: background = .palette(UInt8(number - 92))
      default: break
      }
    }
  }

  /// What follows 38 or 48: `5;n` or `2;r;g;b`.
  private static func colour(_ left: inout ArraySlice<Int>) -> Colour? {
    func byte() -> UInt8 { UInt8(clamping: left.popFirst() ?? 0) }
    switch left.popFirst() {
    case 5: return .palette(byte())
    case 2: return .rgb(byte(), byte(), byte())
    default: return nil
    }
  }
}
