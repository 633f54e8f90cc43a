public import Evaluation
internal import Syntax

/// Every native function, by topic; a new one is an entry in the file of its topic. The reference tells the
/// topics in the order in which they first appear here.
public let allBuiltins: [Builtin] = [
  outputBuiltins, pagingBuiltins, progressBuiltins, displayBuiltins, numberBuiltins, stringBuiltins,
  patternBuiltins, listBuiltins, setFunctions, tableBuiltins, dateBuiltins, watchingBuiltins,
  tensorMakers, tensorFunctions, arrangingFunctions, countingFunctions, signalFunctions,
  linearAlgebraFunctions, reductionBuiltins, statisticsBuiltins, gradientBuiltins,
  layerBuiltins, ruleBuiltins, guidedRuleBuiltins, evolutionBuiltins, connectionBuiltins,
  topologyBuiltins, fileBuiltins, setBuiltins, numberSetBuiltins, runningTextBuiltins,
  dataBuiltins, optimizerBuiltins, scheduleBuiltins, trainingBuiltins, ownBuiltins,
  openTrainingBuiltins, parameterBuiltins, handBuiltins, plotBuiltins, stateBuiltins,
  systemBuiltins,
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
  allBuiltins, explanations: allExplanations, foreignNames: foreignTable, shapes: tensorShapes,
  lesson: lesson, pages: syntaxPages)

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
