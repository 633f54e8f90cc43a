/// Reads a storage in place, without a copy: a collection with checked indices.
///
/// It shows what the storage holds when it is asked, and is for as long as nobody writes there.
public struct StorageView<Element: BitwiseCopyable & Sendable>: RandomAccessCollection, Sendable {
  private let storage: Storage<Element>

  public init(_ storage: Storage<Element>) { self.storage = storage }

  /// Elements in memory of their own.
  public init(_ array: [Element]) { storage = Storage(array) }

  public var startIndex: Int { 0 }
  public var endIndex: Int { storage.count }

  public subscript(position: Int) -> Element {
    precondition(
      position >= 0 && position < storage.count, "A view has as many places as its storage.")
    return storage.pointer[position]
  }
}
