internal import Characters
internal import Syntax

/// Elements, fields and loops.
extension Machine {
  // MARK: Elements

  /// The place of `index` in `count` elements; negative numbers count from the end.
  private func position(_ index: Value, of count: Int, in container: String) throws -> Int {
    guard case .number(let number) = index else {
      throw NativeError(
        "S0204", "an index is a whole number", label: "this is \(index.kindPhrase)")
    }
    guard let whole = index.asWhole else {
      throw NativeError(
        "S0204", "an index is a whole number", label: "this is \(number.formattedShort)",
        help: "round it:  floor(x)")
    }
    return try Subscript.position(whole, of: count, in: container)
  }

  func index(_ container: Value, _ key: Value) throws -> Value {
    switch container.asObject {
    case let list as ListObject:
      if case .number = key {
        return list.items[try position(key, of: list.items.count, in: "list")]
      }
    case let map as MapObject:
      guard key.keyHash != nil else { throw noKey(key) }
      if let value = map.value(key) { return value }
      throw missingKey(key, map)
    case let string as StringObject:
      if case .number = key {
        let place = try position(key, of: string.count, in: "string")
        return .string(string.characters(place, place + 1))
      }
    case let range as RangeObject:
      if case .number = key {
        return .number(range[try position(key, of: range.count, in: "range")])
      }
    case let native as NativeObject:
      if let name = key.asString, let element = try native.element(named: name) { return element }
    default: break
    }
    return try subscripted(container, [try selection(key)])
  }

  private func noKey(_ key: Value) -> NativeError {
    NativeError(
      "S0204", "a key is a string, a number or a bool", label: "this is \(key.kindPhrase)")
  }

  private func missingKey(_ key: Value, _ map: MapObject) -> NativeError {
    if let error = onMissingKey?(map, key) { return error }
    let names = map.firstNames(Self.mostNames)
    let near = key.asString.flatMap { nearest(to: $0, among: names) }
    return NativeError(
      "S0207", "the map has no key \(key.brief)",
      label: near.map { "did you mean \($0.clipped.quoted)?" } ?? "",
      notes: names.isEmpty ? [] : ["its keys are " + Self.listed(names, 12)],
      help: "where it may be missing:  get(map, key, default)")
  }

  /// Names that are looked at for one that may have been meant.
  private static let mostNames = 1000

  private static func listed(_ names: [String], _ most: Int) -> String {
    names.prefix(most).map { shown($0.clipped(to: 40)) }.joined(separator: ", ")
  }

  /// An index, range, list or tensor as what it chooses.
  func selection(_ value: Value) throws -> Selection {
    if let whole = value.asWhole { return .item(.index(whole)) }
    switch value.asObject {
    case let range as RangeObject:
      guard let from = Int(exactly: range.start), let to = Int(exactly: range.end),
        let by = Int(exactly: range.step)
      else { break }
      return .item(.slice(from: from, to: to, by: by))
    case let list as ListObject:
      let numbers = list.items.map(\.asWhole)
      if numbers.allSatisfy({ $0 != nil }) { return .item(.indices(numbers.compactMap { $0 })) }
      if let mask = Mask(list) { return .mask(mask) }
    case let native as NativeObject:
      if let selection = try native.selection() { return selection }
    default: break
    }
    throw NativeError(
      "S0204", "an index is a whole number, a range, a list of whole numbers or a mask",
      label: "this is \(value.asNumber.map { $0.formattedShort } ?? value.kindPhrase)")
  }

  /// The items of a site, whose values begin at `values`.
  func items(
    _ site: Prototype.Site, _ values: UnsafeMutablePointer<Value>
  ) throws -> [Selection] {
    var next = 0
    func take(_ isGiven: Bool) throws -> Int? {
      guard isGiven else { return nil }
      defer { next += 1 }
      guard let whole = values[next].asWhole else {
        throw NativeError(
          "S0204", "the ends of a slice are whole numbers",
          label: "found \(values[next].kindPhrase)")
      }
      return whole
    }
    return try site.slices.map { slice in
      switch slice {
      case .value:
        defer { next += 1 }
        return try selection(values[next])
      case .slice(let hasStart, let hasEnd, let hasStep):
        return .item(
          .slice(from: try take(hasStart), to: try take(hasEnd), by: try take(hasStep) ?? 1))
      }
    }
  }

