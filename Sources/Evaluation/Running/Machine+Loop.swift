internal import Syntax

extension Machine {
  /// Runs `first`, whose registers begin at `base`, until it gives its value.
  ///
  /// What each step needs lies in local variables: the next instruction, the registers, the constants,
  /// the variables of the module. The running function is not counted: the caller's register or the
  /// module's variable holds it, and what such a variable held before is kept in `retired` while functions
  /// run. An error leaves the inner loop, finds the nearest handler, and goes on there.
  func loop(_ first: FunctionObject, base: Int) throws -> Value {
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
          ip += 1
          let a = Int(i.a)
          switch i.operation {
          case .constant: (r + a).copy(k + i.wide)
          case .move: (r + a).copy(r + Int(i.b))
          case .none: r[a] = .none
          case .getGlobal:
            let value = Self.variable(i.wide, of: function)
            if value.holdsNothing {
              throw unset(function.takeUnretainedValue().globals.names[i.wide])
            }
            (r + a).copy(value)
          case .setGlobal:
            let place = Self.variable(i.wide, of: function)
            if frameCount > 0 { retire(place, function) }
            place.copy(r + a)
          case .updateGlobal:
            let place = Self.variable(Int(i.b), of: function)
            if place.holdsNothing {
              throw unset(function.takeUnretainedValue().globals.names[Int(i.b)])
            }
            if i.n == 0, case .number(let x) = place.pointee, case .number(let y) = r[a] {
              place.pointee = .number(x + y)
            } else if i.n == 0, appended(r + a, to: place) {
            } else {
              place.pointee = try binary(
                BinaryOperator.allCases[Int(i.n)], place.pointee, r[a])
            }
          case .newCell: r[a] = .object(Cell(r[a]))
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
              r[a] = try binary(.add, r[Int(i.b)], r[Int(i.c)])
            }
          case .subtract:
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              (r + a).put(x - y)
            } else {
              r[a] = try binary(.subtract, r[Int(i.b)], r[Int(i.c)])
            }
          case .multiply:
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              (r + a).put(x * y)
            } else {
              r[a] = try binary(.multiply, r[Int(i.b)], r[Int(i.c)])
            }
          case .divide:
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              (r + a).put(x / y)
            } else {
              r[a] = try binary(.divide, r[Int(i.b)], r[Int(i.c)])
            }
          case .remainder:
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              (r + a).put(Arithmetic.remainder(x, y))
            } else {
              r[a] = try binary(.remainder, r[Int(i.b)], r[Int(i.c)])
            }
          case .divideWhole: r[a] = try binary(.divideWhole, r[Int(i.b)], r[Int(i.c)])
          case .power:
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              (r + a).put(Arithmetic.power(x, y))
            } else {
              r[a] = try binary(.power, r[Int(i.b)], r[Int(i.c)])
            }
          case .matrixProduct: r[a] = try binary(.matrixProduct, r[Int(i.b)], r[Int(i.c)])
          case .equal: r[a] = try binary(.equal, r[Int(i.b)], r[Int(i.c)])
          case .notEqual: r[a] = try binary(.notEqual, r[Int(i.b)], r[Int(i.c)])
          case .less: r[a] = try binary(.less, r[Int(i.b)], r[Int(i.c)])
          case .lessOrEqual: r[a] = try binary(.lessOrEqual, r[Int(i.b)], r[Int(i.c)])
          case .greater: r[a] = try binary(.greater, r[Int(i.b)], r[Int(i.c)])
          case .greaterOrEqual: r[a] = try binary(.greaterOrEqual, r[Int(i.b)], r[Int(i.c)])
          case .contained: r[a] = try binary(.contained, r[Int(i.b)], r[Int(i.c)])

          case .addConstant:
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              (r + a).put(x + y)
            } else {
              r[a] = try binary(.add, r[Int(i.b)], k[Int(i.c)])
            }
          case .subtractConstant:
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              (r + a).put(x - y)
            } else {
              r[a] = try binary(.subtract, r[Int(i.b)], k[Int(i.c)])
            }
          case .multiplyConstant:
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              (r + a).put(x * y)
            } else {
              r[a] = try binary(.multiply, r[Int(i.b)], k[Int(i.c)])
            }
          case .divideConstant:
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              (r + a).put(x / y)
            } else {
              r[a] = try binary(.divide, r[Int(i.b)], k[Int(i.c)])
            }
          case .remainderConstant:
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              (r + a).put(Arithmetic.remainder(x, y))
            } else {
              r[a] = try binary(.remainder, r[Int(i.b)], k[Int(i.c)])
            }
          case .negate:
            if case .number(let x) = r[Int(i.b)] {
              (r + a).put(-x)
            } else {
              r[a] = try negated(r[Int(i.b)])
            }
          case .not:
            guard case .bool(let x) = r[Int(i.b)] else { throw noCondition(r[Int(i.b)]) }
            (r + a).put(!x)

          case .jump: ip += i.wide
          case .loop:
            ip += i.wide
            if interrupt.isRequested { throw stopped() }
          case .jumpIfFalse:
            guard case .bool(let x) = r[a] else { throw noCondition(r[a]) }
            if !x { ip += i.wide }
          case .jumpIfTrue:
            guard case .bool(let x) = r[a] else { throw noCondition(r[a]) }
            if x { ip += i.wide }
          case .jumpIfGiven: if !(r + a).holdsNothing { ip += i.wide }

          case .testLess:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              isTrue = x < y
            } else {
              isTrue = try tested(.less, r[Int(i.b)], r[Int(i.c)])
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testLessConstant:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              isTrue = x < y
            } else {
              isTrue = try tested(.less, r[Int(i.b)], k[Int(i.c)])
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testLessOrEqual:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              isTrue = x <= y
            } else {
              isTrue = try tested(.lessOrEqual, r[Int(i.b)], r[Int(i.c)])
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testLessOrEqualConstant:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              isTrue = x <= y
            } else {
              isTrue = try tested(.lessOrEqual, r[Int(i.b)], k[Int(i.c)])
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testGreater:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              isTrue = x > y
            } else {
              isTrue = try tested(.greater, r[Int(i.b)], r[Int(i.c)])
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testGreaterConstant:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              isTrue = x > y
            } else {
              isTrue = try tested(.greater, r[Int(i.b)], k[Int(i.c)])
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testGreaterOrEqual:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              isTrue = x >= y
            } else {
              isTrue = try tested(.greaterOrEqual, r[Int(i.b)], r[Int(i.c)])
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testGreaterOrEqualConstant:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              isTrue = x >= y
            } else {
              isTrue = try tested(.greaterOrEqual, r[Int(i.b)], k[Int(i.c)])
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testEqual:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              isTrue = x == y
            } else {
              isTrue = try tested(.equal, r[Int(i.b)], r[Int(i.c)])
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testEqualConstant:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              isTrue = x == y
            } else {
              isTrue = try tested(.equal, r[Int(i.b)], k[Int(i.c)])
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testNotEqual:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber, (r + Int(i.c)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (r + Int(i.c)).number)
              isTrue = x != y
            } else {
              isTrue = try tested(.notEqual, r[Int(i.b)], r[Int(i.c)])
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1
          case .testNotEqualConstant:
            let isTrue: Bool
            if (r + Int(i.b)).holdsNumber {
              let (x, y) = ((r + Int(i.b)).number, (k + Int(i.c)).number)
              isTrue = x != y
            } else {
              isTrue = try tested(.notEqual, r[Int(i.b)], k[Int(i.c)])
            }
            ip += isTrue ? 1 : ip.pointee.wide + 1

          case .callGlobal:
            let value = Self.variable(Int(i.c), of: function)
            guard let callee = value.object(.function, as: FunctionObject.self),
              ObjectLayout.plainCount(of: value.rawObject) == Int(i.n)
            else {
              if value.holdsNothing {
                throw unset(function.takeUnretainedValue().globals.names[Int(i.c)])
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
              throw notCallable(r[start], function, ip - 1)
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
          case .findMethod: try findMethod(r + a, site(function, ip - 1)?.name ?? "")
          case .giveBack:
            let value = (r + a).move()
            (r + a).initialize(to: .undefined)
            let registers = ObjectLayout.registers(of: UnsafeRawPointer(function.toOpaque()))
            for n in 0..<registers { (r + n).clear() }
            if frameCount == bottom {
              handlers.removeLast(handlers.count - bottomHandlers)
              return value
            }
            while let handler = handlers.last, handlers.count > bottomHandlers,
              handler.depth >= frameCount
            {
              handlers.removeLast()
            }
            frameCount -= 1
            let frame = frames[frameCount]
            function = frame.function
            r = stack + frame.base
            ip = frame.next
            k = ObjectLayout.constants(of: UnsafeRawPointer(function.toOpaque()))
            r[frame.destination] = value

          case .makeList:
            r[a] = .list((0..<Int(i.c)).map { r[Int(i.b) + $0] })
          case .appendList:
            if let list = r[a].asList {
              for n in 0..<Int(i.c) { list.append(r[Int(i.b) + n]) }
            }
          case .spreadList:
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
          case .joinTexts:
            r[a] = .object(try joined(r + Int(i.b), Int(i.c)))
          case .appendTexts:
            if !appended(r + Int(i.b), count: Int(i.c), to: r + a) {
              let addition = try joined(r + Int(i.b), Int(i.c))
              r[a] = try binary(.add, r[a], .object(addition))
            }
          case .format:
            r[a] = .string(
              try function.takeUnretainedValue().prototype.formats[Int(i.c)].format(r[Int(i.b)]))

          case .beginLoop: try beginLoop(r + a)
          case .nextValue:
            if (r + a).holdsNumber {
              // A range: its index, count, start and step.
              let index = (r + a).number
              if index < (r + a + 1).number {
                (r + Int(i.b)).put((r + a + 2).number + index * (r + a + 3).number)
                (r + a).put(index + 1)
                ip += ip.pointee.wide + 1
                if interrupt.isRequested { throw stopped() }
              } else {
                ip += 1
              }
            } else if (r + a + 1).holdsNumber, let place = (r + a).element((r + a + 1).number) {
              // A list as it is at each turn.
              (r + Int(i.b)).copy(place)
              (r + a + 1).put((r + a + 1).number + 1)
              ip += ip.pointee.wide + 1
              if interrupt.isRequested { throw stopped() }
            } else if let value = try nextValue(r[a]) {
              r[Int(i.b)] = value
              ip += ip.pointee.wide + 1
              if interrupt.isRequested { throw stopped() }
            } else {
              (r + a).clear()
              ip += 1
            }
          case .unpack: try unpack(r[a], r + Int(i.b), Int(i.c), takesRest: false)
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
          case .importFile:
            let base = r - stack
            let running = function.takeUnretainedValue().prototype
            usedStack = base + running.registers + Self.spare
            try pushFrame(function, ip, r, destination: a, function, bottom)
            defer { frameCount -= 1 }
            let module = try module(k[i.wide].asString ?? "", from: running.source)
            r = stack + base
            r[a] = module
          }
        }
      } catch {
        let running = function.takeUnretainedValue()
        let thrown = complete(error, running.prototype, ip - 1 - running.code, above: bottom)
        guard handlers.count > bottomHandlers, !thrown.isInterrupt,
          let handler = handlers.popLast()
        else {
          throw RunFailure(diagnostics: [thrown.diagnostic], isInterrupt: thrown.isInterrupt)
        }
        while frameCount > handler.depth {
          let registers = ObjectLayout.registers(of: UnsafeRawPointer(function.toOpaque()))
          for n in 0..<registers { (r + n).clear() }
          frameCount -= 1
          let frame = frames[frameCount]
          function = frame.function
          r = stack + frame.base
        }
        r = stack + handler.base
        function._withUnsafeGuaranteedRef {
          ip = $0.code + handler.target
          k = $0.constants
        }
        r[handler.register] = thrown.value
      }
    }
  }

  // MARK: Steps

  /// Notes where the caller goes on. Endless recursion ends here, and so does a program that is told to
  /// stop.
  @inline(__always)
  private func pushFrame(
    _ function: Unmanaged<FunctionObject>, _ next: UnsafeMutablePointer<Instruction>,
    _ r: UnsafeMutablePointer<Value>, destination: Int, _ callee: Unmanaged<FunctionObject>,
    _ bottom: Int
  ) throws {
    if frameCount - bottom >= Self.deepestCall {
      throw tooDeep(callee.takeUnretainedValue().prototype)
    }
    if interrupt.isRequested { throw stopped() }
    if frameCount == frameCapacity { growFrames() }
    (frames + frameCount).initialize(
      to: Frame(function: function, next: next, base: r - stack, destination: destination))
    frameCount += 1
  }

  private func site(
    _ function: Unmanaged<FunctionObject>, _ ip: UnsafeMutablePointer<Instruction>
  ) -> Prototype.Site? {
    let function = function.takeUnretainedValue()
    return function.prototype.site(ip - function.code)
  }

  /// Where a variable of the function's module lies.
  @inline(__always)
  private static func variable(
    _ number: Int, of function: Unmanaged<FunctionObject>
  ) -> UnsafeMutablePointer<Value> {
    ObjectLayout.globals(of: UnsafeRawPointer(function.toOpaque()))
      ._withUnsafeGuaranteedRef { $0.values + number }
  }

  /// What is noted beside the instruction before `ip`.
  @inline(__always)
  private static func note(
    _ function: Unmanaged<FunctionObject>, _ ip: UnsafeMutablePointer<Instruction>
  ) -> UnsafeMutablePointer<Int32> {
    let function = UnsafeRawPointer(function.toOpaque())
    return ObjectLayout.notes(of: function) + (ip - 1 - ObjectLayout.code(of: function))
  }

  private func concatenated(
    _ left: Unmanaged<StringObject>, _ right: Unmanaged<StringObject>
  ) throws -> StringObject {
    try left._withUnsafeGuaranteedRef { left in
      try right._withUnsafeGuaranteedRef { right in
        let size = left.text.utf8.count + right.text.utf8.count
        try MemoryBudget.check(Double(size), for: "the text")
        return StringObject(left.text + right.text)
      }
    }
  }

  /// The texts of values one after the other. Short ones are put together in a buffer that is kept.
  private func joined(
    _ values: UnsafeMutablePointer<Value>, _ count: Int
  ) throws -> StringObject {
    scratch.removeAll(keepingCapacity: true)
    for n in 0..<count {
      let value = values + n
      if let string = value.object(.string, as: StringObject.self) {
        string._withUnsafeGuaranteedRef { scratch.append(contentsOf: $0.text.utf8) }
      } else if value.holdsNumber, let whole = Int32(exactly: value.number) {
        scratch.append(decimal: whole)
      } else {
        scratch.append(contentsOf: value.pointee.text.utf8)
      }
    }
    try MemoryBudget.check(Double(scratch.count), for: "the text")
    let text = String(decoding: scratch, as: UTF8.self)
    if scratch.count > 1 << 16 { scratch = [] }
    return StringObject(text)
  }

  /// Adds the texts of values in place to a text that nobody else holds; false when it is none.
  private func appended(
    _ values: UnsafeMutablePointer<Value>, count: Int, to place: UnsafeMutablePointer<Value>
  ) -> Bool {
    guard place.object(.string, as: StringObject.self) != nil,
      case .object(var object) = place.move()
    else { return false }
    place.initialize(to: .undefined)
    defer { place.pointee = .object(object) }
    guard isKnownUniquelyReferenced(&object) else { return false }
    let string = unsafeDowncast(object, to: StringObject.self)
    guard Double(string.text.utf8.count) * 4 < MemoryBudget.bytes else { return false }
    for n in 0..<count {
      if let part = (values + n).object(.string, as: StringObject.self) {
        part._withUnsafeGuaranteedRef { string.append($0.text) }
      } else {
        string.append(values[n].text)
      }
    }
    return true
  }

  /// Adds a text in place to one that nobody else holds; false when they are no such texts.
  private func appended(
    _ other: UnsafeMutablePointer<Value>, to place: UnsafeMutablePointer<Value>
  ) -> Bool {
    guard place.object(.string, as: StringObject.self) != nil, place != other,
      let other = other.object(.string, as: StringObject.self),
      case .object(var object) = place.move()
    else { return false }
    place.initialize(to: .undefined)
    defer { place.pointee = .object(object) }
    guard isKnownUniquelyReferenced(&object) else { return false }
    let string = unsafeDowncast(object, to: StringObject.self)
    return other._withUnsafeGuaranteedRef { other in
      let size = string.text.utf8.count + other.text.utf8.count
      // Far from the budget, where a growing text may be copied once more.
      guard Double(size) * 4 < MemoryBudget.bytes else { return false }
      string.append(other.text)
      return true
    }
  }

  /// Lets a builtin take its short way; its value then lies in place of the first argument.
  @inline(__always)
  private static func answerQuickly(
    _ callee: Unmanaged<BuiltinObject>, _ arguments: UnsafeMutablePointer<Value>, _ count: Int
  ) -> Bool {
    callee._withUnsafeGuaranteedRef { callee in
      if count == 1, arguments.holdsNumber, let function = callee.ofNumber {
        arguments.put(function(arguments.number))
        return true
      }
      guard let quick = callee.quick else { return false }
      return quick(QuickArguments(values: arguments, count: count))
    }
  }

  @inline(__always)
  private static func move(
    _ source: UnsafeMutablePointer<Value>, to target: UnsafeMutablePointer<Value>
  ) {
    target.pointee = source.move()
    source.initialize(to: .undefined)
  }

  private func tested(_ operation: BinaryOperator, _ left: Value, _ right: Value) throws -> Bool {
    let result = try binary(operation, left, right)
    guard case .bool(let bool) = result else { throw noCondition(result) }
    return bool
  }

  /// Keeps a function whose variable gets another value: it may be running.
  private func retire(
    _ place: UnsafeMutablePointer<Value>, _ function: Unmanaged<FunctionObject>
  ) {
    guard place.object(.function, as: FunctionObject.self) != nil else { return }
    retired.append(place.pointee)
    if retired.count >= 10_000 {
      // All but those that run.
      var running: Set<UnsafeMutableRawPointer> = [function.toOpaque()]
      for number in 0..<frameCount { running.insert(frames[number].function.toOpaque()) }
      retired.removeAll { value in
        guard case .object(let object) = value else { return true }
        return !running.contains(Unmanaged.passUnretained(object).toOpaque())
      }
    }
  }

  private func closure(
    _ prototype: Prototype, _ r: UnsafeMutablePointer<Value>, _ around: FunctionObject
  ) -> FunctionObject {
    let captures = prototype.captures.map { capture -> Cell in
      if !capture.isRegister { return around.captures[capture.index] }
      if case .object(let cell as Cell) = r[capture.index] { return cell }
      preconditionFailure("A captured register holds a cell.")
    }
    return FunctionObject(prototype: prototype, captures: captures)
  }
}

extension [UInt8] {
  fileprivate mutating func append(decimal number: Int32) {
    var rest = number.magnitude
    let start = count
    repeat {
      append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    if number < 0 { append(UInt8(ascii: "-")) }
    self[start...].reverse()
  }
}
