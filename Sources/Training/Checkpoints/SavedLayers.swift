internal import JSON
internal import Layers

/// The kind and choices of a layer as JSON, and back.
extension Layer {
  var saved: JSONValue {
    .object(
      [.init("kind", .string(kind))]
        + choices.choices.map { name, choice in
          switch choice {
          case .number(let number): .init(name, .number(number))
          case .word(let word): .init(name, .string(word))
          }
        })
  }
}

/// The layer without its weights. Throws `FormatError`.
func makeLayer(_ saved: JSONValue) throws -> any Layer {
  let kind = saved["kind"]?.string ?? ""
  guard let type = allLayers.first(where: { $0.kinds.contains(kind) }) else {
    throw SafetensorsFile.FormatError(reason: "it has a layer `\(kind)`, which is not known here")
  }
  var choices = LayerChoices()
  guard case .object(let members) = saved else {
    throw SafetensorsFile.FormatError(reason: "its layers cannot be read")
  }
  for member in members where member.name != "kind" {
    if let number = member.value.number {
      choices.add(member.name, .number(number))
    } else if let word = member.value.string {
      choices.add(member.name, .word(word))
    } else {
      throw SafetensorsFile.FormatError(reason: "a layer's `\(member.name)` cannot be read")
    }
  }
  do {
    return try type.init(choices)
  } catch let error as LayerChoices.Unreadable {
    throw SafetensorsFile.FormatError(reason: "a layer's `\(error.name)` cannot be read")
  }
}
