internal import Evaluation
internal import Glibc
package import JSON
package import Notebooks
internal import Sessions
internal import Synchronization

/// What the thread of the cells has to say, on its way to the thread of the sockets, in its order.
///
/// Printed text is gathered for a moment, so that many short lines become few messages; all that comes after
/// it waits for it. And it is let through at the pace at which Jupyter's server loses nothing: above 1,000
/// messages or 1 MB of text a second, counted over three seconds, it drops what comes. Whoever puts out more
/// than may wait here, waits.
package final class Outlet: Sendable {
  package enum Item: Sendable {
    /// A cell begins; the number that it is shown with, nil where it is not.
    case began(Request, number: Int?)
    case output(CellOutput, Request)
    /// A question to the person who asked for the cell.
    case question(String, isHidden: Bool, Request)
    /// A long work that can be stopped begins, or is over.
    case work(isOn: Bool, Request)
    /// The cell is over, and what its front end is told of it; whether cells that wait are not to run now.
    case ended(Request, reply: JSONValue, metadata: JSONValue, stopsOthers: Bool)
  }

  private struct State {
    var items: [Item] = []
    /// Bytes of text among the items.
    var bytes = 0
    /// When the text that ends the items was begun.
    var textBegan: ContinuousClock.Instant?
    var pace = Pace()
    var isClosed = false
  }

  private let state = Mutex(State())
  private let bell = Doorbell()

  package init() {}

  private static let gathering = Duration.milliseconds(50)
  /// Bytes of one message of text.
  private static let largestText = 64 << 10
  /// Bytes that may wait.
  private static let mostBytes = 1 << 20

  /// Can be read from while there may be something to take.
  var descriptor: Int32 { bell.descriptor }

  /// From any thread. Waits while too much waits already.
  package func add(_ item: Item) {
    while state.withLock({ !$0.isClosed && $0.bytes >= Self.mostBytes }) { usleep(2000) }
    let isUrgent = state.withLock { state in
      if state.isClosed { return false }
      guard case .output(.stream(let stream, let text), let request) = item else {
        state.items.append(item)
        state.textBegan = nil
        return true
      }
      let isFirst = state.textBegan == nil
      for piece in Self.pieces(text) { Self.add(piece, stream, request, &state) }
      if isFirst { state.textBegan = .now }
      return isFirst || state.bytes >= Self.largestText
    }
    if isUrgent { bell.ring() }
  }

  private static func add(
    _ text: String, _ stream: CellOutput.Stream, _ request: Request, _ state: inout State
  ) {
    let size = text.utf8.count
    state.bytes += size
    if case .output(.stream(stream, let before), let parent) = state.items.last, parent === request,
      before.utf8.count + size <= largestText
    {
      // Taken out first, so that the text grows where it stands.
      state.items.removeLast()
      var whole = before
      whole += text
      state.items.append(.output(.stream(stream, whole), request))
    } else {
      state.items.append(.output(.stream(stream, text), request))
    }
  }

  /// A text in pieces that a message can hold, cut between characters as Unicode counts them.
  private static func pieces(_ text: String) -> [String] {
    guard text.utf8.count > largestText else { return [text] }
    var pieces: [String] = []
    var rest = Substring(text)
    while rest.utf8.count > largestText {
      let limit = rest.utf8.index(rest.utf8.startIndex, offsetBy: largestText)
      // Where that is within a character, the one before it is the last.
      let cut = rest.unicodeScalars.index(before: rest.unicodeScalars.index(after: limit))
      pieces.append(String(rest[..<cut]))
      rest = rest[cut...]
    }
    pieces.append(String(rest))
    return pieces
  }

  /// What may go now, and in how many milliseconds to ask again at the latest; nil where nothing waits.
  package func take() -> (items: [Item], askAgain: Int?) {
    bell.hush()
    return state.withLock { state in
      let now = ContinuousClock.now
      var count = 0
      var askAgain: Int?
      state.pace.advance(to: now)
      for (place, item) in state.items.enumerated() {
        let size = item.textBytes
        let isLast = place == state.items.count - 1
        if isLast, let began = state.textBegan, size < Self.largestText,
          now < began + Self.gathering
        {
          askAgain = Self.milliseconds(from: now, to: began + Self.gathering)
          break
        }
        guard !item.isOutput || state.pace.lets(size) else {
          askAgain = 5
          break
        }
        state.bytes -= size
        count += 1
      }
      let taken = Array(state.items.prefix(count))
      state.items.removeFirst(count)
      if state.items.isEmpty { state.textBegan = nil }
      return (taken, askAgain)
    }
  }

  private static func milliseconds(
    from now: ContinuousClock.Instant, to then: ContinuousClock.Instant
  ) -> Int {
    let left = (then - now).components
    return max(1, Int(left.seconds) * 1000 + Int(left.attoseconds / 1_000_000_000_000_000) + 1)
  }

  /// Nothing is taken in any more, and nobody waits.
  func close() { state.withLock { $0.isClosed = true } }
}

extension Outlet.Item {
  /// Whether it is one of the messages that the server counts.
  fileprivate var isOutput: Bool { if case .output = self { true } else { false } }

  /// Bytes of printed text in it.
  fileprivate var textBytes: Int {
    if case .output(.stream(_, let text), _) = self { text.utf8.count } else { 0 }
  }
}
