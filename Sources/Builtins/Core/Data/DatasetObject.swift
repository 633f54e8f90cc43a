internal import Datasets
internal import Evaluation
internal import Training

/// A set of examples to train and to test on, as a value.
final class DatasetObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "dataset" }
  let dataset: Dataset
  private let train: ExamplesObject
  private let test: ExamplesObject

  init(_ dataset: Dataset) {
    self.dataset = dataset
    train = ExamplesObject(dataset.train)
    test = ExamplesObject(dataset.test)
  }

  private init(_ dataset: Dataset, train: ExamplesObject, test: ExamplesObject) {
    self.dataset = dataset
    self.train = train
    self.test = test
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    DatasetObject(dataset, train: try copier.copy(train), test: try copier.copy(test))
  }

  override var kind: String { "dataset" }
  override var heldBytes: Double { train.heldBytes + test.heldBytes }
  override var fieldNames: [String] { ["train", "test", "all", "classes", "vocabulary", "name"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "train": .object(train)
    case "test": .object(test)
    case "all": .object(ExamplesObject(dataset.all))
    case "classes": .list(dataset.classes.map { .string($0) })
    case "vocabulary": .object(VocabularyObject(dataset.vocabulary))
    case "name": .string(dataset.name)
    default: nil
    }
  }

  override func glance(at name: String) -> FieldGlance {
    name == "all" ? .like(.object(train)) : super.glance(at: name)
  }

  override func substitute(for kinds: KindSet) -> String? {
    kinds.names.contains("examples") ? "name the part:  data.train  or  data.test" : nil
  }

  override var summary: String {
    "dataset \(dataset.name): \(dataset.train.count.grouped) to train, "
      + "\(dataset.test.count.grouped) to test, "
      + (dataset.classes.isEmpty ? "numbers" : "\(dataset.classes.count) classes")
  }

  override var display: DisplayBundle {
    DisplayBundle(DataDisplays.parts(of: dataset, summary: summary))
  }
}
