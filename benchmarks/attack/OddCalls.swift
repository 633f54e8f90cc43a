internal import Evaluation
internal import Tensors

/// Calls of every function with one to three odd values, by place or by name.
public struct OddCalls {
  /// They change how the process is limited, and so what the calls behind them are tried under.
  private static let leftOut: Set<String> = ["memory_limit", "threads"]

  /// What is told of a parameter: its name, and its kind where it is declared.
  private typealias Parameter = (name: String, kind: String?)

  private let functions: [(name: String, parameters: [Parameter])]
  private var random: RandomSource
  private var made = 0

  /// `writesFiles` lets functions write where odd names lead, in the working folder.
  init(library: Library, seed: UInt64, writesFiles: Bool) {
    random = RandomSource(seed: seed)
    let natives = (library.builtinNames.compactMap { library.builtins[$0] } + library.methods)
      .map { ($0.name, $0.parameters.map { Parameter($0.name, $0.kind) }) }
    let written = library.functions.sorted { $0.key < $1.key }
      .map { ($0.key, Self.parameters(in: $0.value.signature)) }
    functions = (natives + written).filter {
      !Self.leftOut.contains($0.0) && (writesFiles || !Self.writes($0.0))
    }
  }

  private static func writes(_ name: String) -> Bool {
    name.hasPrefix("write_") || name == "save" || name == "session.save"
  }

  /// How many functions there are; as many calls in a row call each once.
  public var functionCount: Int { functions.count }

  /// The next call, as a cell.
  public mutating func next() -> String {
    let function = functions[made % functions.count]
    made += 1
    var unnamed = function.parameters
    var positional: [String] = []
    var named: [String] = []
    for _ in 0..<1 + random.below(3) {
      if !unnamed.isEmpty, random.below(3) == 0 {
        let parameter = unnamed.remove(at: random.below(unnamed.count))
        named.append("\(parameter.name): \(OddValues.pick(for: parameter.kind, &random))")
      } else {
        let parameter = unnamed.isEmpty ? nil : unnamed.removeFirst()
        positional.append(OddValues.pick(for: parameter?.kind, &random))
      }
    }
    return "\(function.name)(\((positional + named).joined(separator: ", ")))"
  }

  /// The names in `fit(model: model, data, epochs = 1)`.
  private static func parameters(in signature: String) -> [Parameter] {
    var depth = 0
    var pieces = [""]
    for character in signature.drop(while: { $0 != "(" }).dropFirst().dropLast() {
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
      if character == ",", depth == 0 {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(character)
      }
    }
    return pieces.map { piece in
      String(
        piece.drop { $0 == " " || $0 == "." }.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }.filter { !$0.isEmpty }.map { ($0, nil) }
  }
}
