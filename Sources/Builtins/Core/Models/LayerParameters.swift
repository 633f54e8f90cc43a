internal import Evaluation

/// What layers of every kind are asked for, with the names that other libraries have for it.
extension Parameter where Content == Int {
  static var units: Parameter {
    .required(
      "units", "numbers that the layer gives", range: .layerSize,
      aliases: [
        "hidden_size", "hidden", "embedding_dim", "output_dim", "out_features", "num_units",
      ])
  }

  static var levels: Parameter {
    .optional(
      "depth", default: 1, "levels at each step, each with a matrix of its own",
      range: .levels, aliases: ["recurrence_depth"])
  }

  static var words: Parameter {
    .required(
      "vocabulary", "how many words there are", range: .layerSize,
      aliases: ["vocab_size", "num_embeddings", "num_words", "input_dim"])
  }
}

extension Parameter where Content == Int? {
  static var inputs: Parameter {
    .optional(
      "inputs", shown: "inferred",
      "numbers that the layer takes; inferred where a layer comes before", orElse: nil,
      range: .layerSize, aliases: ["in_features", "input_size", "input_dim"])
  }
}

extension Parameter where Content == Double? {
  static var density: Parameter {
    .optional(
      "density", shown: "none", "share of the connections that exist", orElse: nil,
      range: .share, aliases: ["connectivity"])
  }

  static var epsilon: Parameter {
    .optional(
      "epsilon", shown: "none",
      "Erdős–Rényi instead: density = ε (rows + columns) / (rows · columns) of each matrix",
      orElse: nil, range: .from(0))
  }
}

extension Parameter where Content == Double {
  static var lstmDropout: Parameter {
    .optional(
      "dropout", default: 0, "share of the inputs dropped in training; of words, whole word types",
      range: .shareBelowOne)
  }
}

extension Parameter where Content == Bool {
  static var sequence: Parameter {
    .optional(
      "sequence", default: false,
      "give all steps to the layers that follow, also where these would take the last alone",
      aliases: ["return_sequences"])
  }
}

extension Parameter where Content == String {
  static var activation: Parameter {
    .choice("activation", ["none", "relu", "tanh", "sigmoid"], "function of each sum")
  }
}

extension AllowedRange {
  /// Rows or columns of a layer's matrices.
  static let layerSize = AllowedRange.from(1, below: 0x1p30)
}
