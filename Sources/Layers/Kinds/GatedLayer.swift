/// A layer whose matrices and biases hold gates, one below the other as equal blocks of rows.
public protocol GatedLayer: Layer {
  /// The name of each block, in order.
  var gateNames: [String] { get }
}

extension LSTM: GatedLayer {
  /// i, f, g and o of its equations.
  public var gateNames: [String] { ["input", "forget", "cell", "output"] }
}
