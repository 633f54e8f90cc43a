import Evaluation
import JSON
import Kernel
import Notebooks
import Testing

@Suite struct OutletTests {
  /// Everything that comes out until `isEnd` says that it was the last.
  private func all(
    of outlet: Outlet, until isEnd: (Outlet.Item) -> Bool
  ) async throws -> [Outlet.Item] {
    var items: [Outlet.Item] = []
    while true {
      items += outlet.take().items
      if let last = items.last, isEnd(last) { return items }
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  private func isEnd(_ item: Outlet.Item) -> Bool { if case .ended = item { true } else { false } }

  private func end(_ request: Request) -> Outlet.Item {
    .ended(request, reply: .object([]), metadata: .object([]), stopsOthers: false)
  }

  @Test func `Printed lines come whole, in few messages, before the end`() async throws {
    let outlet = Outlet()
    let request = try request("execute_request")
    for number in 0..<20_000 { outlet.add(.output(.stream(.stdout, "\(number)\n"), request)) }
    outlet.add(end(request))
    let items = try await all(of: outlet, until: isEnd)
    var text = ""
    for case .output(.stream(_, let piece), _) in items { text += piece }
    #expect(text == (0..<20_000).map { "\($0)\n" }.joined())
    #expect(items.count < 40)
  }

  @Test func `What comes between printed lines stays there`() async throws {
    let outlet = Outlet()
    let request = try request("execute_request")
    outlet.add(.output(.stream(.stdout, "a"), request))
    outlet.add(.output(.display(DisplayBundle(text: "b"), id: nil), request))
    outlet.add(.output(.stream(.stdout, "c"), request))
    outlet.add(.output(.stream(.stderr, "d"), request))
    outlet.add(end(request))
    let outputs = try await all(of: outlet, until: isEnd).compactMap { item in
      if case .output(let output, _) = item { output } else { nil }
    }
    #expect(
      outputs == [
        .stream(.stdout, "a"), .display(DisplayBundle(text: "b"), id: nil), .stream(.stdout, "c"),
        .stream(.stderr, "d"),
      ])
  }

  @Test func `A line is held back for a moment alone`() async throws {
    let outlet = Outlet()
    outlet.add(.output(.stream(.stdout, "a"), try request("execute_request")))
    let (items, askAgain) = outlet.take()
    #expect(items.isEmpty)
    #expect((1...51).contains(askAgain ?? 0))
    let later = try await all(of: outlet) { _ in true }
    #expect(later.count == 1)
  }

  @Test func `A long text is cut between characters`() async throws {
    let outlet = Outlet()
    let request = try request("execute_request")
    let text = "x" + String(repeating: "𝛾é", count: 30_000)
    outlet.add(.output(.stream(.stdout, text), request))
    outlet.add(end(request))
    var whole = ""
    for case .output(.stream(_, let piece), _) in try await all(of: outlet, until: isEnd) {
      #expect(piece.utf8.count <= 64 << 10)
      #expect(!piece.contains("\u{FFFD}"))
      whole += piece
    }
    #expect(whole == text)
  }
}
