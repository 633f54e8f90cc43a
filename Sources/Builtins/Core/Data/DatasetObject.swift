internal import Datasets
internal import Evaluation
internal import Training

/// A set of examples to train and to test on, as a value.
final class DatasetObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "dataset" }
  let name: String
  let train: ExamplesObject
  let validation: ExamplesObject?
  let test: ExamplesObject
  private let all: any PresentedExamples

  init(_ dataset: Dataset<some PresentedExamples>) {
    name = dataset.name
    train = ExamplesObject(dataset.train)
    validation = dataset.validation.map { ExamplesObject($0) }
    test = ExamplesObject(dataset.test)
    all = dataset.all
  }

  private init(
    _ other: DatasetObject, train: ExamplesObject, validation: ExamplesObject?,
    test: ExamplesObject
  ) {
    name = other.name
    all = other.all
    self.train = train
    self.validation = validation
    self.test = test
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    DatasetObject(
      self, train: try copier.copy(train), validation: try validation.map { try copier.copy($0) },
      test: try copier.copy(test))
  }

  /// Of texts.
  private var vocabulary: Vocabulary? { all.textMeaning?.vocabulary }

  override var kind: String { "dataset" }
  override var heldBytes: Double { train.heldBytes + (validation?.heldBytes ?? 0) + test.heldBytes }
  override var fieldNames: [String] {
    ["train"] + (validation == nil ? [] : ["validation"]) + ["test", "all"]
      + (all.isStream ? [] : ["classes"]) + (vocabulary == nil ? [] : ["vocabulary"]) + ["name"]
  }
  override func field(_ name: String) -> Value? {
    switch name {
    case "train": .object(train)
    case "validation": validation.map { .object($0) }
    case "test": .object(test)
    case "all": .object(ExamplesObject(all))
    case "classes" where !all.isStream: .list(all.classes.map { .string($0) })
    case "vocabulary": vocabulary.map { .object(VocabularyObject($0)) }
    case "name": .string(self.name)
    default: nil
    }
  }

  override func glance(at name: String) -> FieldGlance {
    name == "all" ? .like(.object(train)) : super.glance(at: name)
  }

  override func substitute(for kinds: KindSet) -> String? {
    kinds.names.contains("examples") ? "name the part:  data.train  or  data.test" : nil
  }

  private var kindOfTargets: String {
    if all.isStream { return all.lengthUnit.rawValue }
    return all.classes.isEmpty ? "numbers" : "\(all.classes.count) classes"
  }

  override var summary: String {
    "dataset \(name): \(train.data.count.grouped) to train, "
      + (validation.map { "\($0.data.count.grouped) to validate, " } ?? "")
      + "\(test.data.count.grouped) to test, \(kindOfTargets)"
  }

  override var display: DisplayBundle {
    DisplayBundle(
      DataDisplays.parts(
        train: train.data, validation: validation?.data, test: test.data, vocabulary,
        summary: summary))
  }
}
