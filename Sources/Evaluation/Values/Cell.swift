/// A variable that outlives the block that declared it.
final class Cell: Object {
  var value: Value

  init(_ value: Value) {
    self.value = value
    super.init(.cell)
  }

  deinit {
    guard value.isContainer else { return }
    var values = [takeValue()]
    Teardown.release(&values)
  }

  func takeValue() -> Value {
    defer { value = .undefined }
    return value
  }
}