  func subscripted(_ container: Value, _ items: [Selection]) throws -> Value {
    if let native = container.asObject?.asNative { return try native.selected(items) }
    guard items.count == 1 else {
      throw NativeError(
        "S0204", "\(container.kindPhrase) takes one index", help: "index twice:  xs[0][1]")
    }
    switch container.asObject {
    case let list as ListObject:
      if case .item(.slice(let from, let to, 1)) = items[0] {
        let bounds = Self.bounds(from, to, of: list.items.count)
        try MemoryBudget.check(Double(bounds.count) * MemoryBudget.bytesAnElement, for: "the slice")
        return .list(Array(list.items[bounds]))
      }
      return .list(try items[0].positions(of: list.items.count, in: "list").map { list.items[$0] })
    case let string as StringObject:
      if case .item(.slice(let from, let to, 1)) = items[0] {
        let bounds = Self.bounds(from, to, of: string.count)
        return .string(string.characters(bounds.lowerBound, bounds.upperBound))
      }
      let characters = Array(string.text.unicodeScalars)
      var chosen = String.UnicodeScalarView()
      for place in try items[0].positions(of: characters.count, in: "string") {
        chosen.append(characters[place])
      }
      return .string(String(chosen))
    case let range as RangeObject:
      return .list(try items[0].positions(of: range.count, in: "range").map { .number(range[$0]) })
    default:
      throw NativeError("S0204", "\(container.kindPhrase) has no elements")
    }
  }

  /// The positions from `from` up to `to`, as many of them as there are.
  private static func bounds(_ from: Int?, _ to: Int?, of count: Int) -> Range<Int> {
    let start = from.map { Subscript.place($0, of: count, cutTo: 0...count) } ?? 0
    return start..<max(start, to.map { Subscript.place($0, of: count, cutTo: 0...count) } ?? count)
  }

  func setIndex(_ container: Value, _ key: Value, _ value: Value) throws {
    switch container.asObject {
    case let list as ListObject:
      list.items[try position(key, of: list.items.count, in: "list")] = value
    case is MapObject: try setEntry(container, key, value)
    case let native as NativeObject:
      if let name = key.asString, try native.assign(elementNamed: name, value) { return }
      try native.assign([try selection(key)], value)
    default:
      throw NativeError(
        "S0204", "elements of \(container.kindPhrase) cannot be assigned to",
        help: container.asString == nil ? nil : "make a new text:  replace(text, from, to)")
    }
  }

  func setSubscript(_ container: Value, _ items: [Selection], _ value: Value) throws {
    guard let native = container.asObject?.asNative else {
      throw NativeError("S0204", "slices of \(container.kindPhrase) cannot be assigned to")
    }
    try native.assign(items, value)
  }

  func setEntry(_ container: Value, _ key: Value, _ value: Value) throws {
    guard let map = container.asMap else { return }
    if map.count >= 1 << 16 {
      try MemoryBudget.check(Double(map.count) * 96, for: "the map")
    }
    guard map.set(key, to: value) else { throw noKey(key) }
  }

  // MARK: Fields

  /// The value of field `name`, where the object has such a field.
  func fieldIfAny(_ target: Value, _ name: String) throws -> Value? {
    switch target.asObject {
    case let map as MapObject: return map[name]
    case let module as ModuleObject: return module.value(name)
    case let native as NativeObject: return try native.field(name)
    default: return nil
    }
  }

  func field(_ target: Value, _ name: String) throws -> Value {
    if let value = try fieldIfAny(target, name) { return value }
    var names: [String] = []
    switch target.asObject {
    case let map as MapObject:
      names = map.firstNames(Self.mostNames)
    case let module as ModuleObject: names = module.names
    case let native as NativeObject: names = native.fieldNames
    default: break
    }
    let near = nearest(to: name, among: names)
    let isFunction = library.value(name) != nil
    var error = NativeError(
      "S0208", "\(target.kindPhrase) has no field `\(name)`",
      label: near.map { "did you mean `\($0)`?" } ?? "",
      notes: names.isEmpty ? [] : ["it has " + Self.listed(names, 16)],
      help: isFunction
        ? "to call the function of that name, add parentheses:  .\(name)()"
        : nil)
    if !isFunction, near == nil { error.foreignMember = (name, target.kind) }
    throw error
  }

  func setField(_ target: Value, _ name: Value, _ value: Value) throws {
    guard target.asMap != nil else {
      if let native = target.asObject?.asNative {
        let name = name.asString ?? ""
        if try native.assign(field: name, value) { return }
        // A name that is not there is told as such.
        if !native.fieldNames.contains(name) { _ = try field(target, name) }
      }
      throw NativeError("S0208", "fields of \(target.kindPhrase) cannot be assigned to")
    }
    try setEntry(target, name, value)
  }

  /// Puts back what a field or an index of a native gave, after a part of it was changed. Only what makes it anew
  /// each time needs it.
  @inline(never)
  func keep(
    _ i: Instruction, _ function: Unmanaged<FunctionObject>,
    _ ip: UnsafeMutablePointer<Instruction>, _ r: UnsafeMutablePointer<Value>,
    _ k: UnsafeMutablePointer<Value>
  ) throws {
    guard let native = r[Int(i.a)].asObject?.asNative else { return }
    let (key, changed) = (Int(i.b), r[Int(i.c)])
    switch i.operation {
    case .keepField: _ = try native.assign(field: k[key].asString ?? "", changed)
    case .keepIndex:
      if let name = r[key].asString {
        _ = try native.assign(elementNamed: name, changed)
      } else {
        try native.keep([try selection(r[key])], changed)
      }
    default:
      guard let site = site(function, ip - 1) else { return }
      try native.keep(try items(site, r + Int(i.a) + 1), changed)
    }
  }

