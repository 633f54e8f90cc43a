/// How somebody outside asks a computation to end.
public struct StopRequests {
  /// Asked after each batch, on the caller's thread: what is computed so far is the result.
  public var afterBatch: () -> Bool
  /// Asked many times a batch, on any thread: what is being computed is dropped, and a `CancellationError`
  /// thrown.
  public var atOnce: @Sendable () -> Bool
  /// Told where the computation ends after a batch because another process was asked to.
  public var endsForOthers: () -> Void

  public init(
    afterBatch: @escaping () -> Bool, atOnce: @escaping @Sendable () -> Bool,
    endsForOthers: @escaping () -> Void = {}
  ) {
    self.afterBatch = afterBatch
    self.atOnce = atOnce
    self.endsForOthers = endsForOthers
  }

  /// For what has no result before its end.
  public init(atOnce: @escaping @Sendable () -> Bool) {
    self.init(afterBatch: atOnce, atOnce: atOnce)
  }

  /// Nobody asks.
  public static var never: StopRequests { StopRequests { false } }
}
