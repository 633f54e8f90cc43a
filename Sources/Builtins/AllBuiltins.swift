public import Evaluation
internal import Syntax

/// Every native function, by topic; a new one is an entry in the file of its topic.
public let allBuiltins: [Builtin] = [
  outputBuiltins, plotBuiltins, numberBuiltins, stringBuiltins, patternBuiltins, listBuiltins,
  fileBuiltins,
  tensorMakers, tensorFunctions, reductionBuiltins, gradientBuiltins,
  layerBuiltins, ruleBuiltins, guidedRuleBuiltins, evolutionBuiltins, connectionBuiltins,
  topologyBuiltins, setBuiltins, dataBuiltins, optimizerBuiltins, scheduleBuiltins,
  trainingBuiltins, stateBuiltins,
].flatMap { $0 }

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
