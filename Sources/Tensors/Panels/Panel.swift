/// Activations of a part of a batch: `(features, width)`, a feature's values side by side.
///
/// `width` is a multiple of 16; the first `count` columns are examples, the rest is padding whose
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
}
