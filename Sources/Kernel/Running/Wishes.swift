internal import Dispatch
internal import Glibc
internal import Sessions
internal import Synchronization

/// What signals wish: SIGINT that the cell end, SIGTERM that the kernel does.
final class Wishes: Sendable {
  enum Wish: Sendable { case interrupt, end }

  private let wishes = Mutex<[Wish]>([])
  private let bell = Doorbell()
  private nonisolated(unsafe) var sources: [any DispatchSourceSignal] = []

  init() {
    let queue = DispatchQueue(label: "signals")
    for (number, wish) in [(SIGINT, Wish.interrupt), (SIGTERM, .end), (SIGHUP, .end)] {
      // Else the signal would end the process before it is told of.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [wishes = self] in
        wishes.wishes.withLock { $0.append(wish) }
        wishes.bell.ring()
      }
      source.resume()
      sources.append(source)
    }
  }

  var descriptor: Int32 { bell.descriptor }

  func take() -> [Wish] {
    bell.hush()
    return wishes.withLock { wishes in
      defer { wishes = [] }
      return wishes
    }
  }
}
