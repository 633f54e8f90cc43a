import Datasets
import Foundation
import Testing

/// Arrays of NumPy.
@Suite struct NumPyTests {
  /// `numpy.savez` and `numpy.savez_compressed` of x = arange(6) / 2 as 2 by 3 numbers of 32 bits, d the same by
  /// columns and of 64 bits without the half, n = [1, -2], m = [[3]] of 64 bits, k = [true, false].
  private static let stored =
    "UEsDBC0AAAAAAAAAIQALwLB2//////////8FABQAeC5ucHkBABAAmAAAAAAAAACYAAAAAAAAAJNOVU1QWQEAdgB7J2"
    + "Rlc2NyJzogJzxmNCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCAzKSwgfSAgICAgICAgICAg"
    + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAAAAAAAAAD8AAIA/AADAPwAAAE"
    + "AAACBAUEsDBC0AAAAAAAAAIQDkyAZg//////////8FABQAZC5ucHkBABAAsAAAAAAAAACwAAAAAAAAAJNOVU1QWQEA"
    + "dgB7J2Rlc2NyJzogJzxmOCcsICdmb3J0cmFuX29yZGVyJzogVHJ1ZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgIC"
    + "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAAAAAAAAAAAAAAAAAAAI"
    + "QAAAAAAAAPA/AAAAAAAAEEAAAAAAAAAAQAAAAAAAABRAUEsDBC0AAAAAAAAAIQAGdqTh//////////8FABQAbi5ucH"
    + "kBABAAiAAAAAAAAACIAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxpNCcsICdmb3J0cmFuX29yZGVyJzogRmFs"
    + "c2UsICdzaGFwZSc6ICgyLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC"
    + "AgICAgICAgICAgICAKAQAAAP7///9QSwMELQAAAAAAAAAhAHOtIef//////////wUAFABtLm5weQEAEACIAAAAAAAA"
    + "AIgAAAAAAAAAk05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJz"
    + "ogKDEsIDEpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
    + "IAoDAAAAAAAAAFBLAwQtAAAAAAAAACEA7hm7Xf//////////BQAUAGsubnB5AQAQAIIAAAAAAAAAggAAAAAAAACTTl"
    + "VNUFkBAHYAeydkZXNjcic6ICd8YjEnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAg"
    + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgEAUEsBAi0DLQ"
    + "AAAAAAAAAhAAvAsHaYAAAAmAAAAAUAAAAAAAAAAAAAAIABAAAAAHgubnB5UEsBAi0DLQAAAAAAAAAhAOTIBmCwAAAA"
    + "sAAAAAUAAAAAAAAAAAAAAIABzwAAAGQubnB5UEsBAi0DLQAAAAAAAAAhAAZ2pOGIAAAAiAAAAAUAAAAAAAAAAAAAAI"
    + "ABtgEAAG4ubnB5UEsBAi0DLQAAAAAAAAAhAHOtIeeIAAAAiAAAAAUAAAAAAAAAAAAAAIABdQIAAG0ubnB5UEsBAi0D"
    + "LQAAAAAAAAAhAO4Zu12CAAAAggAAAAUAAAAAAAAAAAAAAIABNAMAAGsubnB5UEsFBgAAAAAFAAUA/wAAAO0DAAAAAA"
    + "=="
  private static let deflated =
    "UEsDBC0AAAAIAAAAIQALwLB2//////////8FABQAeC5ucHkBABAAmAAAAAAAAABXAAAAAAAAAJvsF+obEMnIUMZQrZ"
    + "6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CsaaOgq1CmQDLgYIsGdgaADiA0DM"
    + "4MDAoOAAAFBLAwQtAAAACAAAACEA5MgGYP//////////BQAUAGQubnB5AQAQALAAAAAAAAAAVwAAAAAAAACb7BfqGx"
    + "DJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChIPKSpNBQoXZyQWpAK5GkY6CsaaOgq1CuQDLgYUwOEA"
    + "oT/YQ2gBKJ8BSos4AABQSwMELQAAAAgAAAAhAAZ2pOH//////////wUAFABuLm5weQEAEACIAAAAAAAAAE0AAAAAAA"
    + "AAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoq6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQA"
    + "LkYGBoZ/////BwBQSwMELQAAAAgAAAAhAHOtIef//////////wUAFABtLm5weQEAEACIAAAAAAAAAEoAAAAAAAAAm+"
    + "wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkahjoKhpo6CrUKZAMu"
    + "ZgYIAABQSwMELQAAAAgAAAAhAO4Zu13//////////wUAFABrLm5weQEAEACCAAAAAAAAAEYAAAAAAAAAm+wX6hsQyc"
    + "hQxlCtnpJanFykbqWgXpNkqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQALkYGAFBLAQIt"
    + "Ay0AAAAIAAAAIQALwLB2VwAAAJgAAAAFAAAAAAAAAAAAAACAAQAAAAB4Lm5weVBLAQItAy0AAAAIAAAAIQDkyAZgVw"
    + "AAALAAAAAFAAAAAAAAAAAAAACAAY4AAABkLm5weVBLAQItAy0AAAAIAAAAIQAGdqThTQAAAIgAAAAFAAAAAAAAAAAA"
    + "AACAARwBAABuLm5weVBLAQItAy0AAAAIAAAAIQBzrSHnSgAAAIgAAAAFAAAAAAAAAAAAAACAAaABAABtLm5weVBLAQ"
    + "ItAy0AAAAIAAAAIQDuGbtdRgAAAIIAAAAFAAAAAAAAAAAAAACAASECAABrLm5weVBLBQYAAAAABQAFAP8AAACeAgAA"
    + "AAA="

