internal import Evaluation
internal import JSON
internal import Notebooks

/// The five sockets, by their channels.
struct Sockets {
  private let sockets: [ConnectionFile.Channel: Socket]
  /// In the order of the channels.
  let all: [Socket]

  /// Binds all of them. Throws where one cannot be bound.
  init(_ connection: ConnectionFile, in context: SocketContext) throws(KernelError) {
    var all: [Socket] = []
    var sockets: [ConnectionFile.Channel: Socket] = [:]
    for channel in ConnectionFile.Channel.allCases {
      let socket = try Socket(
        channel == .iopub ? .publisher : .router, channel, of: connection, in: context)
      all.append(socket)
      sockets[channel] = socket
    }
    self.all = all
    self.sockets = sockets
  }

  subscript(_ channel: ConnectionFile.Channel) -> Socket {
    // Every channel has one.
    sockets[channel] ?? all[0]
  }

  func close() { for socket in all { socket.close() } }
}

/// Sends what a kernel says.
struct Wire {
  enum State: String { case busy, idle }

  private let sockets: Sockets
  private var messenger: Messenger
  private var log: Log

  init(_ sockets: Sockets, _ messenger: Messenger, _ log: Log) {
    self.sockets = sockets
    self.messenger = messenger
    self.log = log
  }

  var signer: Signer { messenger.signer }

  mutating func log(_ line: String) { log.write(line) }

  /// To everybody who listens, as a consequence of `parent`.
  mutating func tell(
    _ type: String, _ content: KeyValuePairs<String, JSONValue>, as parent: Request?,
    metadata: JSONValue = .object([])
  ) {
    tell(
      type, .object(content.map { .init($0.key, $0.value) }), as: parent, metadata: metadata)
  }

  mutating func tell(
    _ type: String, _ content: JSONValue, as parent: Request?, metadata: JSONValue = .object([])
  ) {
    send(
      type, content, to: [Array("kernel.\(type)".utf8)], parent: parent?.header, metadata,
      by: .iopub)
  }

  mutating func state(_ state: State, as parent: Request) {
    tell("status", ["execution_state": .string(state.rawValue)], as: parent)
  }

  mutating func reply(
    to request: Request, _ content: JSONValue, metadata: JSONValue = .object([])
  ) {
    let type = request.type.hasSuffix("_request") ? request.type.dropLast(8) : request.type[...]
    send(
      type + "_reply", content, to: request.identities, parent: request.header, metadata,
      by: request.channel)
  }

  /// Asks the person at the front end that sent `request`.
  mutating func ask(_ question: String, isHidden: Bool, _ request: Request) {
    let content = JSONValue.object([
      .init("prompt", .string(question)), .init("password", .bool(isHidden)),
    ])
    send(
      "input_request", content, to: request.identities, parent: request.header, .object([]),
      by: .stdin)
  }

  /// To one who has begun to listen.
  mutating func welcome(topic: [UInt8]) {
    let content = JSONValue.object([
      .init("subscription", .string(String(decoding: topic, as: UTF8.self)))
    ])
    send("iopub_welcome", content, to: [topic], parent: nil, .object([]), by: .iopub)
  }

  mutating func show(_ output: CellOutput, as parent: Request) {
    let empty = JSONValue.object([])
    switch output {
    case .stream(let stream, let text):
      tell("stream", ["name": .string(stream.rawValue), "text": .string(text)], as: parent)
    case .display(let bundle, let id):
      tell(
        "display_data",
        [
          "data": bundle.data, "metadata": output.metadata, "transient": id.map(transient) ?? empty,
        ],
        as: parent)
    case .update(let bundle, let id):
      tell(
        "update_display_data",
        ["data": bundle.data, "metadata": output.metadata, "transient": transient(id)], as: parent)
    case .result(let bundle, let count):
      tell(
        "execute_result",
        ["data": bundle.data, "metadata": empty, "execution_count": .number(Double(count))],
        as: parent)
    case .error:
      if let error = ErrorReport(output) { tell("error", .object(error.content), as: parent) }
    case .clear(let waits): tell("clear_output", ["wait": .bool(waits)], as: parent)
    }
  }

  /// Of this run of the kernel alone: the page may still show what another one has put out.
  private func transient(_ id: String) -> JSONValue {
    .object([.init("display_id", .string("\(messenger.session)-\(id)"))])
  }

  private mutating func send(
    _ type: some StringProtocol, _ content: JSONValue, to identities: [[UInt8]], parent: [UInt8]?,
    _ metadata: JSONValue, by channel: ConnectionFile.Channel
  ) {
    guard
      let frames = messenger.frames(
        String(type), content, to: identities, parent: parent ?? Array("{}".utf8),
        metadata: metadata)
    else { return log("there was no memory to sign a message") }
    sockets[channel].send(frames)
  }
}
