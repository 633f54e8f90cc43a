/// Large storages are copied by several threads, each a run of the elements.
extension Storage {
  /// A copy of the elements.
  public func elements(threads: Int) -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { target, written in
      // Each run is written by one.
      nonisolated(unsafe) let (target, source) = (target, pointer)
      Parallel.runs(of: count, threads: threads) { run in
        guard let start = target.baseAddress else { return }
        (start + run.lowerBound).initialize(from: source + run.lowerBound, count: run.count)
      }
      written = count
    }
  }

  /// Replaces the elements, and their number.
  public func set(_ elements: [Element], threads: Int) {
    resize(to: elements.count)
    elements.withUnsafeBufferPointer { source in
      // Each run is written by one.
      nonisolated(unsafe) let (target, source) = (pointer, source)
      Parallel.runs(of: source.count, threads: threads) { run in
        guard let start = source.baseAddress else { return }
        (target + run.lowerBound).update(from: start + run.lowerBound, count: run.count)
      }
    }
  }
}
