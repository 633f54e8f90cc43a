internal import Syntax

extension Machine {
  /// Runs `function`, whose registers begin at `base`, until it gives its value.
  ///
  /// The loop keeps the running function, its registers and the next instruction in local variables; an
  /// error leaves the inner loop, finds the nearest handler, and goes on there.
  func loop(_ first: FunctionObject, base firstBase: Int) throws -> Value {
    let bottom = frames.count
    let bottomHandlers = handlers.count
    var function = Unmanaged.passUnretained(first)
    var prototype = first.prototype
    var base = firstBase
    var r = stack + base
    var code = prototype.code
    var k = prototype.constants
    var ip = 0

    while true {
      do {
        while true {
          let i = code[ip]
          ip += 1
          let a = Int(i.a)
          switch i.operation {
          case .constant: r[a] = k[i.wide]
          case .move: r[a] = r[Int(i.b)]
          case .none: r[a] = .none
          case .getGlobal:
            let value = prototype.globals.values[i.wide]
            if case .undefined = value { throw unset(prototype.globals.names[i.wide]) }
            r[a] = value
          case .setGlobal: prototype.globals.values[i.wide] = r[a]
          case .newCell: r[a] = .object(Cell(r[a]))
          case .getCell:
            if case .object(let cell) = r[Int(i.b)] {
              r[a] = unsafeDowncast(cell, to: Cell.self).value
            }
          case .setCell:
            if case .object(let cell) = r[a] {
              unsafeDowncast(cell, to: Cell.self).value = r[Int(i.b)]
            }
          case .getCapture:
            r[a] = function._withUnsafeGuaranteedRef { $0.captures[Int(i.b)].value }
          case .setCapture:
            let value = r[a]
            function._withUnsafeGuaranteedRef { $0.captures[Int(i.b)].value = value }
          case .closure:
            r[a] = .object(
              closure(prototype.inner[i.wide], r, function.takeUnretainedValue()))

          case .add:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = r[Int(i.c)] {
              r[a] = .number(x + y)
            } else {
              r[a] = try binary(.add, r[Int(i.b)], r[Int(i.c)])
            }
          case .subtract:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = r[Int(i.c)] {
              r[a] = .number(x - y)
            } else {
              r[a] = try binary(.subtract, r[Int(i.b)], r[Int(i.c)])
            }
          case .multiply:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = r[Int(i.c)] {
              r[a] = .number(x * y)
            } else {
              r[a] = try binary(.multiply, r[Int(i.b)], r[Int(i.c)])
            }
          case .divide:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = r[Int(i.c)] {
              r[a] = .number(x / y)
            } else {
              r[a] = try binary(.divide, r[Int(i.b)], r[Int(i.c)])
            }
          case .remainder: r[a] = try binary(.remainder, r[Int(i.b)], r[Int(i.c)])
          case .divideWhole: r[a] = try binary(.divideWhole, r[Int(i.b)], r[Int(i.c)])
          case .power: r[a] = try binary(.power, r[Int(i.b)], r[Int(i.c)])
          case .matrixProduct: r[a] = try binary(.matrixProduct, r[Int(i.b)], r[Int(i.c)])
          case .equal: r[a] = try binary(.equal, r[Int(i.b)], r[Int(i.c)])
          case .notEqual: r[a] = try binary(.notEqual, r[Int(i.b)], r[Int(i.c)])
          case .less:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = r[Int(i.c)] {
              r[a] = .bool(x < y)
            } else {
              r[a] = try binary(.less, r[Int(i.b)], r[Int(i.c)])
            }
          case .lessOrEqual:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = r[Int(i.c)] {
              r[a] = .bool(x <= y)
            } else {
              r[a] = try binary(.lessOrEqual, r[Int(i.b)], r[Int(i.c)])
            }
          case .greater:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = r[Int(i.c)] {
              r[a] = .bool(x > y)
            } else {
              r[a] = try binary(.greater, r[Int(i.b)], r[Int(i.c)])
            }
          case .greaterOrEqual:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = r[Int(i.c)] {
              r[a] = .bool(x >= y)
            } else {
              r[a] = try binary(.greaterOrEqual, r[Int(i.b)], r[Int(i.c)])
            }
          case .contained: r[a] = try binary(.contained, r[Int(i.b)], r[Int(i.c)])

          case .addConstant:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = k[Int(i.c)] {
              r[a] = .number(x + y)
            } else {
              r[a] = try binary(.add, r[Int(i.b)], k[Int(i.c)])
            }
          case .subtractConstant:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = k[Int(i.c)] {
              r[a] = .number(x - y)
            } else {
              r[a] = try binary(.subtract, r[Int(i.b)], k[Int(i.c)])
            }
          case .multiplyConstant:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = k[Int(i.c)] {
              r[a] = .number(x * y)
            } else {
              r[a] = try binary(.multiply, r[Int(i.b)], k[Int(i.c)])
            }
          case .divideConstant:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = k[Int(i.c)] {
              r[a] = .number(x / y)
            } else {
              r[a] = try binary(.divide, r[Int(i.b)], k[Int(i.c)])
            }
          case .remainderConstant:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = k[Int(i.c)] {
              r[a] = .number(Arithmetic.remainder(x, y))
            } else {
              r[a] = try binary(.remainder, r[Int(i.b)], k[Int(i.c)])
            }
          case .equalConstant:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = k[Int(i.c)] {
              r[a] = .bool(x == y)
            } else {
              r[a] = try binary(.equal, r[Int(i.b)], k[Int(i.c)])
            }
          case .lessConstant:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = k[Int(i.c)] {
              r[a] = .bool(x < y)
            } else {
              r[a] = try binary(.less, r[Int(i.b)], k[Int(i.c)])
            }
          case .lessOrEqualConstant:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = k[Int(i.c)] {
              r[a] = .bool(x <= y)
            } else {
              r[a] = try binary(.lessOrEqual, r[Int(i.b)], k[Int(i.c)])
            }
          case .greaterConstant:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = k[Int(i.c)] {
              r[a] = .bool(x > y)
            } else {
              r[a] = try binary(.greater, r[Int(i.b)], k[Int(i.c)])
            }
          case .greaterOrEqualConstant:
            if case .number(let x) = r[Int(i.b)], case .number(let y) = k[Int(i.c)] {
              r[a] = .bool(x >= y)
            } else {
              r[a] = try binary(.greaterOrEqual, r[Int(i.b)], k[Int(i.c)])
            }
          case .negate:
            if case .number(let x) = r[Int(i.b)] {
              r[a] = .number(-x)
            } else {
              r[a] = try negated(r[Int(i.b)])
            }
          case .not:
            guard case .bool(let x) = r[Int(i.b)] else { throw noCondition(r[Int(i.b)]) }
            r[a] = .bool(!x)

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
          case .jumpIfGiven:
            if case .undefined = r[a] { break }
            ip += i.wide

          case .call, .callMethod:
            var start = a
            if i.operation == .callMethod { start = try methodStart(a, r, prototype, Int(i.c)) }
            let count = i.operation == .callMethod ? Int(i.b) - (start - a) : Int(i.b)
            guard case .object(let object) = r[start] else {
              throw notCallable(r[start], prototype, Int(i.c))
            }
            if let callee = object as? FunctionObject {
              let target = callee.prototype
              let site = Int(i.c)
              let isPlainSite = site == 0xFFFF || prototype.sites[site].isPlain
              reserve(base + start + 1 + target.registers + count + 8)
              r = stack + base
              if !(target.isPlain && isPlainSite && count == target.parameters.count) {
                try match(
                  callee, prototype, site: site, skipping: start - a, r + start + 1, count)
              }
              if frames.count - bottom >= Self.deepestCall { throw tooDeep(target) }
              if interrupt.isRequested { throw stopped() }
              frames.append(Frame(function: function, next: ip, base: base, destination: a))
              function = Unmanaged.passUnretained(callee)
              prototype = target
              base += start + 1
              r = stack + base
              code = target.code
              k = target.constants
              ip = 0
            } else if let builtin = object as? BuiltinObject {
              let result = try callBuiltin(
                builtin.builtin, prototype, site: Int(i.c), skipping: start - a, r + start + 1,
                count)
              r = stack + base
              r[a] = result
            } else {
              throw notCallable(r[start], prototype, Int(i.c))
            }
          case .giveBack:
            let value = r[a]
            for register in 0..<prototype.registers { r[register] = .undefined }
            if frames.count == bottom {
              handlers.removeLast(handlers.count - bottomHandlers)
              return value
            }
            while let handler = handlers.last, handlers.count > bottomHandlers,
              handler.depth >= frames.count
            {
              handlers.removeLast()
            }
            let frame = frames.removeLast()
            function = frame.function
            prototype = function._withUnsafeGuaranteedRef { $0.prototype }
            base = frame.base
            r = stack + base
            code = prototype.code
            k = prototype.constants
            ip = frame.next
            r[frame.destination] = value

          case .makeList:
            r[a] = .list((0..<Int(i.c)).map { r[Int(i.b) + $0] })
          case .appendList:
            if let list = r[a].asList {
              for n in 0..<Int(i.c) { list.items.append(r[Int(i.b) + n]) }
            }
          case .spreadList:
            let values = try elements(of: r[Int(i.b)])
            r[a].asList?.items.append(contentsOf: values)
          case .makeMap: r[a] = .object(MapObject())
          case .setEntry: try setEntry(r[a], r[Int(i.b)], r[Int(i.c)])
          case .makeRange: r[a] = try range(r[Int(i.b)], r[Int(i.b) + 1], r[Int(i.b) + 2])
          case .getIndex: r[a] = try index(r[Int(i.b)], r[Int(i.c)])
          case .setIndex: try setIndex(r[a], r[Int(i.b)], r[Int(i.c)])
          case .getSubscript:
            r[a] = try subscripted(
              r[Int(i.b)], try items(prototype.sites[Int(i.c)], r + Int(i.b) + 1))
          case .setSubscript:
            try setSubscript(r[a], try items(prototype.sites[Int(i.b)], r + a + 1), r[Int(i.c)])
          case .getField: r[a] = try field(r[Int(i.b)], k[Int(i.c)].asString ?? "")
          case .setField: try setField(r[a], k[Int(i.b)].asString ?? "", r[Int(i.c)])
          case .joinTexts:
            var text = ""
            for n in 0..<Int(i.c) { text += r[Int(i.b) + n].text }
            r[a] = .string(text)
          case .format: r[a] = .string(try prototype.formats[Int(i.c)].format(r[Int(i.b)]))

          case .beginLoop: try beginLoop(r + a)
          case .nextValue:
            if case .number(let index) = r[a], case .number(let count) = r[a + 1],
              case .number(let start) = r[a + 2], case .number(let step) = r[a + 3]
            {
              if index < count {
                r[Int(i.b)] = .number(start + index * step)
                r[a] = .number(index + 1)
                ip += 1
              }
            } else if let value = try nextValue(r[a]) {
              r[Int(i.b)] = value
              ip += 1
            }
          case .unpack: try unpack(r[a], r + Int(i.b), Int(i.c), takesRest: false)
          case .unpackRest: try unpack(r[a], r + Int(i.b), Int(i.c), takesRest: true)

          case .beginTry:
            handlers.append(
              Handler(depth: frames.count, target: ip + i.wide, base: base, register: a))
          case .endTry: handlers.removeLast()
          case .raise: throw raised(r[a])
          case .checkKind: try checkKind(r[a], k[Int(i.b)].asString ?? "", prototype, Int(i.c))
          case .importFile:
            usedStack = base + prototype.registers + 8
            frames.append(Frame(function: function, next: ip, base: base, destination: a))
            defer { frames.removeLast() }
            let module = try module(k[i.wide].asString ?? "", from: prototype.source)
            r = stack + base
            r[a] = module
          }
        }
      } catch {
        let thrown = complete(error, function, prototype, ip - 1, above: bottom)
        guard handlers.count > bottomHandlers, !thrown.isInterrupt,
          let handler = handlers.popLast()
        else {
          throw RunFailure(diagnostics: [thrown.diagnostic], isInterrupt: thrown.isInterrupt)
        }
        while frames.count > handler.depth {
          let frame = frames.removeLast()
          for register in 0..<prototype.registers { (stack + base)[register] = .undefined }
          function = frame.function
          prototype = function._withUnsafeGuaranteedRef { $0.prototype }
          base = frame.base
        }
        base = handler.base
        r = stack + base
        code = prototype.code
        k = prototype.constants
        ip = handler.target
        r[handler.register] = thrown.value
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
