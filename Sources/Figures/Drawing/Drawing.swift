internal import Characters

/// Shapes on white paper, in the order in which they are drawn: what SVG and PNG are made of.
///
/// Lengths are in points; x goes to the right and y down.
struct Drawing {
  typealias Point = (x: Double, y: Double)

  enum Shape {
    /// Lines through the points of each run; lengths on and off in `dashes`.
    case path([[Point]], Colour, width: Double, dashes: [Double] = [])
    /// Round dots.
    case dots([Point], Colour, diameter: Double)
    /// A crisp one ends where the picture's dots do, so that no seam shows between neighbours.
    case rectangle(
      x: Double, y: Double, width: Double, height: Double, Colour, isCrisp: Bool = false)
    /// Crisp rectangles of one size, by their upper left corners.
    case cells([Point], width: Double, height: Double, Colour)
    case text(Text)
  }

  struct Text {
    enum Anchor: Double {
      case start = 0
      case middle = 0.5
      case end = 1
    }

    var string: String
    /// The base line goes through it.
    var place: Point
    var size: Double
    var anchor: Anchor
    var colour: Colour
    var isBold = false
    /// In degrees, clockwise.
    var turn = 0.0
  }

  let width: Double
  private(set) var height: Double
  private(set) var shapes: [Shape] = []

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  mutating func add(_ shape: Shape) { shapes.append(shape) }

  mutating func text(
    _ string: String, _ x: Double, _ y: Double, size: Double = 12, _ anchor: Text.Anchor = .start,
    colour: Colour = Palette.ink, isBold: Bool = false, turn: Double = 0
  ) {
    guard !string.isEmpty else { return }
    add(
      .text(
        Text(
          string: shownOnLine(string), place: (x, y), size: size, anchor: anchor, colour: colour,
          isBold: isBold, turn: turn)))
  }

  mutating func line(
    _ from: Point, _ to: Point, _ colour: Colour, width: Double = 1, dashes: [Double] = []
  ) {
    add(.path([[from, to]], colour, width: width, dashes: dashes))
  }

  /// About as long as a text gets in a common face: a drawing does not know its letters.
  static func length(of text: String, size: Double = 12) -> Double {
    Double(displayWidth(of: text)) * size * 0.58
  }
}
