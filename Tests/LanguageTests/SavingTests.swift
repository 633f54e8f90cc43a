import Evaluation
import Foundation
import Sessions
import Syntax
import Testing

/// `save` and `load`, in a folder that goes when the test is over.
@Suite struct SavingTests {
  /// Runs a script that knows its `folder`, and compares what stands behind `# expect:` with what it prints.
  private func check(_ script: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "setl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = "let folder = \"\(folder.path())\"\n" + script
    let result = try TestSession().run(source, name: "saving.setl")
    #expect(result.diagnostics.map(\.title) == [])
    let expected = source.matches(of: /(?m)# expect: (.*)$/).map { String($0.1) }
    #expect(result.lines == expected)
  }

  @Test func whatIsSavedComesBackInTheFormOfItsEnding() throws {
    try check(
      """
      threads(1)
      seed(1)
      let data = examples([[0], [1], [2], [3]], ["a", "a", "b", "b"])
      let model = sequential(dense(3, inputs: 1, activation: "tanh"), dense(1))
      let past = fit(model, data, epochs: 2, validation: data, loss: "mean_square", seed: 1)
      save(model, "{folder}/saved.safetensors")
      let again = load("{folder}/saved.safetensors")
      print(again.loss, again.classes, evaluate(again, data) == evaluate(model, data))
      # expect: mean_square ["a", "b"] true
      print(predict(again, data) == predict(model, data), copy(model).loss)  # expect: true mean_square
      save(model, "{folder}/saved")
      print(load("{folder}/saved").parameters == model.parameters)  # expect: true
      for name in ["saved.pt", "saved.txt", "saved.json", "saved.v2"] {
          try { save(model, name) } catch e { print(e.code, e.message) }
      }
      # expect: S0422 a model is not saved as .pt
      # expect: S0422 a model is not saved as .txt
      # expect: S0422 a model is not saved as .json
      # expect: S0422 a model is not saved as .v2
      save(past, "{folder}/history.csv")
      let rows = read_csv("{folder}/history.csv")
      print(map(rows, r => r.loss) == past.loss, map(rows, r => r.validation_loss) == past.validation_loss)
      # expect: true true
      save(past, "{folder}/history.json")
      let same = history(read_json("{folder}/history.json"))
      print(same.loss == past.loss, same[1].validation == past[1].validation)  # expect: true true
      let report = evaluate(model, data)
      save(report, "{folder}/report.json")
      save(report, "{folder}/report.tsv")
      print(read_json("{folder}/report.json").confusion == report.confusion)  # expect: true
      print(read_csv("{folder}/report.tsv") == report.classes)  # expect: true
      save([{a: 1, b: "x"}], "{folder}/table.csv")
      print(read_csv("{folder}/table.csv"))  # expect: [{a: 1, b: "x"}]
      save({a: 1}, "{folder}/map.json")
      print(read_json("{folder}/map.json"))  # expect: {a: 1}
      for wrong in [[past, "history"], [report, "report.svg"], [{a: 1}, "map.csv"]] {
          try { save(wrong[0], wrong[1]) } catch e { print(e.message) }
      }
      # expect: a history is saved by its file's ending
      # expect: an evaluation is not saved as .svg
      # expect: a map is not saved as .csv
      """)
  }
}
