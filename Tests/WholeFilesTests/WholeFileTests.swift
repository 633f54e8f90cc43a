import Foundation
import Glibc
import Testing
import WholeFiles

@Suite struct WholeFileTests {
  /// A folder of its own, which goes when the test is over.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.path() + "/setl-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func rights(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func aPipeIsWaitedForUntilSomebodyWritesOrNobodyWaits() throws {
    try withFolder { folder in
      let path = folder + "/pipe"
      #expect(mkfifo(path, 0o600) == 0)
      var asked = 0
      let none = try WholeFile.open(path) {
        asked += 1
        return asked == 2
      }
      #expect(none == nil && asked == 2)
      let writer = Glibc.open(path, O_RDWR)
      _ = WholeFile.append([1, 2], to: writer)
      let file = try #require(try WholeFile.open(path, shouldStop: { true }))
      close(writer)
      #expect(
        try WholeFile.bytes(of: file, named: path, atMost: 10, shouldStop: { false }) == [1, 2])
      close(file)
    }
  }

  @Test func writingReplacesWholeFilesOrNothing() throws {
    try withFolder { folder in
      let path = folder + "/file"
      try WholeFile.write([1, 2, 3], to: path)
      try WholeFile.write([4], to: path)
      #expect(try WholeFile.read(path, atMost: 1 << 20) == [4])
      #expect(throws: WholeFile.Failure.self) { try WholeFile.write([1], to: "/no/such/folder/x") }
      #expect(throws: WholeFile.Failure.self) { try WholeFile.read(path + "x", atMost: 1 << 20) }
      #expect(Folder.names(in: folder) == ["file"])
    }
  }

  @Test func whatTheDeadLeftOverGoesWithTheNextWriting() throws {
    try withFolder { folder in
      let path = folder + "/model"
      for _ in 0..<3 {
        // As a process leaves it that is killed while it writes.
        #expect(FileManager.default.createFile(atPath: path + ".part", contents: Data([9])))
        try WholeFile.write([1, 2], to: path)
        #expect(Folder.names(in: folder) == ["model"])
      }
      #expect(try WholeFile.read(path, atMost: 1 << 20) == [1, 2])
    }
  }

  @Test func whatAnotherWritesIsLeftAlone() throws {
    try withFolder { folder in
      let path = folder + "/model"
      let other = open(path + ".part", O_WRONLY | O_CREAT, 0o600)
      try #require(flock(other, LOCK_EX | LOCK_NB) == 0)
      try WholeFile.write([1, 2], to: path)
      #expect(Folder.names(in: folder) == ["model", "model.part"])
      close(other)
      try WholeFile.write([3], to: path)
      #expect(Folder.names(in: folder) == ["model"])
      #expect(try WholeFile.read(path, atMost: 1 << 20) == [3])
    }
  }

  @Test func manyAtOnceLeaveOneWholeFile() async throws {
    let folder = FileManager.default.temporaryDirectory.path() + "/setl-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in UInt8(0)..<16 {
        group.addTask {
          for _ in 0..<8 {
            try WholeFile.write(
              [UInt8](repeating: number, count: 5000), to: folder + "/file", isLasting: false)
          }
        }
      }
      try await group.waitForAll()
    }
    let bytes = try WholeFile.read(folder + "/file", atMost: 1 << 20)
    #expect(bytes.count == 5000 && Set(bytes).count == 1)
    #expect(Folder.names(in: folder) == ["file"])
  }

  @Test func linksStayAndRightsToo() throws {
    try withFolder { folder in
      let (path, link) = (folder + "/file", folder + "/link")
      try WholeFile.write([1], to: path, rights: 0o600)
      #expect(try rights(path) == 0o600)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
      try WholeFile.write([2], to: link)
      #expect(try WholeFile.read(path, atMost: 1 << 20) == [2])
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
      #expect(try rights(path) == 0o600)
    }
  }

  @Test func whatIsNoFileIsWrittenInto() throws {
    try withFolder { folder in
      let path = folder + "/pipe"
      try #require(mkfifo(path, 0o600) == 0)
      // Both ends, so that nobody waits for the other.
      let ends = open(path, O_RDWR | O_NONBLOCK)
      defer { close(ends) }
      try WholeFile.write([1, 2, 3], to: path)
      var bytes = [UInt8](repeating: 0, count: 8)
      #expect(read(ends, &bytes, 8) == 3 && bytes.prefix(3) == [1, 2, 3])
      #expect(Folder.names(in: folder) == ["pipe"])
    }
  }

  @Test func whatHasNoEndIsNotRead() throws {
    try withFolder { folder in
      let path = folder + "/pipe"
      try #require(mkfifo(path, 0o600) == 0)
      for path in [path, "/dev/zero", folder] {
        #expect(throws: WholeFile.Failure.self) { try WholeFile.read(path, atMost: 1 << 20) }
      }
      let file = folder + "/file"
      try WholeFile.write([1, 2, 3], to: file)
      #expect(throws: WholeFile.Failure.self) { try WholeFile.read(file, atMost: 2) }
      let zeros = open("/dev/zero", O_RDONLY)
      defer { close(zeros) }
      #expect(throws: WholeFile.Failure.self) {
        try WholeFile.bytes(of: zeros, named: "zeros", atMost: 1 << 20) { false }
      }
      #expect(try WholeFile.bytes(of: zeros, named: "zeros", atMost: .max) { true } == nil)
    }
  }

  @Test func foldersAreTold() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/inner", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/link", withDestinationPath: folder + "/inner")
      let entries = Folder.entries(of: folder)
      #expect(entries.count == 2 && entries.allSatisfy(\.isFolder))
      #expect(Folder.entries(of: folder, limit: 1).count == 1)
      #expect(Folder.entries(of: folder + "/none").isEmpty)
    }
  }
}