  private func arrays(
    _ bytes: [UInt8], _ name: String
  ) throws -> [(name: String, array: NumPyArray)] {
    let folder = try Folder()
    return try NumPyArray.all(in: try folder.write(name, bytes)) { bytes in
      if bytes > 1 << 20 { throw CancellationError() }
    }
  }

  @Test(arguments: [stored, deflated])
  func arraysOfAnArchiveAreRead(_ text: String) throws {
    let found = try arrays(Array(try #require(Data(base64Encoded: text))), "a.npz")
    #expect(found.map(\.name) == ["x", "d", "n", "m", "k"])
    #expect(found.map(\.array.shape) == [[2, 3], [2, 3], [2], [1, 1], [2]])
    #expect(found[0].array.values == [0, 0.5, 1, 1.5, 2, 2.5])
    #expect(found[1].array.values == [0, 1, 2, 3, 4, 5])
    #expect(found[2].array.values == [1, -2])
    #expect(found[3].array.values == [3] && found[4].array.values == [1, 0])
  }

  private func file(_ header: String, _ numbers: [UInt8] = [], version: UInt8 = 1) -> [UInt8] {
    let length = header.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [version, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
      + (version > 1 ? [0, 0] : []) + Array(header.utf8) + numbers
  }

  private func header(_ type: String, _ shape: String, _ order: String = "False") -> String {
    "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }\n"
  }

  @Test func anArrayOfThreeAxesByColumns() throws {
    let bytes = file(header("|u1", "(2, 2, 3)", "True"), (0..<12).map { $0 }, version: 2)
    let array = try #require(try arrays(bytes, "a.npy").first).array
    #expect(array.shape == [2, 2, 3])
    #expect(array.values == [0, 4, 8, 2, 6, 10, 1, 5, 9, 3, 7, 11])
  }

  @Test func anArrayWithoutAxesOrNumbers() throws {
    let one = try #require(try arrays(file(header("<f4", "()"), [0, 0, 128, 63]), "a.npy").first)
    #expect(one.array.shape == [] && one.array.values == [1])
    let none = try #require(try arrays(file(header("<f4", "(0, 3)")), "a.npy").first)
    #expect(none.array.shape == [0, 3] && none.array.values == [])
  }

  @Test func hostileHeadersAreTold() {
    let huge = "(4611686018427387904, 4, 0)"
    let hostile: [[UInt8]] = [
      [], [0x93, 1], file("{}"), file("{'descr': '<f4'"), file(header("|O", "(1,)"), [0, 0, 0, 0]),
      file(header("<f4", huge)), file(header("<f4", "(1073741824, 1024)")),
      file(header("<f4", "(-1,)")), file(header("<f4", "(2,)"), [0, 0, 0, 0]),
      file(header("<f4", "(1,)"), [0, 0, 0, 0, 0]), file(header("<f4", "(1, 2"), [0, 0, 0, 0]),
      file(header("<f4", "(\(String(repeating: "1,", count: 40)))"), [0, 0, 0, 0]),
      file(header("<i8", "(1,)"), [1, 0, 0, 1, 0, 0, 0, 0]),
      file(header("<f8", "(1,)"), [0, 0, 0, 0, 0, 0, 0, 0x7F]),
      file(header("<f4", "(1,)"), [0, 0, 0, 0], version: 9),
    ]
    for bytes in hostile {
      #expect(throws: (any Error).self, "\(bytes)") { try arrays(bytes, "a.npy") }
    }
  }
}
