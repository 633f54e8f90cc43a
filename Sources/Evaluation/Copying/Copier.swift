/// Copies values of one machine for another, which runs on another thread: afterwards the two share nothing
/// that either could change, nor any count of references.
///
/// Objects refer to each other in any way, so the copy is one of a graph: each object is copied once, and
/// what referred to it refers to its one copy. A list, map, variable or function is copied as an empty
/// shell first, and filled when its turn comes; so nothing is called within itself, however deep values
/// lie in each other.
///
/// Of a function the code is copied, the variables that it has captured, and those top-level variables that
/// it reads, with what these reach in turn: cost and memory follow from what is used, not from what there
/// is. Functions of the library are not copied: the other machine has its own, found by name. What never
/// changes (texts, data sets, the storage of tensors) is shared as a value of Swift, whose counts are
/// those of any thread.
public final class Copier {
  private let source: Machine
  private let target: Machine
  /// By original, which is kept so that no other takes its place in memory.
  private var copies: [ObjectIdentifier: (original: AnyObject, copy: AnyObject)] = [:]
  private var unfilled: [Part] = []
  /// The top-level variable by which the present part was reached.
  private var variable = ""
  /// Modules of imported files, variables of texts and variables of functions among the copies.
  private(set) var modules: [ModuleObject] = []
  private(set) var globals: [Globals] = []
  private(set) var cells: [Cell] = []

  /// A shell that is to be filled from its original.
  private struct Part {
    enum Content {
      case list(ListObject, ListObject)
      case map(MapObject, MapObject)
      case cell(Cell, Cell)
      case sequence(SequenceObject, SequenceObject)
      case holder(HolderObject, NativeObject)
      case global(Globals, Globals, Int)
    }
    var content: Content
    var variable: String
  }

  init(from source: Machine, to target: Machine) {
    self.source = source
    self.target = target
  }

  /// What natives may use of the machine that the copies are for.
  public var context: CallContext { target.context }

  /// The copy that `begin` makes, with all that it reaches. Throws `NativeError` where something cannot be
  /// copied.
  func copyAll<Copied>(_ begin: () throws -> Copied) throws -> Copied {
    do {
      let result = try begin()
      while let part = unfilled.popLast() {
        variable = part.variable
        try fill(part.content)
      }
      return result
    } catch var error as NativeError {
      if !variable.isEmpty { error.notes.append("it was reached by way of `\(variable)`") }
      throw error
    }
  }

  // MARK: For kinds of the bridge

  /// The copy of a value that an object holds; it may be filled later.
  public func copy(_ value: Value) throws -> Value {
    guard case .object(let object) = value else { return value }
    return .object(try copy(object))
  }

  /// The copy of an object that another holds; it may be filled later.
  public func copy<Kind: Object>(_ object: Kind) throws -> Kind {
    if let known = copies[ObjectIdentifier(object)] {
      return unsafeDowncast(known.copy, to: Kind.self)
    }
    let made = try shell(of: object)
    copies[ObjectIdentifier(object)] = (object, made)
    // As many small objects again are no small request.
    if copies.count >= 1 << 14, copies.count.nonzeroBitCount == 1 {
      try MemoryBudget.check(Double(copies.count) * 200, for: "the copies")
    }
    return unsafeDowncast(made, to: Kind.self)
  }

  /// The one copy of something that several objects share, such as the layer of a model.
  public func once<Shared: AnyObject>(
    _ original: Shared, make: () throws -> Shared
  ) rethrows -> Shared {
    if let known = copies[ObjectIdentifier(original)] {
      return unsafeDowncast(known.copy, to: Shared.self)
    }
    let made = try make()
    copies[ObjectIdentifier(original)] = (original, made)
    return made
  }

  // MARK: Shells

  private func shell(of object: Object) throws -> Object {
    switch object.family {
    case .string: return copied(unsafeDowncast(object, to: StringObject.self))
    case .range:
      let range = unsafeDowncast(object, to: RangeObject.self)
      return RangeObject(start: range.start, end: range.end, step: range.step)
    case .builtin: return try counterpart(of: unsafeDowncast(object, to: BuiltinObject.self))
    case .list:
      let copy = ListObject([])
      later(.list(unsafeDowncast(object, to: ListObject.self), copy))
      return copy
    case .map:
      let copy = MapObject()
      later(.map(unsafeDowncast(object, to: MapObject.self), copy))
      return copy
    case .cell:
      let copy = Cell(.undefined)
      cells.append(copy)
      later(.cell(unsafeDowncast(object, to: Cell.self), copy))
      return copy
    case .function: return try copied(unsafeDowncast(object, to: FunctionObject.self))
    case .module: return copied(unsafeDowncast(object, to: ModuleObject.self))
    case .sequence:
      let copy = SequenceObject()
      later(.sequence(unsafeDowncast(object, to: SequenceObject.self), copy))
      return copy
    case .native, .holder, .loop, .run:
      // A loop in progress lies in a register, which no value reaches.
      guard let native = object.asNative else { throw NativeObject.notCopied(object.kind) }
      let copy = try native.copied(self)
      if let holder = native as? HolderObject { later(.holder(holder, copy)) }
      return copy
    }
  }

