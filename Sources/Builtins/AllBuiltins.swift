public import Evaluation
internal import Syntax

/// Every native function, by topic; a new one is an entry in the file of its topic. The reference tells the
/// topics in the order in which they first appear here.
public let allBuiltins: [Builtin] = [
  outputBuiltins, pagingBuiltins, displayBuiltins, numberBuiltins, stringBuiltins, patternBuiltins,
  listBuiltins,
  watchingBuiltins,
  tensorMakers, tensorFunctions, reductionBuiltins, gradientBuiltins,
  layerBuiltins, ruleBuiltins, guidedRuleBuiltins, evolutionBuiltins, connectionBuiltins,
  topologyBuiltins, fileBuiltins, setBuiltins, dataBuiltins, optimizerBuiltins, scheduleBuiltins,
  trainingBuiltins, plotBuiltins, stateBuiltins, systemBuiltins,
].flatMap { $0 }

extension Topic {
  static let tensors = Topic("Tensors")
  static let layers = Topic("Layers and models")
  static let evolution = Topic("Evolution")
  static let files = Topic("Files")
  static let data = Topic("Data")
  static let training = Topic("Training")
  static let figures = Topic("Figures")
}

/// Everything that a session is given beside the standard library written in setl.
public let coreLibrary = LibraryDeclarations(
  allBuiltins, explanations: allExplanations, foreignNames: foreignNames, shapes: tensorShapes,
  lesson: lesson, pages: syntaxPages)

/// What is said of names that no one function stands for.
private let foreignNames: [String: String] = {
  let modules =
    "functions need no module before them:  zeros(2, 3)  read_csv(\"file.csv\")"
  var names = [
    "forEach": "write  each(xs, f)", "foreach": "write  each(xs, f)", "matmul": "write  a @ b",
    "dot": "write  a @ b", "arange": "write  0..n  or  tensor(0..n)",
  ]
  for name in ["np", "numpy", "torch", "tf", "pd", "nn", "keras"] { names[name] = modules }
  return names
}()

/// The long stories of all errors, by code.
public let allExplanations: [String: (title: String, text: String)] = {
  var result: [String: (title: String, text: String)] = [:]
  for explanation in syntaxExplanations + evaluationExplanations {
    result[explanation.code] = (explanation.title, explanation.text)
  }
  for explanation in coreExplanations {
    result[explanation.code] = (explanation.title, explanation.text)
  }
  return result
}()
