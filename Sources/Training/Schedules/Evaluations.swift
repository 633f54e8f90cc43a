/// The evaluations of a run on its validation examples so far, in their order.
///
/// What goes by them (a schedule that waits for a plateau, averaging that begins when nothing improves, early
/// stopping) is computed from this list and keeps nothing else: who saves the list has saved all of it.
public struct Evaluations: Sendable, Equatable {
  /// What one came to.
  public struct Entry: Sendable, Equatable {
    public var epoch: Int
    /// Steps before it.
    public var step: Int
    public var loss: Double
    /// Nil where targets are numbers.
    public var accuracy: Double?

    public init(epoch: Int, step: Int, loss: Double, accuracy: Double?) {
      self.epoch = epoch
      self.step = step
      self.loss = loss
      self.accuracy = accuracy
    }
  }

  public private(set) var entries: [Entry]

  public init(_ entries: [Entry] = []) { self.entries = entries }

  public mutating func note(_ entry: Entry) { entries.append(entry) }
}
