/// A layer whose matrices and biases hold gates, one below the other as equal blocks of rows.
public protocol GatedLayer: Layer {
  /// The name of each block, in order.
  var gateNames: [String] { get }
  /// Parameters that belong to one gate alone.
  var ungated: [Parameter] { get }
}

extension GatedLayer {
  public var ungated: [Parameter] { [] }
}
