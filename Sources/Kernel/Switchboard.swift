internal import Glibc
internal import JSON
internal import Notebooks
internal import Sessions

/// The thread of the sockets: takes every message at once, and answers all but cells itself.
///
/// It never waits for the machine. Cells wait here, one at a time goes to the thread that runs them; what that
/// puts out comes back in its order, replies and states among it.
final class Switchboard {
  private let sockets: Sockets
  private let work: CellWork
  private let outlet: Outlet
  private let answers: Answers
  private let notices: Notices
  private let jobs: JobsProgress
  private var jobDisplays = JobDisplays()
  private var wire: Wire
  private var comms = Comms()
  private var cells: [Request] = []
  /// The cell that runs.
  private var running: Request?
  private var subshells = Subshells()
  /// Which cell has which number: for the lines of its jobs.
  private var numbered = NumberedCells()
  private let parent = getppid()
  private let wishes: Wishes
  /// Lines that wait for a cell to stand below.
  private var untold: [Notice] = []
  private var isOver = false

  init(
    sockets: Sockets, wire: Wire, work: CellWork, outlet: Outlet, answers: Answers,
    notices: Notices, jobs: JobsProgress, wishes: Wishes
  ) {
    self.sockets = sockets
    self.wire = wire
    self.work = work
    self.outlet = outlet
    self.answers = answers
    self.notices = notices
    self.jobs = jobs
    self.wishes = wishes
  }

  /// Until a front end, a signal or the end of the parent ends the kernel.
  func run() {
    wire.tell("status", ["execution_state": .string("starting")], as: nil)
    var askAgain: Int?
    while !isOver {
      let ready = Socket.wait(
        sockets.all, [outlet.descriptor, notices.descriptor, wishes.descriptor],
        atMost: min(askAgain ?? Self.pause, Self.pause))
      if ready.contains(true) { takeMessages() }
      takeWishes()
      takeNotices()
      askAgain = deliver()
      // Its parent is gone: nobody will ask again, and nobody would end it.
      if getppid() != parent { isOver = true }
    }
    outlet.close()
    work.end()
  }

  /// Milliseconds between two looks at whether the parent lives.
  private static let pause = 500
  /// Messages of one channel that are taken before the others have their turn.
  private static let mostAtOnce = 100

  // MARK: What comes in

  private func takeMessages() {
    // First, so that whoever has begun to listen hears what it then asks for.
    for _ in 0..<Self.mostAtOnce {
      guard let frames = sockets[.iopub].receive() else { break }
      if let topic = sockets[.iopub].admit(frames) { wire.welcome(topic: topic) }
    }
    for channel in [ConnectionFile.Channel.control, .shell, .stdin] {
      for _ in 0..<Self.mostAtOnce {
        guard let frames = sockets[channel].receive() else { break }
        take(frames, on: channel)
      }
    }
    for _ in 0..<Self.mostAtOnce {
      guard let frames = sockets[.heartbeat].receive() else { break }
      sockets[.heartbeat].send(frames)
    }
  }

  private func take(_ frames: [[UInt8]], on channel: ConnectionFile.Channel) {
    do {
      let request = try Request(frames, on: channel, wire.signer)
      if channel == .stdin { takeAnswer(request) } else { take(request) }
    } catch {
      wire.log("\(error.reason) was left unread")
    }
  }

  private func takeAnswer(_ request: Request) {
    guard request.type == "input_reply", let running, request.identities == running.identities
    else { return }
    work.give(request.text("value").map { .text($0) } ?? .end)
  }

  private func take(_ request: Request) {
    if request.type == "execute_request" {
      cells.append(request)
      return beginNext()
    }
    wire.state(.busy, as: request)
    // A page may have removed the subshell of a comm before what it last said by it arrives.
    if let id = request.subshell, !subshells.contains(id), !request.type.hasPrefix("comm_") {
      wire.reply(to: request, Self.refusal("there is no subshell \(id)"))
    } else if let content = answers.reply(to: request) {
      wire.reply(to: request, content)
    } else {
      carryOut(request)
    }
    wire.state(.idle, as: request)
    // The answer made the page believe that nothing runs.
    if let running { wire.state(.busy, as: running) }
  }

