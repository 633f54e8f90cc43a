internal import JSON
internal import Layers

/// The kind and choices of a layer as JSON, and back.
extension LayerDescription {
  var saved: JSONValue {
    .object(
      [.init("kind", .string(kind))]
        + choices.choices.map { name, choice in
          switch choice {
          case .number(let number): .init(name, .number(number))
          case .word(let word): .init(name, .string(word))
          case .layers(let layers): .init(name, .array(layers.map(\.saved)))
          }
        })
  }

  /// Throws `FormatError`.
  init(_ saved: JSONValue) throws {
    guard case .object(let members) = saved else {
      throw SafetensorsFile.FormatError(reason: "its layers cannot be read")
    }
    var choices = LayerChoices()
    for member in members where member.name != "kind" {
      if let number = member.value.number {
        choices.add(member.name, .number(number))
      } else if let word = member.value.string {
        choices.add(member.name, .word(word))
      } else if let layers = member.value.array {
        choices.add(member.name, .layers(try layers.map { try LayerDescription($0) }))
      } else {
        throw SafetensorsFile.FormatError(reason: "a layer's `\(member.name)` cannot be read")
      }
    }
    self.init(kind: saved["kind"]?.string ?? "", choices: choices)
  }
}

/// The layer without its weights. Throws `FormatError` and `LayerError`.
func makeLayer(_ saved: JSONValue) throws -> any Layer {
  do {
    return try LayerDescription(saved).makeLayer()
  } catch let error as LayerDescription.UnknownKind {
    throw SafetensorsFile.FormatError(
      reason: "it has a layer `\(error.kind)`, which is not known here")
  } catch let error as LayerChoices.Unreadable {
    throw SafetensorsFile.FormatError(reason: "a layer's `\(error.name)` cannot be read")
  }
}