  // MARK: Loops

  /// Prepares `state`, which holds the parts of a range behind its first value.
  func beginRange(_ state: UnsafeMutablePointer<Value>) throws {
    try Self.checkRange(state[1], state[2], state[3])
    let (start, end, step) = ((state + 1).number, (state + 2).number, (state + 3).number)
    state.put(0)
    (state + 1).put(Double(RangeObject.count(start, end, step)))
    (state + 2).put(start)
    (state + 3).put(step)
  }

  /// Prepares `state`: numbers for a range, an iterator for the rest.
  func beginLoop(_ state: UnsafeMutablePointer<Value>) throws {
    switch state[0].asObject {
    case let range as RangeObject:
      state[1] = .number(Double(range.count))
      state[2] = .number(range.start)
      state[3] = .number(range.step)
      state[0] = .number(0)
    case is ListObject: state[1] = .number(0)
    case let map as MapObject:
      state[0] = .list(map.keys)
      state[1] = .number(0)
    case let string as StringObject:
      let count = Double(string.count)
      try MemoryBudget.check(count * MemoryBudget.bytesAnElement, for: "the characters of the text")
      state[0] = .list(Array(string.characters))
      state[1] = .number(0)
    case let sequence as SequenceObject:
      guard let run = SequenceRun(sequence) else { throw cannotLoop(state[0]) }
      state[0] = .object(run)
    case let native as NativeObject:
      if let sequence = sequence(of: native), let run = SequenceRun(sequence) {
        state[0] = .object(run)
        return
      }
      guard let iterator = native.makeIterator() else { throw cannotLoop(state[0]) }
      state[0] = .object(LoopObject(iterator, through: native))
    default: throw cannotLoop(state[0])
    }
  }

  /// What a function of the library yields of a value whose elements only the program can make.
  func sequence(of native: NativeObject) -> SequenceObject? {
    guard let name = native.elementsFunction, let function = library.functions[name] else {
      return nil
    }
    var arguments = [Value.object(native)]
    return arguments.withUnsafeMutableBufferPointer { SequenceObject(function, $0) }
  }

  private func cannotLoop(_ value: Value) -> NativeError {
    NativeError(
      "S0209", "`for` cannot go through \(value.kindPhrase)",
      notes: [
        "it goes through lists, maps (their keys), ranges, strings, sequences, and values with elements of their own"
      ],
      help: value.asNumber.map { "to count:  for i in 0..\($0.formattedShort)" })
  }

  func nextValue(_ state: Value) throws -> Value? {
    guard case .object(let object) = state, object.family == .loop else { return nil }
    return try unsafeDowncast(object, to: LoopObject.self).iterator.next()
  }

  /// All values that a loop would go through, for `...`.
  func elements(of value: Value) throws -> [Value] {
    if let list = value.asList { return list.values }
    let state = UnsafeMutablePointer<Value>.allocate(capacity: 4)
    state.initialize(repeating: .undefined, count: 4)
    defer {
      state.deinitialize(count: 4)
      state.deallocate()
    }
    if let range = value.asObject as? RangeObject { return try range.values() }
    state[0] = value
    try beginLoop(state)
    if let list = state[0].asList { return list.values }
    var values: [Value] = []
    while let next = try nextValue(state[0]) {
      if interrupt.isToBeLookedAt { try interrupt.look() }
      values.append(next)
    }
    return values
  }

  func unpack(
    _ value: Value, _ targets: UnsafeMutablePointer<Value>, _ count: Int, takesRest: Bool
  ) throws {
    if let list = value.asList, list.items.count == count, !takesRest {
      for index in 0..<count { targets[index] = list.items[index] }
      return
    }
    let native = value.asObject?.asNative
    guard value.asList != nil || native?.length != nil || value.asObject is RangeObject else {
      throw NativeError(
        "S0211", "only a list can be taken apart by [ ]", label: "this is \(value.kindPhrase)",
        help: value.asMap != nil
          ? "a map is taken apart by names:  let {a, b} = m"
          : value.asObject is SequenceObject
            ? "take as many as there are names:  let [a, b] = list(take(xs, 2))" : nil)
    }
    let items = try elements(of: value)
    guard takesRest ? items.count >= count : items.count == count else {
      throw NativeError(
        "S0211", "\(count) names for \(items.count) values",
        help: items.count > count && !takesRest
          ? "take what is left with  ...rest" : "the list is too short")
    }
    for index in 0..<count { targets[index] = items[index] }
    if takesRest { targets[count] = .list(Array(items[count...])) }
  }
}
