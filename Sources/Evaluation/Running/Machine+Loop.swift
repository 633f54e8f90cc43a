internal import Syntax

extension Machine {
  /// Runs `first`, whose registers begin at `base`, until it gives its value.
  ///
  /// What each step needs lies in local variables: the next instruction, the registers, the constants,
  /// the variables of the module. The running function is not counted: the caller's register or the
  /// module's variable holds it, and what such a variable held before is kept in `retired` while functions
  /// run. An error leaves the inner loop, finds the nearest handler, and goes on there.
  @inline(never)
  func loop(_ first: FunctionObject, base: Int) throws -> Value {
    try steps(first, base: base, areWatched: false)
  }

  /// The same, of what is watched: the watcher is told of each step.
  @inline(never)
  func watchedLoop(_ first: FunctionObject, base: Int) throws -> Value {
    try steps(first, base: base, areWatched: true)
  }

  /// Compiled into both of its callers, so that the one whose steps nobody watches does not ask; as a generic
  /// function it was two to three times as slow, for the compiler then leaves the loads of registers as calls.
  @inline(__always)
  private func steps(_ first: FunctionObject, base: Int, areWatched: Bool) throws -> Value {
    let bottom = frameCount
    let bottomHandlers = handlers.count
    var function = Unmanaged.passUnretained(first)
    var r = stack + base
    var k = first.constants
    var ip = first.code

    while true {
      do {
        while true {
          let i = ip.pointee
          if areWatched { watcher?.step(Step(self, function, ip, r)) }
          ip += 1
          let a = Int(i.a)
          switch i.operation {
          case .constant: (r + a).copy(k + i.wide)
          case .move: (r + a).copy(r + Int(i.b))
          case .none: r[a] = .none
          case .getGlobal:
            let value = Self.variable(i.wide, of: function)
            if value.holdsNothing {
              throw unset(i.wide, of: function.takeUnretainedValue().globals)
            }
            (r + a).copy(value)
          case .setGlobal:
            let place = Self.variable(i.wide, of: function)
            if frameCount > 0 { retire(place, function) }
            place.copy(r + a)
          case .updateGlobal:
            let place = Self.variable(Int(i.b), of: function)
            if place.holdsNothing {
              throw unset(Int(i.b), of: function.takeUnretainedValue().globals)
            }
            if i.n == 0, case .number(let x) = place.pointee, case .number(let y) = r[a] {
              place.pointee = .number(x + y)
            } else if i.n == 0, appended(r + a, to: place) {
            } else {
              place.pointee = try binary(
                BinaryOperator.allCases[Int(i.n)], place.pointee, r[a])
            }
          case .newCell: Self.makeCell(r + a)
          case .getCell:
            if let cell = (r + Int(i.b)).object(.cell, as: Cell.self) {
              r[a] = cell._withUnsafeGuaranteedRef { $0.value }
            }
          case .setCell:
            if let cell = (r + a).object(.cell, as: Cell.self) {
              let value = r[Int(i.b)]
              cell._withUnsafeGuaranteedRef { $0.value = value }
            }
          case .getCapture:
            r[a] = function._withUnsafeGuaranteedRef { $0.captures[Int(i.b)].value }
          case .setCapture:
            let value = r[a]
            function._withUnsafeGuaranteedRef { $0.captures[Int(i.b)].value = value }
          case .closure:
            let around = function.takeUnretainedValue()
            r[a] = .object(closure(around.prototype.inner[i.wide], r, around))

          case .add:
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              (r + a).put(x + y)
            } else if let left = (r + Int(i.b)).object(.string, as: StringObject.self),
              let right = (r + Int(i.c)).object(.string, as: StringObject.self)
            {
              if i.a != i.b || !appended(r + Int(i.c), to: r + a) {
                r[a] = .object(try concatenated(left, right))
              }
            } else {
              try apply(.add, r + Int(i.b), r + Int(i.c), to: r + a)
            }
          case .subtract:
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              (r + a).put(x - y)
            } else {
              try apply(.subtract, r + Int(i.b), r + Int(i.c), to: r + a)
            }
          case .multiply:
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              (r + a).put(x * y)
            } else {
              try apply(.multiply, r + Int(i.b), r + Int(i.c), to: r + a)
            }
          case .divide:
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              (r + a).put(x / y)
            } else {
              try apply(.divide, r + Int(i.b), r + Int(i.c), to: r + a)
            }
          case .remainder:
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              (r + a).put(Arithmetic.remainder(x, y))
            } else {
              try apply(.remainder, r + Int(i.b), r + Int(i.c), to: r + a)
            }
          case .divideWhole: try apply(.divideWhole, r + Int(i.b), r + Int(i.c), to: r + a)
          case .power:
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              (r + a).put(Arithmetic.power(x, y))
            } else {
              try apply(.power, r + Int(i.b), r + Int(i.c), to: r + a)
            }
          case .matrixProduct: try apply(.matrixProduct, r + Int(i.b), r + Int(i.c), to: r + a)
          case .equal: try apply(.equal, r + Int(i.b), r + Int(i.c), to: r + a)
          case .notEqual: try apply(.notEqual, r + Int(i.b), r + Int(i.c), to: r + a)
          case .less: try apply(.less, r + Int(i.b), r + Int(i.c), to: r + a)
          case .lessOrEqual: try apply(.lessOrEqual, r + Int(i.b), r + Int(i.c), to: r + a)
          case .greater: try apply(.greater, r + Int(i.b), r + Int(i.c), to: r + a)
          case .greaterOrEqual: try apply(.greaterOrEqual, r + Int(i.b), r + Int(i.c), to: r + a)
          case .contained: try apply(.contained, r + Int(i.b), r + Int(i.c), to: r + a)

          case .addConstant:
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              (r + a).put(x + y)
            } else {
              try apply(.add, r + Int(i.b), k + Int(i.c), to: r + a)
            }
          case .subtractConstant:
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              (r + a).put(x - y)
            } else {
              try apply(.subtract, r + Int(i.b), k + Int(i.c), to: r + a)
            }
          case .multiplyConstant:
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              (r + a).put(x * y)
            } else {
              try apply(.multiply, r + Int(i.b), k + Int(i.c), to: r + a)
            }
          case .divideConstant:
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              (r + a).put(x / y)
            } else {
              try apply(.divide, r + Int(i.b), k + Int(i.c), to: r + a)
            }
          case .remainderConstant:
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              (r + a).put(Arithmetic.remainder(x, y))
            } else {
              try apply(.remainder, r + Int(i.b), k + Int(i.c), to: r + a)
            }
          case .negate:
            if (r + Int(i.b)).holdsNumber {
              (r + a).put(-(r + Int(i.b)).number)
            } else {
              r[a] = try negated(r[Int(i.b)])
            }
          case .not:
            guard let x = (r + Int(i.b)).bool else { throw noCondition(r[Int(i.b)]) }
            (r + a).put(!x)

          case .jump: ip += i.wide
          case .loop:
            ip += i.wide
            if interrupt.isToBeLookedAt { try interrupt.look() }
          case .jumpIfFalse:
            guard let x = (r + a).bool else { throw noCondition(r[a]) }
            if !x { ip += i.wide }
          case .jumpIfTrue:
            guard let x = (r + a).bool else { throw noCondition(r[a]) }
            if x { ip += i.wide }
          case .jumpIfGiven: if !(r + a).holdsNothing { ip += i.wide }

          case .testLess:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              isTrue = x < y
            } else {
              isTrue = try tested(.less, r + Int(i.b), r + Int(i.c))
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testLessConstant:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              isTrue = x < y
            } else {
              isTrue = try tested(.less, r + Int(i.b), k + Int(i.c))
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testLessOrEqual:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              isTrue = x <= y
            } else {
              isTrue = try tested(.lessOrEqual, r + Int(i.b), r + Int(i.c))
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testLessOrEqualConstant:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              isTrue = x <= y
            } else {
              isTrue = try tested(.lessOrEqual, r + Int(i.b), k + Int(i.c))
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testGreater:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              isTrue = x > y
            } else {
              isTrue = try tested(.greater, r + Int(i.b), r + Int(i.c))
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testGreaterConstant:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              isTrue = x > y
            } else {
              isTrue = try tested(.greater, r + Int(i.b), k + Int(i.c))
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testGreaterOrEqual:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              isTrue = x >= y
            } else {
              isTrue = try tested(.greaterOrEqual, r + Int(i.b), r + Int(i.c))
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testGreaterOrEqualConstant:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              isTrue = x >= y
            } else {
              isTrue = try tested(.greaterOrEqual, r + Int(i.b), k + Int(i.c))
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testEqual:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              isTrue = x == y
            } else {
              isTrue = try tested(.equal, r + Int(i.b), r + Int(i.c))
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testEqualConstant:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              isTrue = x == y
            } else {
              isTrue = try tested(.equal, r + Int(i.b), k + Int(i.c))
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testNotEqual:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              isTrue = x != y
            } else {
              isTrue = try tested(.notEqual, r + Int(i.b), r + Int(i.c))
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testNotEqualConstant:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              isTrue = x != y
            } else {
              isTrue = try tested(.notEqual, r + Int(i.b), k + Int(i.c))
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1

          case .callGlobal:
            let value = Self.variable(Int(i.c), of: function)
            guard let callee = value.object(.function, as: FunctionObject.self),
              ObjectLayout.plainCount(of: value.rawObject) == Int(i.n)
            else {
              if value.holdsNothing {
                throw unset(Int(i.c), of: function.takeUnretainedValue().globals)
              }
              r[a] = value.pointee
              continue
            }
            let needed =
              ObjectLayout.registers(of: UnsafeRawPointer(callee.toOpaque())) + Self.spare
            if r + a + 1 + needed > stackEnd {
              let place = r - stack
              reserve(place + a + 1 + needed)
              r = stack + place
            }
            try pushFrame(function, ip + 1, r, destination: Int(ip.pointee.b), callee, bottom)
            function = callee
            r += a + 1
            ip = ObjectLayout.code(of: UnsafeRawPointer(callee.toOpaque()))
            k = ObjectLayout.constants(of: UnsafeRawPointer(callee.toOpaque()))

          case .call, .callArranged, .callMethod, .callMethodArranged:
            var start = a
            if i.operation == .callMethod || i.operation == .callMethodArranged,
              (r + a).holdsNothing
            {
              start += 1
            }
            let isArranged = i.operation == .callArranged || i.operation == .callMethodArranged
            var count = Int(i.n) - (start - a)
            if isArranged {
              count = (site(function, ip - 1)?.items.count ?? 0) - (start - a)
            }
            if let callee = (r + start).object(.function, as: FunctionObject.self) {
              let needed =
                ObjectLayout.registers(of: UnsafeRawPointer(callee.toOpaque())) + count + Self.spare
              if r + start + 1 + needed > stackEnd {
                let place = r - stack
                reserve(place + start + 1 + needed)
                r = stack + place
              }
              if isArranged
                || ObjectLayout.plainCount(of: UnsafeRawPointer(callee.toOpaque())) != count
              {
                try match(
                  callee.takeUnretainedValue(), site(function, ip - 1), skipping: start - a,
                  r + start + 1, count)
              }
              try pushFrame(function, ip, r, destination: Int(i.b), callee, bottom)
              function = callee
              r += start + 1
              ip = ObjectLayout.code(of: UnsafeRawPointer(callee.toOpaque()))
              k = ObjectLayout.constants(of: UnsafeRawPointer(callee.toOpaque()))
            } else if let callee = (r + start).object(.builtin, as: BuiltinObject.self) {
              let arguments = r + start + 1
              if !isArranged, Self.answerQuickly(callee, arguments, count) {
                Self.move(arguments, to: r + Int(i.b))
              } else {
                let result = try callBuiltin(
                  callee.takeUnretainedValue().builtin,
                  isArranged ? site(function, ip - 1) : nil, skipping: start - a, arguments, count)
                r[Int(i.b)] = result
              }
              for n in 0..<count { (arguments + n).clear() }
            } else {
              let result = try callObject(
                r + start, isArranged ? site(function, ip - 1) : nil, skipping: start - a, count)
              guard let result else { throw notCallable(r[start], function, ip - 1) }
              r[Int(i.b)] = result
              for n in 0..<count { (r + start + 1 + n).clear() }
            }
          case .callLibrary:
            let arguments = r + a + 1
            let callee = (k + Int(i.c)).object(.builtin, as: BuiltinObject.self)
            guard let callee else { throw notCallable(k[Int(i.c)], function, ip - 1) }
            if Self.answerQuickly(callee, arguments, Int(i.n)) {
              Self.move(arguments, to: r + Int(i.b))
            } else {
              let result = try callBuiltin(
                callee.takeUnretainedValue().builtin, nil, skipping: 0, arguments, Int(i.n))
              r[Int(i.b)] = result
            }
            for n in 0..<Int(i.n) { (arguments + n).clear() }
          case .findMethod:
            try findMethod(r + a, function, ip - 1)
          case .giveBack:
            if handlers.count > bottomHandlers { dropHandlers(above: bottomHandlers) }
            guard frameCount > bottom else {
              let value = (r + a).move()
              (r + a).initialize(to: .undefined)
              Self.clear(r, of: function)
              return value
            }
            frameCount -= 1
            let frame = frames + frameCount
            (stack + frame.pointee.base + frame.pointee.destination).take(r + a)
            Self.clear(r, of: function)
            function = frame.pointee.function
            r = stack + frame.pointee.base
            ip = frame.pointee.next
            k = ObjectLayout.constants(of: UnsafeRawPointer(function.toOpaque()))

          case .makeList:
            r[a] = .object(
              ListObject(UnsafeMutableBufferPointer(start: r + Int(i.b), count: Int(i.c))))
          case .appendList:
            if let list = r[a].asList {
              for n in 0..<Int(i.c) { list.append(r[Int(i.b) + n]) }
            }
          case .spreadList:
            if let native = (r + Int(i.b)).pointee.asObject?.asNative,
              let sequence = sequence(of: native)
            {
              r[Int(i.b)] = .object(sequence)
            }
            if (r + Int(i.b)).object(.sequence, as: SequenceObject.self) != nil {
              ip += 1
              continue
            }
            let values = try elements(of: r[Int(i.b)])
            if let list = r[a].asList {
              try list.checkGrowth(by: values.count)
              list.append(contentsOf: values)
            }
          case .makeMap: r[a] = .object(MapObject())
          case .setEntry: try setEntry(r[a], r[Int(i.b)], r[Int(i.c)])
          case .makeRange: r[a] = try range(r[Int(i.b)], r[Int(i.b) + 1], r[Int(i.b) + 2])
          case .getIndex:
            if (r + Int(i.c)).holdsNumber, let place = (r + Int(i.b)).element((r + Int(i.c)).number)
            {
              (r + a).copy(place)
            } else if let map = (r + Int(i.b)).object(.map, as: MapObject.self),
              let place = map._withUnsafeGuaranteedRef({ $0.place(r + Int(i.c)) })
            {
              (r + a).copy(place)
            } else {
              r[a] = try index(r[Int(i.b)], r[Int(i.c)])
            }
          case .setIndex, .setIndexConstant:
            let value = (i.operation == .setIndex ? r : k) + Int(i.c)
            if (r + Int(i.b)).holdsNumber, let place = (r + a).element((r + Int(i.b)).number) {
              place.copy(value)
            } else if let map = (r + a).object(.map, as: MapObject.self),
              map._withUnsafeGuaranteedRef({ $0.set(r + Int(i.b), to: value) })
            {
            } else {
              try setIndex(r[a], r[Int(i.b)], value.pointee)
            }
          case .getSubscript:
            if let site = site(function, ip - 1) {
              r[a] = try subscripted(r[Int(i.b)], try items(site, r + Int(i.b) + 1))
            }
          case .setSubscript:
            if let site = site(function, ip - 1) {
              try setSubscript(r[a], try items(site, r + a + 1), r[Int(i.c)])
            }
          case .getField:
            let note = Self.note(function, ip)
            if let place = (r + Int(i.b)).field(k + Int(i.c), near: note.pointee) {
              (r + a).copy(place)
            } else if let map = (r + Int(i.b)).object(.map, as: MapObject.self),
              let place = map._withUnsafeGuaranteedRef({ $0.search(k[Int(i.c)], note) })
            {
              (r + a).copy(place)
            } else {
              r[a] = try field(r[Int(i.b)], k[Int(i.c)].asString ?? "")
            }
          case .setField:
            let note = Self.note(function, ip)
            if let place = (r + a).field(k + Int(i.b), near: note.pointee) {
              place.copy(r + Int(i.c))
            } else if let map = (r + a).object(.map, as: MapObject.self),
              let place = map._withUnsafeGuaranteedRef({ $0.search(k[Int(i.b)], note) })
            {
              place.copy(r + Int(i.c))
            } else {
              try setField(r[a], k[Int(i.b)], r[Int(i.c)])
            }
          case .keepField, .keepIndex, .keepSubscript:
            // Nearly always a map or a list, which has changed itself.
            if (r + a).holdsNative { try keep(i, function, ip, r, k) }
          case .joinTexts:
            r[a] = .object(try joined(TextParts(ip, Int(i.c), r, k)))
            ip += Int(i.c)
          case .appendTexts:
            let parts = TextParts(ip, Int(i.c), r, k)
            if !appended(parts, to: r + a) {
              r[a] = try binary(.add, r[a], .object(try joined(parts)))
            }
            ip += Int(i.c)
          case .textPart, .textConstant: break
          case .format:
            r[a] = .string(
              try function.takeUnretainedValue().prototype.formats[Int(i.c)].format(r[Int(i.b)]))

          case .beginLoop: try beginLoop(r + a)
          case .beginRange: try beginRange(r + a)
          case .nextValue:
            if (r + a).holdsNumber {
              // A range: its index, count, start and step.
              let index = (r + a).number
              if index < (r + a + 1).number {
                (r + Int(i.b)).put((r + a + 2).number + index * (r + a + 3).number)
                (r + a).put(index + 1)
                ip += ip.pointee.wide + 1
                if interrupt.isToBeLookedAt { try interrupt.look() }
              } else {
                ip += 1
              }
            } else if (r + a + 1).holdsNumber, let place = (r + a).element((r + a + 1).number) {
              // A list as it is at each turn.
              (r + Int(i.b)).copy(place)
              (r + a + 1).put((r + a + 1).number + 1)
              ip += ip.pointee.wide + 1
              if interrupt.isToBeLookedAt { try interrupt.look() }
            } else if let run = (r + a).object(.run, as: SequenceRun.self) {
              (function, ip, r) = try enter(run, function, ip, r, bottom)
              k = ObjectLayout.constants(of: UnsafeRawPointer(function.toOpaque()))
            } else if let value = try nextValue(r[a]) {
              r[Int(i.b)] = value
              ip += ip.pointee.wide + 1
              if interrupt.isToBeLookedAt { try interrupt.look() }
            } else {
              (r + a).clear()
              ip += 1
            }
          case .makeSequence: Self.makeSequence(function, r, count: Int(i.b), at: r + a)
          case .yield:
            (function, ip, r) = yield(r + a, function, ip, r, bottomHandlers)
            k = ObjectLayout.constants(of: UnsafeRawPointer(function.toOpaque()))
          case .endSequence:
            (function, ip, r) = endSequence(function, r, bottomHandlers)
            k = ObjectLayout.constants(of: UnsafeRawPointer(function.toOpaque()))
          case .unpack:
            if let list = (r + a).elements(Int(i.c)) {
              for n in 0..<Int(i.c) { (r + Int(i.b) + n).copy(list + n) }
              continue
            }
            try unpack(r[a], r + Int(i.b), Int(i.c), takesRest: false)
          case .unpackRest: try unpack(r[a], r + Int(i.b), Int(i.c), takesRest: true)

          case .beginTry:
            let position = function._withUnsafeGuaranteedRef { ip - $0.code }
            handlers.append(
              Handler(
                depth: frameCount, target: position + i.wide, base: r - stack, register: a))
          case .endTry: handlers.removeLast()
          case .raise: throw raised(r[a])
          case .checkKind:
            try checkKind(
              r[a], k[Int(i.b)].asString ?? "", function.takeUnretainedValue().prototype, Int(i.c))
          case .importFile, .reloadFile:
            let base = r - stack
            let running = function.takeUnretainedValue().prototype
            usedStack = base + running.registers + Self.spare
            try pushFrame(function, ip, r, destination: a, function, bottom)
            defer { frameCount -= 1 }
            let module = try module(
              k[i.wide].asString ?? "", from: running.source, reloads: i.operation == .reloadFile)
            r = stack + base
            r[a] = module
          }
        }
      } catch {
        (function, ip, r) = try recover(from: error, function, ip, r, bottom, bottomHandlers)
        k = ObjectLayout.constants(of: UnsafeRawPointer(function.toOpaque()))
      }
    }
  }
}
