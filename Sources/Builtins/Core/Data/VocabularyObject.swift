internal import Datasets
internal import Evaluation

/// The words of a model or a set, as a value.
final class VocabularyObject: NativeObject {
  let vocabulary: Vocabulary
  init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  override func copied(_ copier: Copier) -> NativeObject { VocabularyObject(vocabulary) }

  override var kind: String { "vocabulary" }
  override var length: Int? { vocabulary.size }
  override var summary: String {
    "vocabulary of \(vocabulary.size.grouped) \(vocabulary.tokens.unit)"
  }
  override var display: DisplayBundle {
    let vocabulary = vocabulary
    return DisplayBundle([
      .characters([DataDisplays.text(of: vocabulary)]),
      .onPage { DataDisplays.page(of: vocabulary) },
    ])
  }
  override func equals(_ other: NativeObject) -> Bool {
    (other as? VocabularyObject)?.vocabulary == vocabulary
  }
  override func subscripted(_ items: [Subscript]) throws -> Value {
    guard case .index(let number) = items.first, items.count == 1,
      (0..<vocabulary.size).contains(number)
    else {
      throw NativeError(
        "S0204", "a vocabulary is indexed by word numbers", label: "it has \(vocabulary.size)")
    }
    return .string(vocabulary.word(Int32(number)))
  }
}