  private func carryOut(_ request: Request) {
    switch request.type {
    case "interrupt_request":
      interrupt()
      wire.reply(to: request, Self.fine)
    case "shutdown_request":
      let restarts = JSONValue.bool(request.flag("restart", orElse: false))
      wire.reply(
        to: request, .object([.init("status", .string("ok")), .init("restart", restarts)]))
      wire.tell("shutdown_reply", ["status": .string("ok"), "restart": restarts], as: request)
      isOver = true
    case "create_subshell_request", "delete_subshell_request", "list_subshell_request":
      wire.reply(
        to: request, subshells.carryOut(request) ?? Self.refusal("there is no such subshell"))
    case "comm_info_request":
      wire.reply(to: request, comms.information(request))
    case "comm_open", "comm_msg", "comm_close":
      let (messages, wantsStop) = comms.take(request)
      for message in messages { wire.tell(message.type, message.content, as: request) }
      if wantsStop { work.requestInterrupt() }
    default:
      wire.log("a message of the unknown kind `\(request.type.prefix(100))` was left unanswered")
    }
  }

  private static let fine = JSONValue.object([.init("status", .string("ok"))])

  private static func refusal(_ reason: String) -> JSONValue {
    .object(ErrorReport(refusal: reason).members)
  }

  private func takeWishes() {
    for wish in wishes.take() {
      switch wish {
      case .interrupt: interrupt()
      case .end: isOver = true
      }
    }
  }

  // MARK: Cells

  private func interrupt() { work.requestInterrupt() }

  private func beginNext() {
    guard running == nil, !cells.isEmpty else { return }
    let request = cells.removeFirst()
    running = request
    work.begin(request)
  }

  /// Cells that were sent behind one that failed, or that was interrupted, do not run.
  private func refuseWaiting() {
    // Those too that have arrived and were not looked at.
    takeMessages()
    let refused = cells
    cells = []
    for request in refused {
      wire.state(.busy, as: request)
      let error = ErrorReport(
        refusal: "it was not run: the cell before it failed, or was interrupted")
      wire.reply(
        to: request, .object(error.members + [.init("execution_count", .number(0))]))
      wire.state(.idle, as: request)
    }
  }

  // MARK: What goes out

  /// Sends what the cells have put out, as far as it may go now; in how many milliseconds there may be more.
  private func deliver() -> Int? {
    let (items, askAgain) = outlet.take()
    for item in items { deliver(item) }
    return askAgain
  }

  private func deliver(_ item: Outlet.Item) {
    switch item {
    case .began(let request, let number):
      wire.state(.busy, as: request)
      guard let number else { return }
      numbered.add(request, number)
      wire.tell(
        "execute_input",
        ["code": .string(request.text("code") ?? ""), "execution_count": .number(Double(number))],
        as: request)
    case .output(let output, let request): wire.show(output, as: request)
    case .question(let question, let isHidden, let request):
      wire.ask(question, isHidden: isHidden, request)
    case .work(let isOn, let request):
      let messages = isOn ? comms.openStopButton() : comms.closeStopButton()
      for message in messages {
        wire.tell(message.type, message.content, as: request, metadata: message.metadata)
      }
    case .ended(let request, let reply, let metadata, let stopsOthers):
      wire.reply(to: request, reply, metadata: metadata)
      wire.state(.idle, as: request)
      running = nil
      if stopsOthers { refuseWaiting() }
      beginNext()
    }
  }

  /// Lines of jobs, below the cells that started them; others below the cell that runs.
  private func takeNotices() {
    untold += notices.take(Self.mostAtOnce)
    untold = untold.filter { notice in
      guard let request = numbered.request(notice.cell) ?? running else { return true }
      wire.show(.stream(.stdout, notice.line + "\n"), as: request)
      return false
    }
    for (output, cell) in jobDisplays.changes({ jobs.lines }) {
      if let request = numbered.request(cell) { wire.show(output, as: request) }
    }
  }
}
