/// Activations of a part of a batch: `(features, width)`, a feature's values side by side.
///
/// `width` is a multiple of 16, or 2, 4 or 8; the first `count` columns are examples, the rest is padding whose
/// values mean nothing. The memory belongs to whoever made the panel.
public struct Panel {
  public var pointer: UnsafeMutablePointer<Float>
  public var features: Int
  public var width: Int
  public var count: Int

  public init(_ pointer: UnsafeMutablePointer<Float>, features: Int, width: Int, count: Int) {
    self.pointer = pointer
    self.features = features
    self.width = width
    self.count = count
  }

  /// The least multiple of 16 that holds `count` columns.
  public static func width(for count: Int) -> Int { (count + 15) / 16 * 16 }

  /// The same for layers that take narrow panels too: 2, 4 or 8 for as few columns.
  public static func leastWidth(for count: Int) -> Int {
    switch count {
    case ...2: 2
    case ...4: 4
    case ...narrow: 8
    default: width(for: count)
    }
  }

  /// The widest of the narrow panels.
  public static let narrow = 8
}
