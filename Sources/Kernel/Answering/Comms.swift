package import JSON

/// The comms of a kernel: a button that stops a training, where the page draws widgets.
package struct Comms {
  package struct Message {
    package var type: String
    package var content: JSONValue
    package var metadata = JSONValue.object([])
  }

  private static let widgets = "jupyter.widget"
  private static let control = "jupyter.widget.control"
  private static let version = JSONValue.object([.init("version", .string("2.1.0"))])

  /// A page that draws widgets has said so: it opens a comm, asks what there is, and closes it again.
  private var drawsWidgets = false
  /// Such comms that are open.
  private var controls: Set<String> = []
  private var button: String?
  private var count = 0

  package init() {}

  /// Comms of pages that are remembered.
  private static let most = 1000

  // MARK: What pages say

  /// What to say in turn, and whether the training is to end.
  package mutating func take(_ request: Request) -> (messages: [Message], wantsStop: Bool) {
    guard let id = request.text("comm_id") else { return ([], false) }
    switch request.type {
    case "comm_open":
      guard request.text("target_name") == Self.control, controls.count < Self.most else {
        // Nobody listens here.
        return ([Message(type: "comm_close", content: Self.content(id, .object([])))], false)
      }
      drawsWidgets = true
      controls.insert(id)
    case "comm_close":
      controls.remove(id)
    default:
      let data = request.content["data"]
      if controls.contains(id) {
        guard data?["method"]?.string == "request_states" else { return ([], false) }
        return ([Message(type: "comm_msg", content: Self.content(id, states))], false)
      }
      let isClick = id == button && data?["content"]?["event"]?.string == "click"
      if isClick {
        return (
          [update([.init("disabled", .bool(true)), .init("description", .string("Stopping"))])],
          true
        )
      }
    }
    return ([], false)
  }

  /// What `comm_info` tells.
  package func information(_ request: Request) -> JSONValue {
    let wanted = request.text("target_name")
    let open = (button.map { [($0, Self.widgets)] } ?? []) + controls.map { ($0, Self.control) }
    return .object([
      .init("status", .string("ok")),
      .init(
        "comms",
        .object(
          open.filter { wanted == nil || wanted == $0.1 }.sorted { $0.0 < $1.0 }.map {
            .init($0.0, .object([.init("target_name", .string($0.1))]))
          })),
    ])
  }

  // MARK: The button

  private static let buttonState: [JSONValue.Member] = [
    .init("_model_module", .string("@jupyter-widgets/controls")),
    .init("_model_module_version", .string("2.0.0")), .init("_model_name", .string("ButtonModel")),
    .init("_view_module", .string("@jupyter-widgets/controls")),
    .init("_view_module_version", .string("2.0.0")), .init("_view_name", .string("ButtonView")),
    .init("description", .string("Stop")),
    .init("tooltip", .string("End the training after this batch")), .init("icon", .string("stop")),
  ]

  private var states: JSONValue {
    let open = button.map { id in
      JSONValue.Member(
        id,
        .object([
          .init("model_name", .string("ButtonModel")),
          .init("model_module", .string("@jupyter-widgets/controls")),
          .init("model_module_version", .string("2.0.0")),
          .init("state", .object(Self.buttonState)),
        ]))
    }
    return .object([
      .init("method", .string("update_states")), .init("states", .object(open.map { [$0] } ?? [])),
      .init("buffer_paths", .array([])),
    ])
  }

  /// A training begins: what draws its button, nothing where no page draws widgets.
  package mutating func openStopButton() -> [Message] {
    guard drawsWidgets, button == nil else { return [] }
    count += 1
    let id = "stop-\(count)"
    button = id
    return [
      Message(
        type: "comm_open",
        content: .object([
          .init("comm_id", .string(id)), .init("target_name", .string(Self.widgets)),
          .init(
            "data",
            .object([
              .init("state", .object(Self.buttonState)), .init("buffer_paths", .array([])),
            ])),
        ]), metadata: Self.version),
      Message(type: "display_data", content: Self.display(id, isOpen: true)),
    ]
  }

  /// It is over: the button goes.
  package mutating func closeStopButton() -> [Message] {
    guard let id = button else { return [] }
    button = nil
    return [
      Message(type: "update_display_data", content: Self.display(id, isOpen: false)),
      Message(type: "comm_close", content: Self.content(id, .object([]))),
    ]
  }

  private func update(_ state: [JSONValue.Member]) -> Message {
    Message(
      type: "comm_msg",
      content: Self.content(
        button ?? "",
        .object([
          .init("method", .string("update")), .init("state", .object(state)),
          .init("buffer_paths", .array([])),
        ])))
  }

  private static func content(_ id: String, _ data: JSONValue) -> JSONValue {
    .object([.init("comm_id", .string(id)), .init("data", data)])
  }

  private static func display(_ id: String, isOpen: Bool) -> JSONValue {
    var data = [JSONValue.Member("text/plain", .string(""))]
    if isOpen {
      data.append(
        .init(
          "application/vnd.jupyter.widget-view+json",
          .object([
            .init("version_major", .number(2)), .init("version_minor", .number(0)),
            .init("model_id", .string(id)),
          ])))
    }
    return .object([
      .init("data", .object(data)), .init("metadata", .object([])),
      .init("transient", .object([.init("display_id", .string(id))])),
    ])
  }
}
