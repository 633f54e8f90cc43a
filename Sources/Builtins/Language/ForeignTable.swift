internal import Evaluation

/// What NumPy, Python, Keras, R, JavaScript and Julia have under a name that no one function here stands for.
/// Beside these each function says what it is called elsewhere, in its declaration. Every code is run by a test.
let foreignTable: [ForeignName] =
  [
    // Constants.
    .init("None", "none"), .init("null", "none"), .init("nil", "none"), .init("NULL", "none"),
    .init("undefined", "none"), .init("NA", "none"),
    .init("True", "true"), .init("TRUE", "true"), .init("False", "false"), .init("FALSE", "false"),
    .init("nan", "0 / 0"), .init("NaN", "0 / 0"), .init("inf", "1 / 0"), .init("Inf", "1 / 0"),
    .init("Infinity", "1 / 0"), .init("pi", "4 * atan(1)"), .init("math.e", "exp(1)"),

    // Numbers.
    .init("range", "0..$n", "$a..$b", "$a..$b by $step"),
    .init("seq", "$a..$b + 1", of: ["a", "b"]),
    .init("arange", "tensor(0..$n)", "tensor($a..$b)", "tensor($a..$b by $step)"),
    .init("pow", "$a ^ $b"), .init("square", "$x ^ 2"), .init("fabs", "abs($x)"),
    .init("divmod", "[$a // $b, $a % $b]"), .init("mod", "$a % $b"),
    .init("trunc", "sign($x) * floor(abs($x))"),
    .init("ceiling", "ceil($x)"), .init("arctan", "atan($x)"),

    // Tensors.
    .init("dot", "$a @ $b"), .init("matmul", "$a @ $b"), .init("mm", "$a @ $b"),
    .init("full", "zeros($size) + $value"), .init("fill", "zeros($size) + $value"),
    .init("zeros_like", "zeros($x.shape)"), .init("ones_like", "ones($x.shape)"),
    .init("empty", "zeros($size)"), .init("ndim", "length($x.shape)"),
    .init("dim", "length($x.shape)"),
    .init("numel", "product($x.shape)"), .init("tensor.size", "product($x.shape)"),
    .init("sparse.size", "product($x.shape)"), .init("nelement", "product($x.shape)"),
    .init("vstack", "concatenate($parts)", "concatenate([$a, $...b])"),
    .init("hstack", "concatenate($parts, axis: -1)", "concatenate([$a, $...b], axis: -1)"),
    .init("rbind", "stack([$a, $...b])"), .init("cbind", "stack([$a, $...b], axis: 1)"),
    .init("expand_dims", "reshape($x, 1, ...$x.shape)"),
    .init("unsqueeze", "reshape($x, 1, ...$x.shape)"),
    .init("squeeze", "reshape($x, ...filter($x.shape, n => n > 1))"),
    .init("view", "reshape($x, -1)", "reshape($x, $...sizes)"),
    .init("array_equal", "all($x == $y)"), .init("prod", "product($xs)"),
    .init("average", "mean($xs)"),
    .init("amax", "maximum($xs)"), .init("amin", "minimum($xs)"),
    .init("ptp", "maximum($xs) - minimum($xs)"),
    .init("nonzero", "filter(0..length($x), i => $x[i] != 0)"), .init("logical_not", "$x == 0"),
    .init("logical_and", "$x * $y"), .init("logical_or", "maximum($x, $y)"),
    .init(
      "normal", "$center + $spread * random_normal($...n)", of: ["center", "spread", "n"]),
    .init(
      "uniform", "random_uniform($n)", "$low + ($high - $low) * random()",
      "$low + ($high - $low) * random_uniform($n)",
      of: ["low", "high", "n"]),
    .init(
      "rnorm", "random_normal($n)", "$center + $spread * random_normal($n)",
      of: ["n", "center", "spread"]),
    .init(
      "runif", "random_uniform($n)", "$low + ($high - $low) * random_uniform($n)",
      of: ["n", "low", "high"]),
    .init(
      "randint", "random_whole($high)", "$low + random_whole($high - $low)",
      "$low + random_whole($high - $low, $...n)", of: ["low", "high", "n"]),
    .init(
      "randrange", "random_whole($high)", "$low + random_whole($high - $low)", of: ["low", "high"]),
    .init("randi", "random_whole($high)", "random_whole($high, $...n)"),
    .init("permutation", "shuffle($xs)"),
    .init("tolist", "to_list($x)"),
    .init("item", "$x[0]"), .init("toarray", "to_dense($matrix)"),
    .init("todense", "to_dense($matrix)"),
    .init("csr_matrix", "to_sparse($x)", of: ["x"]), .init("nnz", "$matrix.connections"),
    .init("astype", "tensor($x)", of: ["x", "type"]), .init("set_printoptions", "shown_digits(8)"),
    .init("isin", "map($xs, x => x in $ys)"),
    .init("which", "filter(0..length($x), i => $x[i] != 0)"),

    // Lists and maps.
    .init("forEach", "each($xs, $f)"), .init("foreach", "each($xs, $f)"),
    .init("lapply", "map($xs, $f)"),
    .init("sapply", "map($xs, $f)"), .init("apply", "map($xs, $f)"),
    .init("fold", "reduce($xs, $g, $start)"), .init("foldl", "reduce($xs, $g, $start)"),
    .init("some", "any($xs, $f)"), .init("every", "all($xs, $f)"),
    .init("find_index", "index_of($xs, $x)"),
    .init("indexOf", "index_of($xs, $x)"), .init("index", "index_of($xs, $x)"),
    .init("head", "take($xs, 5)", "take($xs, $n)"), .init("tail", "$xs[-5..]", "$xs[-$n..]"),
    .init("first", "$xs[0]"),
    .init("last", "$xs[-1]"), .init("includes", "contains($xs, $x)"),
    .init("has", "$key in $m", of: ["m", "key"]),
    .init("has_key", "$key in $m", of: ["m", "key"]),
    .init("haskey", "$key in $m", of: ["m", "key"]),
    .init("items", "entries($m)"), .init("pairs", "entries($m)"),
    .init("dict", "to_map($pairs)"),
    .init("update", "merge($m, $other)"), .init("set", "unique($xs)"),
    .init("tuple", "list($xs)"),
    .init("repeat", "[$x] * $n"), .init("rep", "[$x] * $n"),
    .init("list.repeat", "flat_map($xs, x => [x] * $n)"), .init("list.rep", "$xs * $n"),
    .init("tensor.repeat", "flat_map($x, x => [x] * $n)"), .init("tensor.rep", "tile($x, $n)"),
    .init("range.repeat", "flat_map($xs, x => [x] * $n)"),
    .init("chain", "$xs + $ys"), .init("push", "append($xs, $...x)"),
    .init("groupby", "group_by($xs, $f)"),
    .init("nlargest", "take(sort($xs, descending: true), $n)", of: ["n", "xs"]),
    .init("most_common", "take(entries(counts($xs)), $n)"),
    .init("cycle", "flat_map(0..$n, i => $xs)", of: ["xs", "n"]),
    .init("islice", "take($xs, $n)"), .init("takewhile", "take_while($xs, $f)", of: ["f", "xs"]),
    .init("next", "list(take($xs, 1))[0]"), .init("deepcopy", "copy($x)"),
    .init("swap", "[$a, $b] = [$b, $a]"),
    .init("aggregate", "group($rows, $column, {price: mean})"),
    .init("describe", "group($rows, $column, {price: mean})"),

    // Texts.
    .init("strip", "trim($text)"), .init("toupper", "upper($text)"),
    .init("toUpperCase", "upper($text)"),
    .init("tolower", "lower($text)"), .init("toLowerCase", "lower($text)"),
    .init("startswith", "starts_with($text, $part)"),
    .init("startsWith", "starts_with($text, $part)"),
    .init("endswith", "ends_with($text, $part)"), .init("endsWith", "ends_with($text, $part)"),
    .init("splitlines", "lines($text)"), .init("ord", "code_point($text)"),
    .init("chr", "character($n)"),
    .init("paste", "join($xs, \" \")", "join([$text, $...part], \" \")"),
    .init("sprintf", "format($x, \".2f\")", of: ["form", "x"]),
    .init("gsub", "replace($text, $part, $other)", of: ["part", "other", "text"]),
    .init("sub", "replace($text, $part, $other)", of: ["part", "other", "text"]),
    .init("findall", "matches($text, pattern($part))", of: ["part", "text"]),
    .init("substr", "$text[0..$n]", of: ["text", "n"]),
    .init("substring", "$text[0..$n]", of: ["text", "n"]),
    .init("nchar", "length($text)"), .init("title", "upper($text[0]) + $text[1..]"),
    .init("JSON.parse", "parse_json($text)"), .init("JSON.stringify", "to_json($x)"),
    .init("json.loads", "parse_json($text)"), .init("json.dumps", "to_json($x)"),
    .init("json.load", "read_json($path)"), .init("loads", "parse_json($text)"),
    .init("dumps", "to_json($x)"),
    .init("re.findall", "matches($text, pattern($part))", of: ["part", "text"]),
    .init("re.sub", "replace($text, pattern($part), $other)", of: ["part", "other", "text"]),
    .init("re.split", "split($text, pattern($part))", of: ["part", "text"]),
    .init("re.search", "find($text, pattern($part))", of: ["part", "text"]),

    // Output, errors, time.
    .init("println", "print($...x)"), .init("printf", "print($...x)"),
    .init("echo", "print($...x)"), .init("puts", "print($...x)"),
    .init("console.log", "print($...x)"),
    .init("tqdm", "progress($xs)"), .init("trange", "progress(0..$n)"),
    .init("perf_counter", "clock()"),
    .init("timeit", "benchmark(() => $x)"),

    // Files, the system, the conversation.
    .init("read", "read_text($path)"), .init("open", "read_text($path)", of: ["path", "mode"]),
    .init("read_file", "read_text($path)"), .init("readFile", "read_text($path)"),
    .init("readlines", "read_lines($path)"), .init("readLines", "read_lines($path)"),
    .init("loadtxt", "read_csv($path)"), .init("genfromtxt", "read_csv($path)"),
    .init("savetxt", "write_csv($rows, $path)", of: ["path", "rows"]),
    .init("savefig", "save(plot($xs), $path)", of: ["path"]),
    .init("torch_save", "save($model, $path)"),
    .init("cd", "set_working_folder(\"~\")", "set_working_folder($folder)"),
    .init("chdir", "set_working_folder($folder)"), .init("setwd", "set_working_folder($folder)"),
    .init("ls", "shell(\"ls\")", "shell(\"ls $folder\")"),
    .init("getenv", "environment($name)"), .init("env", "environment($name)"),
    .init("system", "shell($command)"), .init("popen", "shell($command)"),
    .init("exec", "shell($command)"), .init("spawn", "shell($command)"),
    .init("subprocess", "shell($command)"), .init("subprocess.run", "shell($command)"),
    .init("less", "pager($x)"), .init("page", "pager($x)"), .init("more", "pager($x)"),
    .init("raw_input", "input(\"question\")", "input($question)"),
    .init("readline", "input(\"question\")", "input($question)"),
    .init(
      "getpass", "input(\"password: \", hidden: true)", "input($question, hidden: true)"),
    .init("quit", "exit()", "exit($status)"), .init("abort", "exit(1)", "exit($status)"),
    .init("whos", "session.variables()"),
    .init("clear", note: "Ctrl-L clears the screen, and  forget(\"name\")  lets go of a value"),
    .init("cls", note: "Ctrl-L clears the screen"),

    // Layers.
    .init("Linear", "dense($units)", "dense($units, inputs: $inputs)", of: ["inputs", "units"]),
    .init("linear", "dense($units)", "dense($units, inputs: $inputs)", of: ["inputs", "units"]),
    .init(
      "GRU", "gru(units: $units)", "gru(units: $units, inputs: $inputs)", of: ["inputs", "units"]),

    .init("error", "throw $text"),
    .init("isinstance", "kind($x) == \"number\"", of: ["x", "type"]),
    .init("ValueError", "throw $text"), .init("Exception", "throw $text"),
    .init("Error", "throw $text"),
    .init("TypeError", "throw $text"), .init("RuntimeError", "throw $text"),
    .init("KeyError", "throw $text"),
    .init("pass", note: "an empty block is written  { }"),
    .init("elif", note: "conditions go on with  } else if x > 0 { … }"),
    .init("self", note: "functions take what they work on as a parameter"),
    .init("this", note: "functions take what they work on as a parameter"),
    .init("dir", note: "Tab after a dot lists what there is"),
  ] + foreignModules

/// What stands before a dot elsewhere, where functions need nothing before them here.
private let foreignModules: [ForeignName] = [
  "np", "numpy", "torch", "tf", "pd", "nn", "keras", "math", "Math", "statistics", "itertools",
  "collections", "functools", "json", "JSON", "re", "os", "sys", "plt", "console", "F", "scipy",
  "pandas",
  "datetime", "csv",
].map {
  ForeignName(
    $0, note: "functions need no module before them:  zeros(2, 3)  read_csv(\"file.csv\")")
}
