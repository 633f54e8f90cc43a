internal import CZeroMQ

/// The context of all sockets of a kernel.
final class SocketContext {
  let context: UnsafeMutableRawPointer

  /// Throws where the libraries are missing.
  init() throws(KernelError) {
    if let package = setl_zmq_missing() {
      throw KernelError(
        "a kernel needs ZeroMQ and libsodium:  apt-get install \(String(cString: package))")
    }
    guard let made = setl_zmq_context() else { throw KernelError("ZeroMQ has no memory to begin") }
    context = made
  }

  /// After its sockets are closed: waits until what they have sent is gone, a second at most.
  func end() { setl_zmq_end(context) }
}

/// A socket of ZeroMQ, for the one thread that uses it.
final class Socket {
  enum Kind {
    case router, publisher

    fileprivate var number: Int32 {
      Int32(self == .router ? SETL_ZMQ_ROUTER.rawValue : SETL_ZMQ_XPUB.rawValue)
    }
  }

  let socket: UnsafeMutableRawPointer

  /// Binds a socket to where the connection file says.
  init(
    _ kind: Kind, _ channel: ConnectionFile.Channel, of connection: ConnectionFile,
    in context: SocketContext
  ) throws(KernelError) {
    guard let made = setl_zmq_socket(context.context, kind.number) else {
      throw KernelError("there is no socket left for the channel \(channel.rawValue)")
    }
    socket = made
    set(SETL_ZMQ_LINGER, 1000)
    // Whoever reads slowly loses nothing: what waits is bounded where it is made.
    set(SETL_ZMQ_SNDHWM, 0)
    _ = setl_zmq_set_long(socket, Int32(SETL_ZMQ_MAXMSGSIZE.rawValue), Self.largestFrame)
    switch kind {
    case .router: set(SETL_ZMQ_ROUTER_HANDOVER, 1)
    // Who listens hears nothing before `admit`: the first thing heard is the welcome.
    case .publisher: set(SETL_ZMQ_XPUB_MANUAL, 1)
    }
    if connection.isLong { set(SETL_ZMQ_IPV6, 1) }
    if let curve = connection.curve {
      set(SETL_ZMQ_CURVE_SERVER, 1)
      guard
        setl_zmq_set_text(socket, Int32(SETL_ZMQ_CURVE_PUBLICKEY.rawValue), curve.publicKey) != 0,
        setl_zmq_set_text(socket, Int32(SETL_ZMQ_CURVE_SECRETKEY.rawValue), curve.secretKey) != 0
      else { throw KernelError("its curve keys are not valid, or ZeroMQ was built without curve") }
    }
    let endpoint = connection.endpoint(channel)
    let number = setl_zmq_bind(socket, endpoint)
    guard number == 0 else {
      throw KernelError("cannot listen at \(endpoint): \(String(cString: setl_zmq_error(number)))")
    }
  }

  /// Bytes of the largest frame that is taken.
  private static let largestFrame: Int64 = 256 << 20

  private func set(_ option: SETL_ZMQ_OPTION, _ value: Int32) {
    _ = setl_zmq_set(socket, Int32(option.rawValue), value)
  }

  func close() { setl_zmq_close(socket) }

  /// Takes what a publisher has just received: lets its sender hear a topic, or no longer. The topic that is
  /// heard from now on; nil where the message says something else.
  func admit(_ frames: [[UInt8]]) -> [UInt8]? {
    guard let first = frames.first, let kind = first.first, kind <= 1 else { return nil }
    let topic = Array(first.dropFirst())
    let option = kind == 1 ? SETL_ZMQ_SUBSCRIBE : SETL_ZMQ_UNSUBSCRIBE
    let isSet = topic.withUnsafeBytes {
      setl_zmq_set_bytes(socket, Int32(option.rawValue), $0.baseAddress, $0.count)
    }
    return kind == 1 && isSet != 0 ? topic : nil
  }

  /// Sends a message of several frames; one that nobody waits for is gone.
  func send(_ frames: [[UInt8]]) {
    for (place, frame) in frames.enumerated() {
      let sent = frame.withUnsafeBytes {
        setl_zmq_send(socket, $0.baseAddress, $0.count, place < frames.count - 1 ? 1 : 0)
      }
      if sent == 0 { return }
    }
  }

  /// The frames of the next message; nil where there is none.
  func receive() -> [[UInt8]]? {
    final class Frames { var frames: [[UInt8]] = [] }
    let taken = Frames()
    let state = Unmanaged.passUnretained(taken).toOpaque()
    while true {
      let outcome = setl_zmq_receive(
        socket,
        { state, bytes, count in
          guard let state else { return }
          Unmanaged<Frames>.fromOpaque(state).takeUnretainedValue().frames.append(
            Array(UnsafeBufferPointer(start: bytes, count: count)))
        }, state)
      if outcome < 0 { return nil }
      if outcome == 0 { return taken.frames }
    }
  }

  /// Waits until there is something to read, for so many milliseconds at most; says of each socket, and then
  /// of each descriptor, whether there is.
  static func wait(_ sockets: [Socket], _ descriptors: [Int32], atMost milliseconds: Int) -> [Bool]
  {
    var ready = [UInt8](repeating: 0, count: sockets.count + descriptors.count)
    let handles: [UnsafeMutableRawPointer?] = sockets.map(\.socket)
    setl_zmq_wait(
      handles, Int32(handles.count), descriptors, Int32(descriptors.count), milliseconds, &ready)
    return ready.map { $0 != 0 }
  }
}
