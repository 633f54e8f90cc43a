public import Evaluation

/// What help tells of the words and signs of the language: each keyword has a page.
public let syntaxPages: [HelpPage] = [
  HelpPage(
    ["let"], form: "let name = value\nlet [a, b, ...rest] = list\nlet {x, y} = map",
    "Declares a variable, which lives until the block around it ends, or as long as the session. A pattern takes "
      + "a list or a map apart. Later, name = value gives it another value, and [a, b] = [b, a] "
      + "does so for several.",
    example: """
      let [first, ...others] = [1, 2, 3]
      others  # [2, 3]
      """),
  HelpPage(
    ["fn"], form: "fn name(a, b = default, ...rest) { body }\nfn(a, b) { body }",
    "Declares a function, or gives one without a name. It gives the value of its last line, or what return says. "
      + "A parameter with a default may be left out, ...rest takes all others as a list, x: kind checks what it "
      + "is given. Lines of ## above fn are its help. Short functions are written  x => x + 1.",
    example: """
      fn area(width, height = 1) { width * height }
      area(3, height: 2)  # 6
      """),
  HelpPage(
    ["=>"], form: "x => value\n(x, y) => value\n() => value",
    "A short function: what stands after the arrow is what it gives.",
    example: "map([1, 2], x => x * 10)  # [10, 20]"),
  HelpPage(
    ["if", "else"], form: "if condition { … } else if condition { … } else { … }",
    "Runs the block whose condition is true. A condition is true or false and nothing else. It is a value too: "
      + "that of the last line of the block.",
    example: """
      let size = if 3 > 2 { "large" } else { "small" }
      size  # "large"
      """),
  HelpPage(
    ["while"], form: "while condition { … }",
    "Runs the block again and again while the condition is true. break leaves the loop, continue begins the next "
      + "turn.",
    example: """
      let n = 1
      while n < 100 { n *= 2 }
      n  # 128
      """),
  HelpPage(
    ["for"], form: "for name in values { … }\nfor [a, b] in values { … }",
    "Goes through what has elements: a range, a list, a text, the keys of a map, a training. break leaves the "
      + "loop, continue begins the next turn.",
    example: """
      let sum_of_squares = 0
      for i in 0..4 { sum_of_squares += i ^ 2 }
      sum_of_squares  # 14
      """),
  HelpPage(
    ["in"], form: "value in values\nfor name in values { … }",
    "Whether a list holds a value, a map a key, a text a part. Its other use is in a loop: help(\"for\").",
    example: "2 in [1, 2, 3]  # true"),
  HelpPage(
    ["yield"], form: "fn name() { … yield value … }",
    "Gives the next value of a sequence. A call of a function with a yield in it gives the sequence; its body runs "
      + "when a loop asks for values, as far as the next yield, so that there need be no end. return ends it.",
    example: """
      fn naturals() {
          let n = 0
          while true {
              yield n
              n += 1
          }
      }
      list(take(naturals(), 3))  # [0, 1, 2]
      """),
  HelpPage(
    ["break", "continue"], form: "break\ncontinue",
    "break leaves the innermost loop, continue begins its next turn.",
    example: """
      let seen = []
      for i in 0..10 {
          if i % 2 == 0 { continue }
          if i > 6 { break }
          append(seen, i)
      }
      seen  # [1, 3, 5]
      """),
  HelpPage(
    ["return"], form: "return value\nreturn",
    "Leaves the function with a value, without one with none. The last line of a function needs no return.",
    example: """
      fn sign_of(x) {
          if x < 0 { return "minus" }
          "plus"
      }
      sign_of(-2)  # "minus"
      """),
  HelpPage(
    ["try", "catch"], form: "try { … } catch problem { … }",
    "Runs the first block; an error in it leads to the second, with a map of its message, code, line, notes and "
      + "help, or with the map that was thrown.",
    example: """
      let code = none
      try { [1, 2][5] } catch problem { code = problem.code }
      code  # "S0204"
      """),
  HelpPage(
    ["throw"], form: "throw \"message\"\nthrow {message: …, code: …}",
    "Ends with an error, which a catch around it gets. A map keeps its fields.",
    example: """
      let told = none
      try { throw "too small" } catch problem { told = problem.message }
      told  # "too small"
      """),
  HelpPage(
    ["import"], form: "import \"file.setl\" as name\nimport \"file.setl\" as name, reload: true",
    "Runs a file, the first time that it is imported, and gives its variables and functions behind a name. With reload "
      + "it is run anew where it, or a file that it imports, has changed since.",
    example: "# import \"shapes.setl\" as shapes\n# shapes.area(2, 3)"),
  HelpPage(
    ["and", "or", "not"], form: "a and b\na or b\nnot a",
    "Of true and false. The right side of and, or is looked at only where the left side does not decide.",
    example: "not (1 > 2) and 2 > 1  # true"),
  HelpPage(
    ["true", "false"], form: "true\nfalse",
    "What comparisons give and conditions take. 0, none and an empty list are no conditions.",
    example: "1 < 2  # true"),
  HelpPage(
    ["none"], form: "none", "The value that stands for no value.",
    example: "none == none  # true"),
  HelpPage(
    [".."], form: "from..to\nfrom..to by step\nvalues[from..to]",
    "The numbers from the first up to, without, the last. Between brackets a slice; what is left out is the "
      + "beginning or the end.",
    example: """
      list(0..6 by 2)  # [0, 2, 4]
      [1, 2, 3, 4][1..]  # [2, 3, 4]
      """),
  HelpPage(
    ["..."], form: "[...values, more]\nf(...values)",
    "Puts the elements of a list in a row into a list or among the arguments of a call. Before a parameter: it "
      + "takes the arguments that are left.",
    example: "[...[1, 2], 3]  # [1, 2, 3]"),
  HelpPage(
    ["@"], form: "a @ b", "The product of matrices, or of a matrix and a vector.",
    example: "(tensor([[1, 2]]) @ tensor([[3], [4]]))[0, 0]  # 11"),
  HelpPage(
    ["//", "%"], form: "a // b\na % b",
    "Division without the rest, rounded down, and the rest, which has the sign of the right side.",
    example: "[7 // 2, 7 % 2]  # [3, 1]"),
  HelpPage(
    ["^"], form: "a ^ b", "a to the power of b.", example: "2 ^ 10  # 1024"),
  HelpPage(
    ["#", "##"], form: "# comment\n## help of the function that follows",
    "What follows on the line is for people. Lines of ## above fn are shown by help.",
    example: """
      ## Twice as much.
      fn twice(x) { 2 * x }
      twice(2)  # 4
      """),
  HelpPage(
    ["{}", "\"\""], form: "\"text {value} more\"\n\"{value:.2}\"",
    "In a text what stands in braces is computed; behind a colon stands the form of a number. A map is written "
      + "{name: value}.",
    example: "\"pi is {3.14159:.2}\"  # \"pi is 3.14\""),
]
