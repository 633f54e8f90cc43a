import Builtins
import Evaluation
import Foundation
import Sessions
import Testing

/// What a declaration says of its parameters, and what follows from it.
@Suite struct DeclarationTests {
  @Test func rangesSayWhatTheyHold() {
    let cases: [(AllowedRange, String, inside: [Double], outside: [Double])] = [
      (.from(1), "at least 1", [1, 1e300], [0.999, -1, .infinity, .nan]),
      (.from(0, to: 1), "from 0 to 1", [0, 0.5, 1], [-1e-9, 1.001, .nan]),
      (.from(0, below: 1), "from 0 to below 1", [0, 0.999], [1, -0.1]),
      (.above(0), "above 0", [1e-300, 5], [0, -1, .infinity]),
      (.above(0, to: 2), "above 0 and at most 2", [2], [0, 2.1]),
      (.between(0, 1), "between 0 and 1", [0.5], [0, 1]),
      (.from(1, below: 0x1p30), "from 1 to below 2^30", [1, 1_073_741_823], [0, 0x1p30]),
    ]
    for (range, phrase, inside, outside) in cases {
      #expect(range.phrase == phrase)
      for number in inside { #expect(range.contains(number), "\(number) \(phrase)") }
      for number in outside { #expect(!range.contains(number), "\(number) \(phrase)") }
    }
  }

  @Test func kindsAreThoseThatProgramsSee() {
    let kinds = KindSet.of("list", "string", "tensor")
    #expect(kinds.phrase == "list, string or tensor")
    #expect(kinds.contains(.list([])) && kinds.contains(.string("a")))
    #expect(!kinds.contains(.number(1)) && !kinds.contains(.none))
    #expect(KindSet.any.contains(.none) && KindSet.any.isAny)
    #expect(KindSet.having(.elements).contains(.string("a")))
    #expect(!KindSet.having(.length).contains(.bool(true)))
  }

  /// What is left out is taken as well as what is given.
  @Test func defaultsLieInTheirRanges() {
    for builtin in allBuiltins {
      for parameter in builtin.parameters {
        guard let range = parameter.range, let standard = parameter.defaultText.flatMap(Double.init)
        else { continue }
        #expect(range.contains(standard), "\(builtin.name): \(parameter.name)")
      }
    }
  }

  @Test func namesOfOtherLibrariesAreNotOursToo() {
    let names = Set(allBuiltins.map(\.name))
    for builtin in allBuiltins {
      #expect(names.isDisjoint(with: builtin.aliases.keys), "\(builtin.name)")
      let parameters = Set(builtin.parameters.map(\.name))
      for parameter in builtin.parameters {
        #expect(parameters.isDisjoint(with: parameter.aliases), "\(builtin.name)")
      }
    }
  }

  /// The language half knows nothing of what the core computes: not in a name, and not in a text.
  ///
  /// A training is known there as work whose reports and states a conversation keeps.
  @Test func theLanguageKnowsNoWordOfTheCore() throws {
    let words: Set<String> = [
      "tensor", "layer", "lstm", "dense", "sparse", "embedding", "dropout", "optimizer", "gradient",
      "dataset", "vocabulary", "density", "evolution", "epoch", "neuron", "neural", "weight",
      "accuracy", "numpy", "torch", "keras",
    ]
    let sources = DocumentationTests.root.appending(path: "Sources")
    for module in ["Syntax", "Evaluation", "Sessions"] {
      let folder = sources.appending(path: module)
      let paths =
        FileManager.default.enumerator(atPath: folder.path())?.compactMap { $0 as? String } ?? []
      #expect(!paths.isEmpty)
      for path in paths where path.hasSuffix(".swift") {
        let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        for line in text.split(separator: "\n") {
          // Comments may tell of anything.
          let code = line.replacing(/(^|\s)\/\/.*/, with: "")
          for match in code.matches(of: /[A-Z]?[a-z]+|[A-Z]+/) {
            let word = match.output.lowercased()
            let isKnown = words.contains(word) || words.contains(String(word.dropLast()))
            #expect(!isKnown, "\(module)/\(path): \(line)")
          }
        }
      }
    }
  }
}
