import Testing

/// Keys without any sense do not bring the prompt down, and a way out always remains.
@Suite struct FuzzTests {
  /// A failure names the seed, with which it can be had again. One thousand sequences in all.
  @Test(arguments: 1...8) func randomKeys(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    var keys = RandomKeys()
    var terminal = try Terminal(keepsOutput: true)
    let modes = terminal.modesBefore
    try terminal.waitFor("In [1]:")
    for number in 1...125 {
      guard terminal.isRunning else {
        // End of input, or `exit`, was among the keys.
        try expectCleanEnd(of: terminal, modes, after: keys)
        terminal = try Terminal(keepsOutput: true)
        try terminal.waitFor("In [1]:")
        continue
      }
      if random.next(below: 12) == 0 {
        terminal.resize(
          rows: 1 + random.next(below: 50), columns: 1 + random.next(below: 120),
          random.next(below: 2) == 0 ? .cuts : .rewraps)
      }
      try? terminal.send(bytes: keys.next(using: &random))
      if number % 10 == 0 {
        // A loop without end may have begun.
        try? terminal.send(.control("q"), .control("c"))
        try? terminal.waitUntilIdle(timeout: 1)
      }
    }
    terminal.resize(rows: 24, columns: 80)
    try leave(terminal)
    try expectCleanEnd(of: terminal, modes, after: keys)
  }

  /// What a person does who does not know what is going on.
  private func leave(_ terminal: Terminal) throws {
    for _ in 1...5 where terminal.isRunning {
      // What Ctrl-S has stopped goes on with Ctrl-Q.
      try? terminal.send(.control("q"), .control("c"))
      try? terminal.waitUntilIdle(timeout: 2)
      guard terminal.isRunning else { return }
      try? terminal.send(.control("c"))
      try? terminal.waitUntilIdle(timeout: 2)
      guard terminal.isRunning else { return }
      try? terminal.send("exit", .enter)
      try? terminal.waitUntilIdle(timeout: 2)
      guard terminal.isRunning else { return }
      try? terminal.send(.control("c"), .control("d"))
      try? terminal.waitUntilIdle(timeout: 2)
    }
  }

  private func expectCleanEnd(
    of terminal: Terminal, _ modes: TerminalModes, after keys: RandomKeys
  ) throws {
    let last = "after \(keys.last.map { "\($0.debugDescription)" }.joined(separator: ", "))\n"
    guard !terminal.isRunning else { throw terminal.failure("there is no way out, " + last) }
    let status = try terminal.waitForExit()
    #expect(status == 0, "\(last)\(terminal.screen.picture)")
    #expect(terminal.modes == modes, "\(last)")
    let screen = terminal.screen
    #expect(screen.showsCursor && screen.modes.isDisjoint(with: [2004, 1049, 2026]), "\(last)")
  }
}

/// Sequences of keys, of parts of keys, and of texts that begin something.
private struct RandomKeys {
  /// The newest sequences, for a failure to name.
  private(set) var last: [String] = []

  private static let texts = [
    "let x = [1, 2", "for i in 0..3 {", "print(\"ä漢🙂e\u{301}\")", "1 + 1\r", "\"open", "?len", "x.",
    "}",
    "fn f(a) { a }\r", "help()\r", "\"\"\"", "# note\r", "\t\t", "while true { }\r", "\\",
    "x = = 2\r", "fit(m, ", "\\alph\t", "inspect()\r", "[1][5]\r", "breakpoint()\r", "up\r",
    "calls\r",
    "let v = 1\r", "profile(() => 1)\r", "trace(() => f(1))\r", "?for\r", "?keys\r", "Out[1].\t",
    "set_theme(\"okabe_ito\")\r", "rndnrm\t",
  ]
  private static let escapes = [
    "\u{1B}", "\u{1B}[", "\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}[H", "\u{1B}[F",
    "\u{1B}[3~", "\u{1B}[1;5D", "\u{1B}[1;5C", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}[200~a\rb",
    "\u{1B}O", "\u{1B}OP", "\u{1B}b", "\u{1B}f", "\u{1B}d", "\u{1B}\u{7F}", "\u{1B}[999;999R",
    "\u{1B}]0;", "\u{1B}[?1;2c", "\u{1B}[<0;1;1M", "\u{1B}[Z", "\u{1B}[M", "\u{1B}[5~", "\u{1B}\r",
    "\u{1B}y", "\u{1B}t", "\u{1B}.", "\u{1B}5", "\u{1B}99", "\u{1B}[13;2u", "\u{1B}[97;5u",
    "\u{1B}[27;5;13~",
    "\u{1B}[u", "\u{1B}[;;;u", "\u{1B}[99999999999;9u", "\t\u{1B}[B\u{1B}[C",
    "\u{17}\u{17}\u{19}\u{1B}y",
  ]

  mutating func next(using random: inout SplitMix) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0...random.next(below: 12) {
      switch random.next(below: 10) {
      case 0...3: bytes.append(UInt8(0x20 + random.next(below: 0x5F)))
      case 4, 5:
        // Not Ctrl-\, which ends the program by a signal as it should; Ctrl-D seldom.
        let key = UInt8(random.next(below: 0x20))
        if key != 0x1C, key != 0x04 || random.next(below: 8) == 0 { bytes.append(key) }
      case 6: bytes += Self.texts[random.next(below: Self.texts.count)].utf8
      case 7, 8: bytes += Self.escapes[random.next(below: Self.escapes.count)].utf8
      default: bytes.append(UInt8(0x80 + random.next(below: 0x80)))
      }
    }
    last = last.suffix(9) + [String(decoding: bytes, as: UTF8.self)]
    return bytes
  }
}

/// Steele, Lea and Flood 2014: small, and good enough for keys.
private struct SplitMix {
  var state: UInt64

  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }
}
