import Builtins
import Evaluation
import Sessions
import Syntax
import Testing

/// A hint names only what is there: each is run.
@Suite struct ForeignNameTests {
  /// What the bare names of the codes stand for.
  private static let given = """
    let [x, y, n, a, b, step, low, high, start, below, value, key] = [tensor([3, 1, 2]), tensor([1, 2, 4]), 3, 2, 5, 1, 0, 1, 0, 4, 7, "one"]
    let [xs, ys, numbers, parts, pairs] = [[3, 1, 2], [4, 1], [1, 2], [ones(2), zeros(2)], [["a", 1]]]
    let [text, part, other, path, form, size, units, days, d] = ["12", "1", "2", "some.csv", "%d.%m.%Y", 2, 2, 3, today()]
    let [m, labels, matrix, rows, column] = [{one: 1}, [0, 2], to_sparse(ones(2, 2)), [{city: "Rome", price: 1}], "city"]
    let [name, command, folder, question, status] = ["HOME", "true", ".", "who? ", 0]
    let [center, spread, share, inputs, sizes] = [0, 1, 90, 3, 3]
    let [model, layer] = [sequential(dense(1, inputs: 2)), lstm(units: 2)]
    let [f, g, other_map] = [x => x == 1, (x, y) => x + y, {two: 2}]
    write_text("city,price\\nRome,1\\n", "some.csv")
    write_text("[1]", "some.json")

    """

  /// Where a bare name stands for something else than for others.
  private static let own: [String: String] = [
    "dot": "let [a, b] = [ones(2), ones(2)]", "matmul": "let [a, b] = [ones(2), ones(2)]",
    "mm": "let [a, b] = [ones(2), ones(2)]", "rbind": "let [a, b] = [ones(2), ones(2)]",
    "vstack": "let [a, b] = [ones(2), ones(2)]", "hstack": "let [a, b] = [ones(2), ones(2)]",
    "cbind": "let [a, b] = [ones(2), ones(2)]", "strptime": "let text = \"25.11.2026\"",
    "datetime": "let text = \"2026-11-25\"", "to_datetime": "let text = \"2026-11-25\"",
    "as_date": "let text = \"2026-11-25\"", "Date": "let text = \"2026-11-25\"",
    "parse_date": "let text = \"2026-11-25\"", "json.load": "let path = \"some.json\"",
    "csr_matrix": "let x = ones(2, 2)", "savefig": "let path = \"some.svg\"",
    "torch_save": "let path = \"some.safetensors\"",
    "inv": "let x = identity(3)", "det": "let x = identity(3)",
    "lstsq": "let x = identity(3)", "eig": "let x = identity(3)", "eigh": "let x = identity(3)",
    "eigvals": "let x = identity(3)", "eigvalsh": "let x = identity(3)",
    "interp": "let xs = [1, 2]",
    "searchsorted": "let xs = [1, 2]", "digitize": "let xs = [1, 2]", "tril": "let x = identity(3)",
    "triu": "let x = identity(3)",
    "update": "let other = {two: 2}",
    "swap": "let [a, b] = [1, 2]", "sprintf": "let x = 2",
    "index": "let x = 3", "find_index": "let x = 3", "indexOf": "let x = 3",
    "includes": "let x = 3",
  ]

  /// What ends in an error by what it says, asks a person, or changes what other tests see.
  private static let throwing: Set<String> = [
    "error", "ValueError", "Exception", "Error", "TypeError", "RuntimeError", "KeyError",
    "raw_input", "readline", "getpass", "set_printoptions",
  ]

  @Test func everyCodeRuns() throws {
    #expect(TemporaryFiles.areUsed)
    let library = try TestSession().session.library
    var count = 0
    for (name, codes) in library.foreignCode.sorted(by: { $0.name < $1.name }) {
      for code in codes
      where !Self.throwing.contains(name) && !code.contains("set_working_folder") {
        count += 1
        let prepared = Self.given + (Self.own[name].map { $0 + "\n" } ?? "")
        let found = try TestSession().run(prepared + code).diagnostics
        #expect(found.isEmpty, "\(name):  \(code)  \(found.first?.title ?? "")")
      }
    }
    #expect(count > 150)
  }

