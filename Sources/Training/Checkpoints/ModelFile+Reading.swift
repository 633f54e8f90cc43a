internal import Datasets
internal import JSON
internal import Layers
internal import Tensors

extension Model {
  /// Throws `FormatError` or `LayerError`.
  public convenience init(_ file: SafetensorsFile) throws { try self.init(file, arraysOf: "") }

  /// The model of the arrays whose names begin with `prefix`.
  convenience init(_ file: SafetensorsFile, arraysOf prefix: String) throws {
    try Self.checkVersion(of: file)
    guard case .array(let layers) = try file.json("setl.layers") else {
      throw SafetensorsFile.FormatError(reason: "its layers cannot be read")
    }
    var weights = StoredWeights(file, arraysOf: prefix)
    let network = try Sequential(try layers.map { try makeLayer($0) }, weights: &weights)
    var meaning = ModelMeaning(of: network)
    try meaning.adopt(file)
    guard meaning.classes.isEmpty || meaning.fits(meaning.classes.count) else {
      throw SafetensorsFile.FormatError(reason: "its classes do not fit its outputs")
    }
    self.init(network: network, meaning: meaning, random: RandomSource(seed: 0))
  }

  /// Whether the file is a model, of a version that is known, and as it was written.
  private static func checkVersion(of file: SafetensorsFile) throws {
    let isIntact = file.isIntact
    if isIntact == false {
      throw SafetensorsFile.FormatError(reason: "its checksum is not that of what it holds")
    }
    guard let text = file.text("setl.version") else {
      // What else is told of a model, and not of anything else.
      guard !file.metadata.contains(where: { $0.name.hasPrefix("setl.") }) else {
        throw SafetensorsFile.FormatError(reason: "it lacks its version")
      }
      throw SafetensorsFile.FormatError(.foreign, reason: contents(of: file))
    }
    guard let version = Int(text), version > 0 else {
      throw SafetensorsFile.FormatError(reason: "its version is no number")
    }
    guard version <= fileVersion else {
      throw SafetensorsFile.FormatError(
        .newer, reason: "it has version \(version), known is \(fileVersion)")
    }
    guard version == 1 || isIntact == true else {
      throw SafetensorsFile.FormatError(reason: "it lacks its checksum")
    }
  }

  /// `it holds lstm.weight (F32, 4 by 2) and 3 arrays more`
  private static func contents(of file: SafetensorsFile) -> String {
    guard let first = file.arrays.first else { return "it holds no array" }
    let shape = first.shape.map { "\($0)" }.joined(separator: " by ")
    let array = "\(first.name) (\(first.content.type)\(shape.isEmpty ? "" : ", ")\(shape))"
    let others = file.arrays.count - 1
    return "it holds \(array)" + (others > 0 ? " and \(others) more" : "")
  }
}

extension SafetensorsFile {
  /// The metadata `name` as JSON.
  fileprivate func json(_ name: String) throws -> JSONValue {
    guard let json = text(name).flatMap({ JSONValue(parsing: $0.utf8) }) else {
      throw FormatError(reason: "`\(name)` cannot be read")
    }
    return json
  }
}

extension ModelMeaning {
  /// Takes over what a file says of inputs and outputs.
  fileprivate mutating func adopt(_ file: SafetensorsFile) throws {
    guard let length = file.text("setl.length").flatMap({ Int($0) }), (1..<1 << 30).contains(length)
    else { throw SafetensorsFile.FormatError(reason: "its length cannot be read") }
    self.length = length
    classes = try Self.texts(try file.json("setl.classes"), "classes")
    if file.text("setl.labels") != nil {
      labels = try Self.texts(try file.json("setl.labels"), "labels")
      guard labels.isEmpty || labelCounts.allSatisfy({ $0 == labels.count }) else {
        throw SafetensorsFile.FormatError(reason: "its labels do not fit its layers")
      }
    }
    let vocabulary = try file.json("setl.vocabulary")
    if vocabulary != .null {
      var tokens = Tokens.words
      if let name = try file.text("setl.tokens").map({ _ in try file.json("setl.tokens").string }) {
        guard let known = name.flatMap({ Tokens(rawValue: $0) }) else {
          throw SafetensorsFile.FormatError(reason: "its way to cut texts is not known")
        }
        tokens = known
      }
      self.vocabulary = Vocabulary(
        words: try Self.texts(vocabulary, "vocabulary"), tokens: tokens)
    }
    guard file.text("setl.loss") != nil, let name = try file.json("setl.loss").string else {
      return
    }
    guard name != OwnObjective.name else {
      loss = OwnObjective(nil, after: lastFunction)
      return
    }
    guard let loss = allObjectives.first(where: { $0.name == name }) else {
      throw SafetensorsFile.FormatError(reason: "its loss \"\(name)\" is not known")
    }
    self.loss = loss
  }

  private static func texts(_ json: JSONValue, _ name: String) throws -> [String] {
    let texts = json.array?.map(\.string) ?? [nil]
    guard texts.allSatisfy({ $0 != nil }) else {
      throw SafetensorsFile.FormatError(reason: "its \(name) cannot be read")
    }
    return texts.compactMap { $0 }
  }
}
