import JSON
import Kernel
import Testing

@Suite struct CodePointTests {
  @Test func `Cursors are counted in code points, and found again in bytes`() {
    let text = "let 𝛾 = e\u{301}\r\n🇨🇭"
    let scalars = Array(text.unicodeScalars)
    for count in 0...scalars.count {
      var before = String.UnicodeScalarView()
      before.append(contentsOf: scalars.prefix(count))
      let bytes = String(before).utf8.count
      #expect(CodePoints.bytes(before: count, of: text) == bytes)
      #expect(CodePoints.count(before: bytes, of: text) == count)
    }
  }

  @Test func `Cursors outside of the text are at its ends`() {
    #expect(CodePoints.bytes(before: -5, of: "ab") == 0)
    #expect(CodePoints.bytes(before: .max, of: "ab") == 2)
    #expect(CodePoints.count(before: .max, of: "ab") == 2)
  }
}

@Suite struct CommTests {
  private func message(_ type: String, _ id: String, _ more: [JSONValue.Member]) throws -> Request {
    try request(type, .object([.init("comm_id", .string(id))] + more))
  }

  private func open(_ target: String, _ id: String) throws -> Request {
    try message("comm_open", id, [.init("target_name", .string(target))])
  }

  private func said(_ id: String, _ data: String) throws -> Request {
    try message("comm_msg", id, [.init("data", JSONValue(parsing: data.utf8) ?? .null)])
  }

  @Test func `A comm that nobody listens to is closed`() throws {
    var comms = Comms()
    let answer = comms.take(try open("something", "c"))
    #expect(answer.messages.map(\.type) == ["comm_close"])
    #expect(answer.messages.first?.content["comm_id"]?.string == "c")
  }

  @Test func `The button is drawn where the page draws widgets, and a click ends the training`()
    throws
  {
    var comms = Comms()
    #expect(comms.openStopButton().isEmpty)
    #expect(comms.take(try open("jupyter.widget.control", "c")).messages.isEmpty)
    let drawn = comms.openStopButton()
    #expect(drawn.map(\.type) == ["comm_open", "display_data"])
    let id = try #require(drawn.first?.content["comm_id"]?.string)
    #expect(!comms.take(try said(id, #"{"method": "update", "state": {}}"#)).wantsStop)
    let click = comms.take(
      try said(id, #"{"method": "custom", "content": {"event": "click"}}"#))
    #expect(click.wantsStop)
    let closed = comms.closeStopButton()
    #expect(closed.map(\.type) == ["update_display_data", "comm_close"])
    #expect(
      !comms.take(try said(id, #"{"method": "custom", "content": {"event": "click"}}"#)).wantsStop)
  }

  @Test func `A page that is loaded anew learns of the button`() throws {
    var comms = Comms()
    _ = comms.take(try open("jupyter.widget.control", "c"))
    let id = try #require(comms.openStopButton().first?.content["comm_id"]?.string)
    _ = comms.take(try open("jupyter.widget.control", "d"))
    let answer = comms.take(try said("d", #"{"method": "request_states"}"#)).messages
    #expect(answer.first?.content["data"]?["states"]?[id]?["model_name"]?.string == "ButtonModel")
    let known = comms.information(try request("comm_info_request"))
    #expect(known["comms"]?[id]?["target_name"]?.string == "jupyter.widget")
  }
}

@Suite struct SubshellTests {
  @Test func `Subshells are made, listed and removed`() throws {
    var subshells = Subshells()
    let made = subshells.carryOut(try request("create_subshell_request"))
    let id = try #require(made?["subshell_id"]?.string)
    #expect(subshells.contains(id))
    #expect(
      subshells.carryOut(try request("list_subshell_request"))?["subshell_id"]?.array
        == [.string(id)])
    let removal = JSONValue.object([.init("subshell_id", .string(id))])
    #expect(subshells.carryOut(try request("delete_subshell_request", removal)) != nil)
    #expect(!subshells.contains(id))
    #expect(subshells.carryOut(try request("delete_subshell_request", removal)) == nil)
  }
}
