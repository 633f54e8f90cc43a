/// Releases long chains of objects in a loop: released within each other, a chain of a million lists, or of
/// functions that use each other, would run out of stack.
enum Teardown {
  /// Empties `items`. A container that ends here gives up its own values first.
  static func release(_ items: inout [Value]) {
    var queue: [Value] = []
    swap(&queue, &items)
    while var object = nextContainer(&queue) {
      guard isKnownUniquelyReferenced(&object) else { continue }
      switch object.family {
      case .list: queue += unsafeDowncast(object, to: ListObject.self).takeContainers()
      case .map: queue += unsafeDowncast(object, to: MapObject.self).takeValues()
      case .function: queue += unsafeDowncast(object, to: FunctionObject.self).takeCaptures()
      case .cell: queue.append(unsafeDowncast(object, to: Cell.self).takeValue())
      case .sequence: queue += unsafeDowncast(object, to: SequenceObject.self).takeValues()
      case .run: queue += unsafeDowncast(object, to: SequenceRun.self).takeValues()
      case .holder: queue += unsafeDowncast(object, to: HolderObject.self).takeHeldValues()
      case .native, .string, .range, .builtin, .module, .loop: break
      }
    }
  }

  private static func nextContainer(_ queue: inout [Value]) -> Object? {
    while let last = queue.popLast() {
      if case .object(let object) = last, last.isContainer { return object }
    }
    return nil
  }
}
