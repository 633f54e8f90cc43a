import Datasets
import Foundation
import Testing

/// A folder a class, a file a text: as folders, and in archives.
@Suite struct TextFolderTests {
  private func error(_ body: () throws -> Void) -> DataError? {
    do { try body() } catch { return error as? DataError }
    return nil
  }

  /// Fills `top` with six texts of each class, and with files that belong to no class.
  private func fill(_ folder: Folder, _ top: String, classes: [String] = ["dull", "fine"]) throws {
    for label in classes {
      for number in 0..<6 {
        try folder.write("\(top)/\(label)/\(number).txt", "A \(label) film, number \(number)".utf8)
      }
      try folder.write("\(top)/\(label)/.DS_Store", [0xFF, 0xFE])
      try folder.write("\(top)/\(label)/._0.txt", [0xFF, 0xFE])
    }
    try folder.write("\(top)/.hidden/0.txt", "hidden".utf8)
    try folder.write("\(top)/README", "what this is".utf8)
  }

  private func texts(_ examples: TextExamples) -> [String] {
    (0..<examples.count).map { index in
      "\(examples.label(at: index).map { examples.classes[$0] } ?? "") \(examples.text(at: index))"
    }
  }

  @Test func folderAndArchivesAreEqual() throws {
    let folder = try Folder()
    try fill(folder, "reviews")
    try folder.run(
      "mkdir -p __MACOSX/reviews/fine && echo x > __MACOSX/reviews/fine/._0.txt"
        + " && tar czf all.tar.gz reviews __MACOSX && cd reviews && tar cf ../inner.tar dull fine")
    let data = try textFolder(folder.path + "/reviews", options: ReadingOptions())
    #expect(data.classes == ["dull", "fine"])
    #expect(data.train.count == 10 && data.test.count == 2)
    for name in ["all.tar.gz", "inner.tar"] {
      let packed = try textFolder(folder.path + "/" + name, options: ReadingOptions())
      #expect(packed.vocabulary == data.vocabulary, "\(name)")
      #expect(texts(packed.train) == texts(data.train) && texts(packed.test) == texts(data.test))
    }
  }

  @Test func trainAndTestAreTheParts() throws {
    let folder = try Folder()
    try fill(folder, "set/train", classes: ["10", "9"])
    try fill(folder, "set/test", classes: ["9"])
    let data = try textFolder(folder.path + "/set", options: ReadingOptions())
    #expect(data.classes == ["9", "10"])
    #expect(data.train.classCounts == [6, 6] && data.test.classCounts == [6, 0])
    // The folder that holds the whole will do.
    try folder.run("mkdir outer && mv set outer/")
    let outer = try textFolder(folder.path + "/outer", options: ReadingOptions())
    #expect(texts(outer.train) == texts(data.train))
  }

  @Test func aFolderIsReadLikeAnotherSet() throws {
    let folder = try Folder()
    try fill(folder, "reviews")
    try fill(folder, "new", classes: ["fine"])
    try fill(folder, "strange", classes: ["fine", "odd"])
    let data = try textFolder(folder.path + "/reviews", options: ReadingOptions(length: 3))
    var options = ReadingOptions()
    options.like = Likeness(
      vocabulary: data.vocabulary, length: 3, classes: data.classes, owner: "the model")
    // One class is all of the folder: the name of the class must not be lost.
    let new = try textFolder(folder.path + "/new", options: options)
    #expect(new.classes == data.classes && new.all.classCounts == [0, 6])
    #expect(new.vocabulary == data.vocabulary && new.all.lengthRange.longest == 3)
    let found = error { _ = try textFolder(folder.path + "/strange", options: options) }
    #expect(found?.kind == .badLabels && found?.title.contains("`odd`") == true)
  }

