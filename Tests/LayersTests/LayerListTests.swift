import Foundation
import Layers
import Tensors
import Testing

/// What must hold of every layer there is.
@Suite struct LayerListTests {
  private static var layers: [any Layer] {
    (TestCase.all + OwnLayerTests.cases).flatMap { $0.layers() }
  }

  @Test func everyLayerIsInTheTests() {
    let kinds = allLayers.flatMap { $0.kinds }
    #expect(Set(kinds).count == kinds.count)
    #expect(Set(Self.layers.map(\.kind)) == Set(kinds))
  }

  @Test func everyFileIsListed() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Layers/Kinds").standardized
    let listed = allLayers.map { "\($0)" }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path()) {
      let source = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      for match in source.matches(of: /public final class (\w+): (?:Layer|RecurrentLayer)\b/) {
        #expect(listed.contains(String(match.1)), "\(name)")
      }
    }
  }

  /// Kind and choices are all that a file keeps of a layer besides its weights.
  @Test func choicesMakeTheSameLayer() throws {
    for layer in Self.layers {
      let again = try made(layer.kind, layer.choices)
      #expect(again.choices == layer.choices && again.kind == layer.kind)
      #expect(again.details == layer.details && again.statedInput == layer.statedInput)
    }
  }

  private func made(_ kind: String, _ choices: LayerChoices) throws -> any Layer {
    let type = try #require(allLayers.first { $0.kinds.contains(kind) })
    return try type.init(choices)
  }

  @Test func choicesThatAreNoneAreRefused() throws {
    for layer in Self.layers {
      for (name, _) in layer.choices.choices {
        for wrong in [LayerChoices.Choice.word("?"), .number(-1e9), .number(.nan)] {
          var choices = LayerChoices()
          for (other, choice) in layer.choices.choices {
            choices.add(other, other == name ? wrong : choice)
          }
          #expect(throws: LayerChoices.Unreadable.self, "\(layer.kind) \(name)") {
            try made(layer.kind, choices)
          }
        }
      }
    }
  }

  /// Packed, a model gives what it gives; or it says which layer has no packed form.
  @Test(arguments: TestCase.all)
  func modelsPackOrSayWhyNot(_ test: TestCase) throws {
    let model = try test.model()
    guard case .words(let texts) = test.input else {
      #expect(throws: LayerError.notPacked(layer: model.layers[0].kind)) {
        try PackedNetwork(model, weights: .floats)
      }
      return
    }
    guard test.packs else {
      #expect(throws: LayerError.self) { try PackedNetwork(model, weights: .floats) }
      return
    }
    let packed = try PackedNetwork(model, weights: .floats)
    let pass = model.makeNetworkPass()
    model.prepare(width: 16, isTraining: false)
    let mode = PassMode(isTraining: false, random: RandomSource(seed: 1))
    guard case .features(let panel) = pass.forward(test.activation(Storage<Float>()), mode: mode)
    else { return }
    for (column, text) in texts.enumerated() {
      let answer = packed.run(text[...], in: packed.makeWorkspace())
      for (unit, value) in answer.enumerated() {
        #expect(abs(value - panel.pointer[unit * panel.width + column]) < 1e-5)
      }
    }
  }
}
