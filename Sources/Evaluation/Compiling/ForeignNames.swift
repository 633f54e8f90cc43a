/// Names that other languages and libraries have for what is called otherwise here.
enum ForeignNames {
  /// What is written here instead of a name; nil where it is nobody's.
  static func help(_ name: String) -> String? {
    switch name {
    case "null", "None", "nil", "NULL", "undefined": "write  none"
    case "True", "TRUE": "write  true"
    case "False", "FALSE": "write  false"
    case "len", "size", "count": "write  length(x)"
    case "self", "this": "functions take what they work on as a parameter"
    case "elif": "write  else if"
    case "str", "toString": "write  string(x)"
    case "int", "float": "write  number(text)"
    case "max": "write  maximum"
    case "min": "write  minimum"
    case "range": "write  0..n  or  a..b by step"
    case "type": "write  kind(x)"
    case "vars", "locals", "globals", "who": "write  session.variables()"
    case "dir": "Tab after a dot lists what there is"
    case "push", "add": "write  append(xs, x)"
    case "pop": "write  remove(xs, -1)"
    case "forEach", "foreach": "write  each(xs, f)"
    case "np", "numpy", "torch", "tf", "pd":
      "functions need no module before them:  zeros(2, 3)  read_csv(\"file.csv\")"
    default: nil
    }
  }

  /// What an argument is called in other libraries, by what it is called here.
  private static let arguments: [String: Set<String>] = [
    "rate": ["lr", "learning_rate", "alpha"], "batch": ["batch_size"],
    "epochs": ["num_epochs", "n_epochs", "epoch", "iterations"],
    "units": ["hidden_size", "hidden", "embedding_dim", "output_dim", "out_features"],
    "vocabulary": ["vocab_size", "num_embeddings", "num_words", "input_dim"],
    "inputs": ["in_features", "input_size"], "density": ["connectivity"],
    "validation": ["validation_data", "val", "valid"], "length": ["maxlen", "max_length"],
    "axis": ["dim"], "seed": ["random_state"],
  ]

  /// Which of the names of parameters is meant by another one.
  static func parameter(_ name: String, among parameters: [String]) -> String? {
    parameters.first { arguments[$0]?.contains(name) ?? false }
  }
}
