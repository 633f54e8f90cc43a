import Glibc
import Testing

/// Programs that would take all memory, in processes of their own: the limit is the process's.
@Suite struct MemoryTests {
  /// What grows without end, or is too large at once, ends as a mistake that is told; the prompt goes on.
  @Test(arguments: [
    "let xs = [1]; while true { xs = xs + xs }", "let xs = []; while true { append(xs, 1) }",
    "let s = \"x\"; while true { s += s }",
    "let l = []; while true { try { l = [l] } catch e { } }", "let l = []; while true { l = [l] }",
    "let f = x => x; while true { let g = f; f = x => g(x) }",
    "let m = {}; while true { m = {a: m, b: copy(m)} }", "fn f(...xs) { f(...xs, 1) }; f()",
    "map(0..100_000, i => sparse(1000, 1000, density: 0.1))",
    "map(0..100_000, i => sequential(dense(1000, inputs: 1000)))",
    "gradient(fn(x) { while true { x = x * 1.0001 }; x }, ones(1000))",
    "sequential(lstm(units: 15_000, inputs: 10_000))",
    "split(\"a\" * 20_000_000, \"a\")", "enumerate(list(0..20_000_000))",
    "replace(\"a\" * 100_000, \"a\", \"b\" * 30_000)", "to_json(character(1) * 60_000_000)",
    "parse_json(\"[\" + \"1,\" * 20_000_000 + \"1]\")",
  ])
  func growthEndsAtTheLimit(_ cell: String) throws {
    let terminal = try Terminal.prompt(cells: ["memory_limit(4e8)", "let kept = 1"])
    try terminal.send(.paste(cell), .enter)
    try terminal.waitFor("error[S0210]")
    try terminal.waitFor("In [4]:")
    // What the cell has filled a variable with may be let go of.
    try terminal.run(["let [xs, s, l, f, m] = [none] * 5"], from: 4)
    try terminal.send("for i in 0..1_000_000 { kept += 1 }; kept", .enter)
    try terminal.waitFor("Out[5]: 1000001")
  }

  /// The cell in front is told first, and a job behind it goes on.
  @Test func aJobDoesNotPayForACell() throws {
    let terminal = try Terminal.prompt(cells: [
      "memory_limit(4e8)",
      "let job = background(fn() { let n = 0; while n < 30_000_000 { n += 1 }; n })",
    ])
    try terminal.send("let l = []; while true { l = [l] }", .enter)
    try terminal.waitFor("error[S0210]")
    try terminal.run(["l = none"], from: 4)
    try terminal.send("job.wait()", .enter)
    try terminal.waitFor("Out[5]: 30000000")
  }

  /// One that runs away behind an idle prompt is told as well.
  @Test func aJobThatRunsAway() throws {
    let terminal = try Terminal.prompt(cells: ["memory_limit(4e8)"])
    try terminal.send("let job = background(fn() { let l = []; while true { l = [l] } })", .enter)
    try terminal.waitFor("error[S0210]")
    try terminal.send("job.wait()", .enter)
    try terminal.waitFor("it ended job 1")
  }

  @Test func aTableOfRowsWithoutEnd() throws {
    let home = try TemporaryFolder()
    let terminal = try Terminal.prompt(
      home: home,
      cells: ["memory_limit(4e8)", "write_text(\"a,b\\n\" * 10_000_000, \"long.csv\")"])
    try terminal.send("read_csv(\"long.csv\", header: false)", .enter)
    try terminal.waitFor("error[S0210]")
  }

  /// What the system denies is told as well.
  @Test(arguments: [
    "zeros(1e9)", "let l = []; while true { l = [l] }", "sort(list(0..40_000_000))",
    "let xs = list(0..40_000_000); xs + xs", "gradient(x => sum(x * x), ones(100_000_000))",
    "sequential(lstm(units: 6_000, inputs: 6_000))", "ones(20_000, 15_000).T",
  ])
  func theSystemsLimitIsMinded(_ code: String) throws {
    let terminal = try Terminal(
      program: "/bin/sh", ["-c", "ulimit -v 2000000; exec \(Terminal.setl()) -e '\(code)'"])
    try terminal.waitFor("error[S0210]")
    #expect(try terminal.waitForExit() == 1)
  }

  /// The limit is lower than what is held already: small things go on.
  @Test func whoIsOverTheLimitMayMakeRoom() throws {
    let terminal = try Terminal.prompt(cells: ["let xs = list(0..30_000_000)", "memory_limit(1e8)"])
    try terminal.run(["let n = 0; while n < 20_000_000 { n += 1 }"], from: 3)
    #expect(!terminal.screen.contains("S0210"))
    try terminal.send("let ys = list(0..10_000_000)", .enter)
    try terminal.waitFor("error[S0210]")
    try terminal.waitFor("In [5]:")
    try terminal.run(["xs = none", "ys = list(0..1_000_000)"], from: 5)
    try terminal.send("length(ys)", .enter)
    try terminal.waitFor("Out[7]: 1000000")
  }
}
