/// One step of the register machine: an operation and up to three register numbers (8 bytes).
///
/// In the pictures below `r` are the registers of the running function, `k` its constants, and `j` is a
/// distance in instructions, held in `b` and `c` together, as is every index written `x`.
struct Instruction {
  var operation: Operation
  var a: UInt16
  var b: UInt16
  var c: UInt16

  init(_ operation: Operation, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0) {
    self.operation = operation
    self.a = UInt16(truncatingIfNeeded: a)
    self.b = UInt16(truncatingIfNeeded: b)
    self.c = UInt16(truncatingIfNeeded: c)
  }

  init(_ operation: Operation, _ a: Int, wide: Int) {
    let bits = UInt32(bitPattern: Int32(truncatingIfNeeded: wide))
    self.init(operation, a, Int(bits & 0xFFFF), Int(bits >> 16))
  }

  /// `b` and `c` as one signed number.
  @inline(__always)
  var wide: Int { Int(Int32(bitPattern: UInt32(b) | UInt32(c) << 16)) }
}

enum Operation: UInt16 {
  /// r[a] = k[x]
  case constant
  /// r[a] = r[b]
  case move
  /// r[a] = none
  case none
  /// r[a] = the variable x of the module; an error when it has no value yet
  case getGlobal
  /// the variable x of the module = r[a]
  case setGlobal
  /// r[a] = a new cell that holds r[a]
  case newCell
  /// r[a] = what the cell in r[b] holds
  case getCell
  /// the cell in r[a] holds r[b]
  case setCell
  /// r[a] = captured variable b
  case getCapture
  /// captured variable b = r[a]
  case setCapture
  /// r[a] = function x of this one's, with the variables it captures
  case closure

  /// r[a] = r[b] op r[c]
  case add, subtract, multiply, divide, remainder, divideWhole, power, matrixProduct
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, contained
  /// r[a] = r[b] op k[c], a number
  case addConstant, subtractConstant, multiplyConstant, divideConstant, remainderConstant
  case equalConstant, lessConstant, lessOrEqualConstant, greaterConstant, greaterOrEqualConstant
  /// r[a] = −r[b]; r[a] = not r[b]
  case negate, not

  /// go on j further
  case jump
  /// the same, backwards: where an interrupt is looked for
  case loop
  /// go on j further when r[a] is false (true); an error when it is no bool
  case jumpIfFalse, jumpIfTrue
  /// go on j further when r[a] was given
  case jumpIfGiven

  /// r[a] = r[a](r[a + 1], … b arguments), told about at site c
  case call
  /// r[a] = the field named at site c of r[a + 1] when that is a function, else the function r[a], called
  /// with b arguments from r[a + 1] on
  case callMethod
  /// leave the function with r[a]
  case giveBack

  /// r[a] = a list of r[b] … c values; append them to the list r[a]
  case makeList, appendList
  /// the list r[a] takes all that r[b] holds
  case spreadList
  /// r[a] = an empty map; the map r[a] gets r[c] under the key r[b]
  case makeMap, setEntry
  /// r[a] = r[b]..r[b + 1] by r[b + 2]
  case makeRange
  /// r[a] = r[b] under index r[c]; subscripted by the items of site c, whose values follow r[b]
  case getIndex, getSubscript
  /// r[a] under index r[b] = r[c]; the same by the items of site b, whose values follow r[a]
  case setIndex, setSubscript
  /// r[a] = field k[c] of r[b]; field k[b] of r[a] = r[c]
  case getField, setField
  /// r[a] = the texts of r[b] … c values, one after the other
  case joinTexts
  /// r[a] = r[b] as format c says
  case format

  /// r[a] … r[a + 3] = what goes through r[a]
  case beginLoop
  /// r[b] = the next value of the loop at r[a]; the instruction after is skipped when there is one
  case nextValue
  /// r[b] … c values = the elements of the list r[a], which has as many
  case unpack
  /// r[b] … c values and a list of the rest = the elements of the list r[a]
  case unpackRest

  /// errors go on j further, with the problem in r[a], until `endTry`
  case beginTry
  case endTry
  /// an error with r[a]
  case raise
  /// r[a] must be of the kind k[b], as parameter c
  case checkKind
  /// r[a] = the module of the file k[x]
  case importFile
}
