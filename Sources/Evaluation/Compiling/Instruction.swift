internal import Syntax

/// One step of the register machine: an operation, a small number and three register numbers (8 bytes).
///
/// In the pictures below `r` are the registers of the running function, `k` its constants, `g` the
/// variables of its module; `j` is a distance in instructions, held in `b` and `c` together, as is every
/// index written `x`. What a step needs to know rarely (names of arguments, places for messages) lies
/// beside the code, found by the step's position.
struct Instruction {
  var operation: Operation
  var n: UInt8
  var a: UInt16
  var b: UInt16
  var c: UInt16

  init(_ operation: Operation, n: Int = 0, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0) {
    self.operation = operation
    self.n = UInt8(truncatingIfNeeded: n)
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

extension BinaryOperator {
  /// As an instruction's `n`.
  var number: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

enum Operation: UInt8 {
  /// r[a] = k[x]
  case constant
  /// r[a] = r[b]
  case move
  /// r[a] = none
  case none
  /// r[a] = g[x]; an error when it has no value yet. (What reads a g is known to `readGlobals`.)
  case getGlobal
  /// g[x] = r[a]
  case setGlobal
  /// g[b] = g[b] op r[a], where n is the operator
  case updateGlobal
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
  /// skip the jump that follows when r[b] op r[c] is true
  case testLess, testLessOrEqual, testGreater, testGreaterOrEqual, testEqual, testNotEqual
  /// skip the jump that follows when r[b] op k[c], a number, is true
  case testLessConstant, testLessOrEqualConstant, testGreaterConstant, testGreaterOrEqualConstant
  case testEqualConstant, testNotEqualConstant

  /// r[b] = r[a](r[a + 1], … n arguments)
  case call
  /// the function in g[c] with n arguments from r[a + 1] on, and skip the `call` that follows; where it
  /// takes more than a jump, only r[a] = g[c]
  case callGlobal
  /// the same call, whose arguments are spread, named or many: the site says how many there are
  case callArranged
  /// r[b] = k[c](r[a + 1], … n arguments), where k[c] is native
  case callLibrary
  /// r[a] = the function that r[a + 1] has in the field named at the site, and then nothing in r[a];
  /// without such a field r[a] must hold a function already
  case findMethod
  /// r[b] = r[a](r[a + 1], … n arguments), or r[a + 1](r[a + 2], …) where there is nothing in r[a]
  case callMethod, callMethodArranged
  /// leave the function with r[a]
  case giveBack

  /// r[a] = a list of r[b] … c values; append them to the list r[a]
  case makeList, appendList
  /// the list r[a] takes all that r[b] holds; where that is a sequence, skip the jump that follows instead
  case spreadList
  /// r[a] = an empty map; the map r[a] gets r[c] under the key r[b]
  case makeMap, setEntry
  /// r[a] = r[b]..r[b + 1] by r[b + 2]
  case makeRange
  /// r[a] = r[b] under index r[c]; subscripted by the items of the site, whose values follow r[b]
  case getIndex, getSubscript
  /// r[a] under index r[b] = r[c]; the same by the items of the site, whose values follow r[a]
  case setIndex, setSubscript
  /// r[a] under index r[b] = k[c]
  case setIndexConstant
  /// r[a] = field k[c] of r[b]; field k[b] of r[a] = r[c]
  case getField, setField
  /// r[c], a part of which changed, goes back into field k[b] of r[a], where that makes its values anew; likewise
  /// under index r[b], and by the items of the site, whose values follow r[a]
  case keepField, keepIndex, keepSubscript
  /// r[a] = the texts of the c parts that follow, one after the other
  case joinTexts
  /// r[a] = r[a] + the texts of the c parts that follow
  case appendTexts
  /// never a step: the part of a text is r[b]; is k[b]
  case textPart, textConstant
  /// r[a] = r[b] as format c says
  case format

  /// r[a] … r[a + 3] = what goes through r[a]
  case beginLoop
  /// the same, through r[a + 1]..r[a + 2] by r[a + 3]
  case beginRange
  /// r[b] = the next value of the loop at r[a], and follow the jump behind; skip it when there is none
  case nextValue
  /// r[a] = a sequence of this function with the first b registers as its arguments
  case makeSequence
  /// the loop that asked goes on with r[a] as its next value
  case yield
  /// the loop that asked has had all values
  case endSequence
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
  /// the same, read anew where it has changed
  case reloadFile
}
