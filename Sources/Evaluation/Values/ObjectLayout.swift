internal import Syntax

/// Where the fields lie that the machine reads of an object without counting a reference to it.
///
/// The compiler lays out a class's fields in their order behind a header of 16 bytes; `isTrue` holds it to
/// that, and a test asks. Reading them through the class cost a call or a count for each of several reads
/// in a step of the machine.
enum ObjectLayout {
  @inline(__always)
  static func family(of object: UnsafeRawPointer) -> UInt8 {
    object.load(fromByteOffset: 16, as: UInt8.self)
  }

  /// Of a list.
  @inline(__always)
  static func elements(of list: UnsafeRawPointer) -> UnsafeMutablePointer<Value> {
    list.load(fromByteOffset: 24, as: UnsafeMutablePointer<Value>.self)
  }

  /// Of a map.
  @inline(__always)
  static func entries(of map: UnsafeRawPointer) -> UnsafeMutablePointer<MapObject.Entry> {
    map.load(fromByteOffset: 24, as: UnsafeMutablePointer<MapObject.Entry>.self)
  }

  /// Elements of a list, entries of a map.
  @inline(__always)
  static func count(of object: UnsafeRawPointer) -> Int {
    object.load(fromByteOffset: 32, as: Int.self)
  }

  /// Of a function.
  @inline(__always)
  static func code(of function: UnsafeRawPointer) -> UnsafeMutablePointer<Instruction> {
    function.load(fromByteOffset: 24, as: UnsafeMutablePointer<Instruction>.self)
  }

  @inline(__always)
  static func constants(of function: UnsafeRawPointer) -> UnsafeMutablePointer<Value> {
    function.load(fromByteOffset: 32, as: UnsafeMutablePointer<Value>.self)
  }

  @inline(__always)
  static func notes(of function: UnsafeRawPointer) -> UnsafeMutablePointer<Int32> {
    function.load(fromByteOffset: 40, as: UnsafeMutablePointer<Int32>.self)
  }

  @inline(__always)
  static func registers(of function: UnsafeRawPointer) -> Int {
    function.load(fromByteOffset: 48, as: Int.self)
  }

  @inline(__always)
  static func plainCount(of function: UnsafeRawPointer) -> Int {
    function.load(fromByteOffset: 56, as: Int.self)
  }

  @inline(__always)
  static func globals(of function: UnsafeRawPointer) -> Unmanaged<Globals> {
    function.load(fromByteOffset: 64, as: Unmanaged<Globals>.self)
  }
}

extension Machine {
  /// Whether objects lie in memory as the machine takes them to.
  public static var layoutHolds: Bool {
    func raw(_ object: Object) -> UnsafeRawPointer {
      UnsafeRawPointer(Unmanaged.passUnretained(object).toOpaque())
    }
    let list = ListObject([.number(1), .none])
    let map = MapObject(fields: [("a", .number(2)), ("b", .none), ("c", .bool(true))])
    let draft = FunctionDraft(
      outer: nil, source: .init(name: "", text: ""), globals: Globals())
    draft.emit(Instruction(.giveBack), .init(0, 0))
    _ = draft.takeRegisters(7)
    let function = FunctionObject(prototype: Prototype(draft), captures: [])
    let sizes = MemoryLayout<Value>.size == 9 && MemoryLayout<Value>.stride == 16
    return sizes && ObjectLayout.family(of: raw(list)) == Object.Family.list.rawValue
      && ObjectLayout.family(of: raw(map)) == Object.Family.map.rawValue
      && ObjectLayout.elements(of: raw(list)) == list.elements
      && ObjectLayout.count(of: raw(list)) == 2
      && ObjectLayout.entries(of: raw(map)) == map.entries
      && ObjectLayout.count(of: raw(map)) == 3
      && ObjectLayout.code(of: raw(function)) == function.code
      && ObjectLayout.constants(of: raw(function)) == function.constants
      && ObjectLayout.notes(of: raw(function)) == function.notes
      && ObjectLayout.registers(of: raw(function)) == function.registers
      && ObjectLayout.plainCount(of: raw(function)) == function.plainCount
      && ObjectLayout.globals(of: raw(function)).takeUnretainedValue() === draft.globals
      && tagsHold
  }

  private static var tagsHold: Bool {
    let values: [Value] = [.undefined, .none, .bool(true), .number(2), .list([])]
    let place = UnsafeMutablePointer<Value>.allocate(capacity: values.count)
    place.initialize(from: values, count: values.count)
    defer {
      place.deinitialize(count: values.count)
      place.deallocate()
    }
    return place.holdsNothing && (place + 2).bool == true && place.bool == nil
      && (0..<4).allSatisfy { !(place + $0).holdsObject }
      && (1..<5).allSatisfy { !(place + $0).holdsNothing }
      && (place + 3).holdsNumber && (place + 3).number == 2 && (place + 4).holdsObject
      && [0, 1, 2, 4].allSatisfy { !(place + $0).holdsNumber }
  }
}
