public import Processes

/// What processes that run a program together do once for all.
extension ProcessGroup {
  /// What `body` gives in the first process, in all; where it throws there, all throw the same.
  public func once(_ body: () throws -> [UInt8]) throws -> [UInt8] {
    var told: [UInt8] = []
    if number == 0 {
      do {
        told = [Told.result.rawValue] + (try body())
      } catch let error as NativeError {
        told = [Told.error.rawValue] + error.bytes
      } catch is ProgramStopped {
        told = [Told.stopped.rawValue]
      } catch {
        told = [Told.error.rawValue] + NativeError("S0300", "\(error)").bytes
      }
    }
    let heard: [UInt8]
    do {
      heard = try share(told)
    } catch let error as ProcessError {
      throw NativeError(error)
    }
    switch heard.first.flatMap(Told.init) {
    case .result: return Array(heard.dropFirst())
    case .error: throw NativeError(bytes: heard.dropFirst())
    case .stopped, nil: throw ProgramStopped()
    }
  }

  /// Throws where the processes have different texts of what is called `name`.
  public func expectSame(
    _ text: some Sequence<UInt8>, _ name: String, help: String = "copy it to each machine"
  ) throws {
    do {
      let sums = try meet(for: .comparing, [Self.sum(text)])
      guard let other = sums.firstIndex(where: { $0 != sums[0] }) else { return }
      throw ProcessError(
        "process \(other) has another \(name) than process 0",
        notes: ["all must run the same program"], help: help)
    } catch let error as ProcessError {
      throw NativeError(error)
    }
  }

  /// FNV-1a.
  private static func sum(_ text: some Sequence<UInt8>) -> UInt64 {
    text.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

private enum Told: UInt8 {
  case result, error, stopped
}

extension CallContext {
  /// What `body` gives, which of several processes the first one does for all.
  public func once(_ body: () throws -> [UInt8]) throws -> [UInt8] {
    guard let group else { return try body() }
    return try group.once(body)
  }

  /// The same of a number.
  public func once(_ body: () -> Double) throws -> Double {
    guard let group else { return body() }
    let bytes = try group.once { withUnsafeBytes(of: body()) { Array($0) } }
    return bytes.withUnsafeBytes { $0.count == 8 ? $0.loadUnaligned(as: Double.self) : 0 }
  }
}

extension NativeError {
  public init(_ error: ProcessError) {
    self.init("S0350", error.title, notes: error.notes, help: error.help)
  }

  /// Code, title, label, help, argument and notes, each behind its length; of what is not there −1.
  fileprivate var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for text in [code, title, label, help, argument] + (notes as [String?]) {
      let utf8 = Array((text ?? "").utf8)
      withUnsafeBytes(of: text == nil ? -1 : Int32(clamping: utf8.count)) {
        bytes.append(contentsOf: $0)
      }
      bytes += utf8
    }
    return bytes
  }

  fileprivate init(bytes: ArraySlice<UInt8>) {
    var texts: [String?] = []
    var rest = bytes
    while rest.count >= 4 {
      let length = Int(
        rest.prefix(4).withUnsafeBytes { $0.loadUnaligned(as: Int32.self) })
      rest = rest.dropFirst(4)
      texts.append(length < 0 ? nil : String(decoding: rest.prefix(length), as: UTF8.self))
      rest = rest.dropFirst(max(length, 0))
    }
    func text(_ place: Int) -> String? { texts.indices.contains(place) ? texts[place] : nil }
    self.init(
      text(0) ?? "S0350", text(1) ?? "process 0 failed", label: text(2) ?? "",
      notes: texts.dropFirst(5).compactMap { $0 }, help: text(3), argument: text(4))
  }
}
