/// A value of the bridge into which a program may put values of any kind.
///
/// What holds values that hold values … is walked through by the language, step by step: called within each other, a
/// chain of them would run out of stack, and one that holds itself would never end.
open class HolderObject: NativeObject {
  public override init() { super.init(.holder) }

  /// The values that it holds, in the same order as another does that is equal to it but for them.
  open var heldValues: [[Value]] { [] }
  /// Fills a copy, which `copied` has made empty.
  open func fill(_ copy: NativeObject, _ copier: Copier) throws {}
  /// Gives up the values that it holds: it is about to go.
  open func takeHeldValues() -> [Value] { [] }

  /// For `deinit`: lets go of the values.
  public static func release(_ values: inout [Value]) { Teardown.release(&values) }
}