  @Test func noneIsAFunctionHere() throws {
    let library = try TestSession().session.library
    for (name, _) in library.foreignCode { #expect(library.value(name) == nil, "\(name)") }
  }

  /// What is written elsewhere, and what is to be written here, which runs.
  @Test(
    arguments: [
      ("let v = tensor([1, 2])\nstd(v)", "deviation(v)"),
      ("let v = tensor([1, 2])\nv.std()", "deviation(v)"),
      ("let v = tensor([1, 2])\nnp.std(v)", "deviation(v)"),
      ("let v = tensor([1, 2])\nvar(v)", "variance(v)"),
      ("let m = ones(2, 3)\nm.size", "product(m.shape)"),
      ("let words = [\"a\"]\nwords.size", "length(words)"),
      ("let words = [\"a\"]\nlen(words)", "length(words)"),
      ("let words = [\"a\"]\nwords.len()", "length(words)"),
      ("let v = [1]\nrepeat(v, 2)", "[v] * 2"),
      ("let v = [1]\nnp.linalg.norm(v)", nil),
      ("nan", "0 / 0"), ("np.nan", "0 / 0"), ("math.pi", "4 * atan(1)"),
      ("np.mean([1, 2])", "mean([1, 2])"), ("np.random.rand(3)", "random_uniform(3)"),
      ("range(10)", "0..10"), ("range(2, 10)", "2..10"), ("range(2, 10, 3)", "2..10 by 3"),
      ("JSON.parse(\"[1]\")", "parse_json(\"[1]\")"), ("console.log(3)", "print(3)"),
      ("let m = {a: 1}\nm.items()", "entries(m)"), ("\" a \".strip()", "trim(\" a \")"),
      ("None", "none"), ("random.choice([1, 2])", "random_choice([1, 2])"),
      ("let v = tensor([1, 2, 3])\nv[::-1]", "v[.. by -1]"),
      ("let v = tensor([1, 2, 3])\nv[1:3]", "v[1..3]"),
      ("let m = ones(2, 3)\nm[:, 0]", "m[.., 0]"),
      ("let xs = [1, 2, 3]\nxs[:-1]", "xs[..-1]"),
      ("let pairs = [[1, 2]]\nfor i, x in pairs { }", "for [i, x] in pairs { … }"),
      ("let m = {a: 1}\nfor k, v in m.items():", "for [k, v] in entries(m) { … }"),
      ("let [a, b] = [1, 2]\na, b = b, a", "[a, b] = [b, a]"),
      ("let a, b = 1, 2", "let [a, b] = [1, 2]"),
      ("raise ValueError(\"no\")", "throw \"no\""), ("raise \"no\"", "throw \"no\""),
      ("def area(a: float, b=2) -> float:", "fn area(a, b = 2) { … }"),
      ("function area(a, b) { a * b }", "fn area(a, b) { … }"),
      ("map([1], function(x) { x })", "fn(x) { … }"),
      ("const size = 3;", "let size = 3"), ("var size = 3", "let size = 3"),
      ("let n = 1\nswitch (n) {\n}", "if n == 1 { … } else if n == 2 { … }"),
      ("let n = 1\nmatch n {\n}", "if n == 1 { … } else if n == 2 { … }"),
      ("foreach (x in [1]) { }", "for x in [1] { … }"),
      ("print \"x\"", "print(\"x\")"), ("let n = 1\nn++", "n += 1"),
      ("from \"tools.setl\" import area", "import \"tools.setl\" as tools"),
      ("import tools as t", "import \"tools.setl\" as t"),
      ("import lib.tools", "import \"lib/tools.setl\" as tools"),
      // All that was typed is there.
      ("max(3, 4)", "maximum(3, 4)"), ("let [a, b] = [1, 2]\nmin(a, b, 5)", "minimum(a, b, 5)"),
      ("np.max(ones(2, 3), axis: 0)", "maximum(ones(2, 3), axis: 0)"),
      ("np.std(ones(2, 3), dim: 0)", "deviation(ones(2, 3), axis: 0)"),
      ("torch.cat([ones(2), ones(2)], 0)", "concatenate([ones(2), ones(2)], 0)"),
      ("np.random.randint(1, 7, 10)", "1 + random_whole(7 - 1, 10)"),
      ("np.random.normal(0, 2, 5)", "0 + 2 * random_normal(5)"),
      ("randn(2, 3)", "random_normal(2, 3)"), ("console.log(1, \"b\")", "print(1, \"b\")"),
      ("nn.Linear(10, 5)", "dense(5, inputs: 10)"), ("nn.Linear(5)", "dense(5)"),
      ("np.percentile([1, 2], 90)", "quantile([1, 2], 90 / 100)"),
      ("cd(\".\")", "set_working_folder(\".\")"), ("os.getenv(\"HOME\")", "environment(\"HOME\")"),
      ("cd ..", "set_working_folder(\"..\")"), ("cd sub/dir", "set_working_folder(\"sub/dir\")"),
      ("cd /tmp", "set_working_folder(\"/tmp\")"), ("cd \"sub\"", "set_working_folder(\"sub\")"),
      ("cd ~", "set_working_folder(\"~\")"), ("cd ~/sub", "set_working_folder(\"~/sub\")"),
      ("cd -", "set_working_folder(\"…\")"),
      ("run a.setl 3", "run(\"a.setl\", \"3\")"), ("%run a.setl", "run(\"a.setl\")"),
      ("%timeit sqrt(2)", "benchmark(() => sqrt(2))"), ("%whos", "session.variables()"),
      ("include(\"lib/a.setl\")", "import \"lib/a.setl\" as a"),
      ("reload(h)", "import \"h.setl\" as h, reload: true"),
      ("repeat([1, 2], 3)", "flat_map([1, 2], x => [x] * 3)"),
      ("repeat(tensor([1, 2]), 3)", "flat_map(tensor([1, 2]), x => [x] * 3)"),
      ("repeat(\"a\", 3)", "[\"a\"] * 3"),
      ("let x = 1\ndel x", "forget(\"x\")"),
      ("let [x, y] = [1, 2]\ndel x, y", "forget(\"x\", \"y\")"),
      ("let x = 1\ndel(x)", "forget(\"x\")"), ("let xs = [1]\ndel xs[0]", "remove(xs, 0)"),
      ("let m = {a: 1}\ndel m.a", "remove(m, \"a\")"),
      ("puts 1", "print(1)"), ("echo \"a\", 2", "print(\"a\", 2)"),
      ("time.sleep(0)", "sleep(0)"), ("plt.save", "save"),
      ("ls -l", "; ls -l  at the prompt, or  shell(\"ls -l\")"),
      ("!ls -l", "; ls -l  at the prompt, or  shell(\"ls -l\");  what is not true is  not ls -l"),
      ("open(\"some.txt\", \"r\")", "read_text(\"some.txt\")"),
      ("let f = lambda x: x + 1", "x => x + 1"), ("assert 1 == 1", "assert(1 == 1)"),
    ] as [(String, String?)])
  func aHintTakesWhatIsThere(_ text: String, _ code: String?) throws {
    let diagnostic = try #require(try TestSession().run(text).diagnostics.first, "\(text)")
    guard let code else { return }
    #expect(diagnostic.help == "write  \(code)", "\(text)")
    guard !Self.unready.contains(where: code.hasPrefix) else { return }
    // What goes before stands, and the line in question is as the hint says.
    let before = text.split(separator: "\n").prefix {
      !$0.contains("::") && $0.hasPrefix("let ") && text != $0
    }
    let lines = (before + [code.replacing("{ … }", with: "{ }")[...]]).joined(separator: "\n")
    #expect(try TestSession().run(lines).diagnostics.isEmpty, "\(lines)")
  }

  /// What is no statement, or works on what is not there.
  private static let unready = [
    "throw", "import", "set_working_folder(\"sub", "set_working_folder(\"..", "run(", "read_text(",
    ";",
    "set_working_folder(\"/", "set_working_folder(\"~", "set_working_folder(\"…",
  ]

  /// What another library has needs no import, under whichever name.
  @Test(arguments: ["import numpy as np", "import torch", "from numpy import zeros"])
  func modulesOfOthersNeedNoImport(_ text: String) throws {
    let help = try TestSession().run(text).diagnostics.first?.help
    #expect(help?.hasPrefix("functions need no module before them") ?? false, "\(help ?? "")")
  }

  /// More arguments than there are places for: the form alone, and none of them left out in silence.
  @Test func whatHasNoPlaceIsNotLeftOut() throws {
    #expect(try TestSession().run("pow(2, 3, 5)").diagnostics.first?.help == "write  a ^ b")
  }

  /// What stands as a value is none of the shell's commands.
  @Test func namesAreNamesOfThePrompt() throws {
    #expect(try TestSession().run("let ls = 5\nls - 1\nls -1").diagnostics.isEmpty)
  }

  @Test func privateNamesAreNotOffered() throws {
    let found = try TestSession().run("repeatt(1)").diagnostics.first
    #expect(!(found?.label?.text.contains("_repeat") ?? true))
  }
}
