/// A loop in progress through a value of the bridge.
final class LoopObject: Object {
  let iterator: any NativeIterator
  /// The kind of the value.
  let source: String

  init(_ iterator: any NativeIterator, through native: NativeObject) {
    self.iterator = iterator
    source = native.kind
    super.init(.loop)
  }
}