  @Test func textsMayBeInAnotherEncodingAndCompressed() throws {
    let folder = try Folder()
    for label in ["a", "b"] {
      try folder.write("latin/\(label)/0.txt", Array("caf".utf8) + [0xE9])
      try folder.write("mixed/\(label)/0.txt", [0xEF, 0xBB, 0xBF] + Array("café \(label)".utf8))
      try folder.write("mixed/\(label)/1.txt", [])
    }
    try folder.run("gzip mixed/a/0.txt")
    var options = ReadingOptions()
    options.file.encoding = try TextEncoding("latin-1")
    let latin = try textFolder(folder.path + "/latin", options: options)
    #expect(latin.vocabulary.words == ["café"])
    let mixed = try textFolder(folder.path + "/mixed", options: ReadingOptions())
    #expect(mixed.all.count == 4 && mixed.all.classCounts == [2, 2])
    #expect(texts(mixed.all).allSatisfy { !$0.contains("\u{FEFF}") })
  }

  @Test func whatIsNoFolderOfTextsIsTold() throws {
    let folder = try Folder()
    try folder.write("flat/a.txt", "a".utf8)
    try fill(folder, "one", classes: ["fine"])
    try folder.write("damaged/a/0.txt", [0xFF])
    try folder.write("damaged/b/0.txt", "b".utf8)
    func kind(_ name: String) -> DataError.Kind? {
      error { _ = try textFolder(folder.path + "/" + name, options: ReadingOptions()) }?.kind
    }
    #expect(kind("no such folder") == .missing)
    #expect(kind("flat") == .badRecord)
    #expect(kind("one") == .badLabels)
    #expect(kind("damaged") == .notText)
  }

  /// `schön/1.txt` and `mäßig/1.txt` as zip: the first says that its names are UTF-8, the names of the second
  /// are in the code page of DOS.
  private static let zips = [
    "UEsDBBQAAAgAAAAAIQCSVKm+BAAAAAQAAAAMAAAAc2Now7ZuLzEudHh0ZmluZVBLAwQUAAAIAAAAACEAklSpvgQAAAAEAAAA"
      + "DQAAAG3DpMOfaWcvMS50eHRmaW5lUEsBAhQDFAAACAAAAAAhAJJUqb4EAAAABAAAAAwAAAAAAAAAAAAAAIABAAAAAHNj"
      + "aMO2bi8xLnR4dFBLAQIUAxQAAAgAAAAAIQCSVKm+BAAAAAQAAAANAAAAAAAAAAAAAACAAS4AAABtw6TDn2lnLzEudHh0"
      + "UEsFBgAAAAACAAIAdQAAAF0AAAAAAA==",
    "UEsDBBQAAAAAAAAAIQCSVKm+BAAAAAQAAAALAAAAc2NolG4vMS50eHRmaW5lUEsDBBQAAAAAAAAAIQCSVKm+BAAAAAQAAAAL"
      + "AAAAbYThaWcvMS50eHRmaW5lUEsBAhQDFAAAAAAAAAAhAJJUqb4EAAAABAAAAAsAAAAAAAAAAAAAAIABAAAAAHNjaJRu"
      + "LzEudHh0UEsBAhQDFAAAAAAAAAAhAJJUqb4EAAAABAAAAAsAAAAAAAAAAAAAAIABLQAAAG2E4WlnLzEudHh0UEsFBgAA"
      + "AAACAAIAcgAAAFoAAAAAAA==",
  ]

  @Test(arguments: zips) func namesOfOtherLettersAreReadInArchives(_ zip: String) throws {
    let folder = try Folder()
    let bytes = try #require(Data(base64Encoded: zip))
    let data = try textFolder(folder.write("a.zip", bytes), options: ReadingOptions())
    #expect(data.classes == ["mäßig", "schön"])
  }

  /// Capitals of `Train` and `Test` do not matter, and a link that leads back is no folder of more texts.
  @Test func partsInCapitalsAndLinksBack() throws {
    let folder = try Folder()
    for part in ["Train", "TEST"] {
      for label in ["a", "b"] { try folder.write("set/\(part)/\(label)/1.txt", "fine".utf8) }
    }
    try folder.run("ln -s .. set/Train/a/up")
    let data = try textFolder(folder.path + "/set", options: ReadingOptions())
    #expect(data.classes == ["a", "b"])
    #expect(data.train.count == 2 && data.test.count == 2)
  }
}
