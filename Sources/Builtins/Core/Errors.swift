internal import Datasets
internal import Evaluation
internal import Layers
internal import Processes
internal import Syntax
internal import Topology
internal import Training
internal import WholeFiles

/// Errors of the core as errors of the language, in words for people.
func bridged<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch is CancellationError {
    throw ProgramStopped()
  } catch let error as DataError {
    let code = error.kind == .missing ? "S0401" : "S0402"
    throw NativeError(code, error.title, notes: error.notes, help: error.help)
  } catch let error as TrainingError {
    throw NativeError(
      "S0410", error.title, notes: error.notes, help: error.help, argument: error.argument)
  } catch let error as ProcessError {
    throw NativeError(error)
  } catch let error as LayerError {
    throw worded(error)
  } catch let error as TopologyError {
    throw worded(error)
  } catch let error as SafetensorsFile.FormatError {
    throw worded(error)
  } catch let error as WholeFile.Failure {
    throw NativeError(
      "S0421", "cannot reach `\(error.path)`", notes: [error.reason], argument: "path")
  }
}

private func worded(_ error: SafetensorsFile.FormatError) -> NativeError {
  let (title, help) =
    switch error.kind {
    case .damaged:
      ("this model file is damaged or cut short", "fetch it again, or save the model again")
    case .foreign:
      ("this file is no model of setl", "`load` reads what `save(model, …)` wrote")
    case .newer:
      ("this model file was written by a newer setl", "read it with that version, or a later one")
    case .otherNumbers:
      (
        "this model file holds numbers of a type that is not read",
        "write its arrays as F32 and I32"
      )
    }
  return NativeError("S0420", title, notes: [error.reason], help: help, argument: "path")
}

private func worded(_ error: TopologyError) -> NativeError {
  switch error {
  case .countsDiffer(let first, let second):
    return NativeError(
      "S0203", "the two have not the same matrices", label: "one has \(first), the other \(second)",
      help: "compare models of the same layers, or one layer with one")
  case .sizesDiffer(let name, let first, let second):
    return NativeError(
      "S0203", "`\(name)` has not the same size in both", label: "it is \(first) and \(second)")
  case .tooManyUnits(let name, let units, let most):
    return NativeError(
      "S0210", "the units of `\(name)` are too many to be matched",
      label: "there are \(units.grouped), and \(most.grouped) can be",
      notes: ["the cheapest match costs the cube of their number: hours, and \(gigabytes(units))"],
      help: "overlap(a, b)  compares them place by place")
  case .notFinite(let name):
    return NativeError(
      "S0302", "a weight of `\(name)` is not a number",
      help: "by: \"connections\"  needs no weights")
  }
}

private func gigabytes(_ units: Int) -> String {
  (4e-9 * Double(units) * Double(units)).formattedShort.prefix(6) + " GB"
}

private func worded(_ error: LayerError) -> NativeError {
  switch error {
  case .noLayers:
    return NativeError(
      "S0411", "a model needs a layer at least", help: "sequential(dense(1, inputs: 4))")
  case .noTable(let layer):
    return NativeError(
      "S0411", "`\(layer)` goes by the vectors of an embedding, and none stands before it",
      help:
        "sequential(embedding(vocabulary: 1000, units: 64), lstm(64, sequence: true), \(layer)())")
  case .tableDiffers(let layer, let units, let given):
    return NativeError(
      "S0203", "`\(layer)` is given \(given) numbers, and the embedding's vectors have \(units)",
      help: "let the layer before it have  units: \(units)")
  case .notPacked(let layer):
    return NativeError(
      "S0411", "a model with `\(layer)` there cannot be packed",
      notes: ["an embedding, LSTMs and dense layers in this order can be, up to 16,368 units"],
      argument: "model")
  case .inputsUnknown(let layer):
    return NativeError(
      "S0411", "the size of the first layer's inputs is not known",
      help: "say how long its inputs are:  \(layer)(…, inputs: 16),  or put an embedding before it")
  case .alreadyUsed(let layer):
    return NativeError(
      "S0411", "this `\(layer)` belongs to a model already",
      help: "make a new layer; to share nothing, copy the model:  copy(model)")
  case .inputsDiffer(let layer, let stated, let given):
    return NativeError(
      "S0203", "the inputs of `\(layer)` do not fit",
      notes: ["it says `inputs: \(stated)`", "the layer before gives \(given)"],
      help: "leave `inputs:` out; it is inferred")
  case .wrongInput(let layer, let takes, let given):
    return NativeError(
      "S0203", "`\(layer)` takes \(takes), but is given \(given.phrase)",
      help: hint(layer, takes, given))
  case .shapesDiffer(let layer, let given, let gives):
    return NativeError(
      "S0203", "what the layers of `\(layer)` give cannot be added to what they are given",
      notes: ["they are given \(given.phrase)", "they give \(gives.phrase)"],
      help: "let the last of them have as many units as the layer before `\(layer)`")
  case .tooManyLayers(let most):
    return NativeError("S0411", "layers within layers are more than \(most.grouped)")
  case .tooLarge(let layer, let connections):
    return NativeError(
      "S0210", "`\(layer)` would not fit into memory",
      notes: ["it would have \(Int(min(connections, 1e15))) connections"],
      help: "fewer units, or a lower density")
  }
}