  private func later(_ content: Part.Content) {
    unfilled.append(Part(content: content, variable: variable))
  }

  private func copied(_ string: StringObject) -> StringObject {
    if source.library.isInterned(string), let known = target.library.interned(string.text).asObject
    {
      return unsafeDowncast(known, to: StringObject.self)
    }
    return StringObject(string.text)
  }

  private func counterpart(of builtin: BuiltinObject) throws -> Object {
    let name = builtin.builtin.name
    guard source.library.value(name)?.asObject === builtin,
      let other = target.library.value(name)?.asObject
    else { throw NativeObject.notCopied("function of the session", "`\(name)`") }
    return other
  }

  private func copied(_ function: FunctionObject) throws -> FunctionObject {
    if let name = function.name, source.library.functions[name] === function,
      let other = target.library.functions[name]
    {
      return other
    }
    return FunctionObject(
      prototype: try copied(function.prototype),
      captures: try function.captures.map { try copy($0) })
  }

  private func copied(_ prototype: Prototype) throws -> Prototype {
    try once(prototype) {
      let (globals, isFilled) = copied(prototype.globals)
      let copy = Prototype(
        prototype, constants: try prototype.constantValues.map { try self.copy($0) },
        inner: try prototype.inner.map { try copied($0) }, globals: globals)
      if !isFilled {
        for number in prototype.readGlobals { take(number, of: prototype.globals, into: globals) }
      }
      // What it imports is what was imported already.
      if prototype.importsFiles {
        for module in source.importedModules { _ = try self.copy(module) }
      }
      return copy
    }
  }

  /// The variables of the same names without values; or those of the other machine's library, which have
  /// theirs.
  private func copied(_ globals: Globals) -> (copy: Globals, isFilled: Bool) {
    if let place = source.libraryTexts.firstIndex(where: { $0 === globals }),
      target.libraryTexts.indices.contains(place)
    {
      return (target.libraryTexts[place], true)
    }
    let copy = once(globals) {
      let made = Globals(namesOf: globals)
      self.globals.append(made)
      return made
    }
    return (copy, false)
  }

  private func take(_ number: Int, of globals: Globals, into copy: Globals) {
    guard (copy.values + number).holdsNothing, !(globals.values + number).holdsNothing else {
      return
    }
    unfilled.append(
      Part(content: .global(globals, copy, number), variable: globals.names[number]))
  }

  private func copied(_ module: ModuleObject) -> ModuleObject {
    let (globals, _) = copied(module.globals)
    for number in module.globals.names.indices { take(number, of: module.globals, into: globals) }
    let copy = ModuleObject(module.file, globals: globals, imports: module.imports)
    modules.append(copy)
    return copy
  }

  // MARK: Filling

  /// The copy of what lies at `place`. What is referred to from there alone is met but once, and not
  /// looked up; no text of the library's own is among that.
  private func copied(_ place: UnsafeMutablePointer<Value>) throws -> Value {
    guard place.holdsObject, place.isOnlyReference else { return try copy(place.pointee) }
    if let string = place.object(.string, as: StringObject.self) {
      return .string(string._withUnsafeGuaranteedRef { $0.text })
    }
    guard case .object(let object) = place.pointee else { return place.pointee }
    return .object(try shell(of: object))
  }

  private func fill(_ content: Part.Content) throws {
    switch content {
    case .list(let original, let copy):
      try MemoryBudget.check(
        Double(original.count) * MemoryBudget.bytesAnElement, for: "the copy of a list")
      copy.grow(to: original.count)
      for place in 0..<original.count { copy.append(try copied(original.elements + place)) }
    case .map(let original, let copy):
      for (key, value) in original.pairs { copy.set(try self.copy(key), to: try self.copy(value)) }
    case .cell(let original, let copy): copy.value = try self.copy(original.value)
    case .sequence(let original, let copy): try copy.fill(from: original) { try self.copy($0) }
    case .holder(let original, let copy): try original.fill(copy, self)
    case .global(let original, let copy, let number):
      guard (copy.values + number).holdsNothing else { return }
      copy.values[number] = try self.copy(original.values[number])
    }
  }
}

extension NativeObject {
  /// The error for what cannot be copied: its kind, and which it is.
  public static func notCopied(_ kind: String, _ name: String? = nil) -> NativeError {
    let article = "aeiou".contains(kind.first ?? "x") ? "an" : "a"
    return NativeError(
      "S0330", "\(article) \(kind) cannot be copied", label: name.map { "this is \($0)" } ?? "",
      notes: ["a job works on a copy of all that its function uses"])
  }
}
