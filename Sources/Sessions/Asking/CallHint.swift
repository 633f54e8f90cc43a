internal import Evaluation

/// How the function is called whose call the cursor is in, and which parameter it is at.
public struct CallHint: Sendable, Equatable {
  public var name: String
  /// `model`, `epochs = 1`.
  public var parameters: [String]
  /// Nil where the cursor gives more than there are.
  public var current: Int?
}

extension Session {
  /// For the call around `cursor`, a number of UTF-8 bytes; nil where there is none, or the function is not
  /// known. Looked for at each key, hence without an outline of the session. Cost: linear in the text.
  public func callHint(of text: String, at cursor: Int) -> CallHint? {
    let bytes = Array(text.utf8.prefix(cursor))
    guard bytes.contains(UInt8(ascii: "(")) else { return nil }
    let place = CompletionPlace(bytes)
    guard let call = place.call, let (function, placed) = function(of: call, place.names) else {
      return nil
    }
    let parameters = function.parameters
    guard !parameters.isEmpty else { return CallHint(name: call.name, parameters: []) }
    return CallHint(
      name: call.name, parameters: parameters.map(\.signature),
      current: call.position(in: parameters, after: placed))
  }

  private func function(
    of call: CompletionPlace.Call, _ names: [CellNames.Name]
  ) -> (FunctionDescription, placed: Int)? {
    if call.placed > 0, let receiver = call.receiver,
      let function = value(at: receiver + [.name(call.name)])?.function
    {
      return (function, call.placed - 1)
    }
    if let own = names.last(where: { $0.text == call.name })?.function { return (own, call.placed) }
    let value = visibleValue(call.name) ?? machine.library.value(call.name)
    return value?.function.map { ($0, call.placed) }
  }

  /// Of a variable of the session, or of the call that is looked at.
  func visibleValue(_ name: String) -> Value? {
    inspection?.call?.value(of: name) ?? globals.value(of: name)
  }

  /// What lies at the end of a path, as far as looking tells.
  func value(at path: [PathStep]) -> Value? {
    guard case .name(let first) = path.first, var value = visibleValue(first) else { return nil }
    for step in path.dropFirst() {
      guard let next = Self.value(of: step, in: value) else { return nil }
      value = next
    }
    return value
  }

  private static func value(of step: PathStep, in value: Value) -> Value? {
    switch (step, value.asObject) {
    case (.name(let name), let map as MapObject), (.key(let name), let map as MapObject):
      return map[name]
    case (.name(let name), let module as ModuleObject): return module.value(name)
    case (.name(let name), let session as SessionObject): return session.field(name)
    case (.name(let name), let native as NativeObject):
      if case .value(let field) = native.glance(at: name) { return field }
      return nil
    case (.index(let index), let list as ListObject):
      let place = index < 0 ? index + list.count : index
      return (0..<list.count).contains(place) ? list.items[place] : nil
    case (.index(let index), let map as MapObject): return map.value(.number(Double(index)))
    default: return nil
    }
  }
}