private func hint(_ layer: String, _ takes: String, _ given: Shape) -> String? {
  switch given {
  case .sequence:
    layer.hasSuffix("embedding")
      ? "an embedding comes first"
      // What layers take that are written in setl.
      : takes == "a vector an example"
        ? "let it say so:  takes: \"sequence\",  and take a list, a tensor for each step"
        : "let one vector stand for a sequence:  pooling(\"mean\")  or  lstm(units: 64)"
  case .words: "put an embedding first:  embedding(vocabulary: 20_000, units: 64)"
  case .features:
    if layer.hasSuffix("embedding") {
      "an embedding comes first"
    } else if layer == "sequential" {
      "its first layer says so; let the layer before give as much"
    } else {
      "`\(layer)` comes after an embedding, or after a layer that gives a sequence"
    }
  }
}

/// Codes of data, models and files.
let coreExplanations: [(code: String, title: String, text: String)] = [
  (
    "S0203", "shapes that do not fit",
    "Element-wise operators take tensors of equal shape, or shapes that broadcast: axes are compared from "
      + "the last, and each pair must be equal or hold a 1. `a @ b` needs as many columns in a as rows in "
      + "b."
  ),
  (
    "S0330", "a value that cannot be copied",
    "background(f) gives the job a copy of all that f uses, so that the job and the prompt share nothing. "
      + "The session, other jobs, and tensors that a gradient looks back on stay where they are: take what "
      + "the job needs out of them first, and let f use that."
  ),
  (
    "S0321", "a failed assertion",
    "assert(condition, message) ends the program when the condition is false."
  ),
  (
    "S0401", "data that is not there",
    "Data sets are looked for in SETL_DATA, else in data under SETL_HOME. The help line says where the "
      + "set comes from and where to put it."
  ),
  (
    "S0402", "data that cannot be used",
    "The file was found, but is damaged, not UTF-8, lacks a column or a class. The notes say where."
  ),
  (
    "S0410", "model and data do not fit",
    "Two classes take one output or two, more classes one output each; the embedding's vocabulary is as "
      + "large as the data's."
  ),
  (
    "S0411", "layers that make no model",
    "The first layer is an embedding or says its inputs; each layer belongs to one model."
  ),
  (
    "S0412", "a question about a training that cannot answer it",
    "Gradients, ages and momenta of connections belong to a training, and are there between its reports: "
      + "for report in training(model, data, every: 100) { … gradients(model.layers[1]) … }. Before the first "
      + "report there are none, and once the loop is over they are gone."
  ),
  (
    "S0422", "a value that cannot be saved so",
    "The file's ending chooses the form, and each kind of value has its own: a model .safetensors; a history, an evaluation or a "
      + "table .csv, .tsv and .json; a figure .svg for papers and the web, .png for everything else, .txt for what "
      + "a terminal shows. PNG is drawn by cairo, the package libcairo2."
  ),
  (
    "S0420", "a model file that cannot be read",
    "It is damaged, newer, or no model of setl. A saved model carries a checksum of all that it holds, so that "
      + "not even a flipped bit in a weight is taken for the model."
  ),
  (
    "S0425", "a computation that this machine has no library for",
    "Linear algebra is computed by LAPACK, which comes with OpenBLAS, the package libopenblas0."
  ),
  (
    "S0424", "a matrix that has not what was asked for",
    "A singular matrix has no inverse, one that is not positive definite no Cholesky factor, and one "
      + "whose eigenvalues are complex none that could be given as numbers."
  ),
  (
    "S0423", "a command that cannot be run",
    "The system has no process, no pipe or no program of that name left for it. What the command itself says "
      + "when it fails is no error of the program: shell(…) gives its status."
  ),
  (
    "S0421", "a file that cannot be reached",
    "The system says why: no such folder, no permission, no space."
  ),
]
