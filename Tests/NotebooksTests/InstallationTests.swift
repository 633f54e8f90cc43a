import Evaluation
import Foundation
import JSON
import Notebooks
import Testing

/// The kernel in a folder of Jupyter.
@Suite struct InstallationTests {
  private static func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "setl-\(UUID())").path()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private static func files(_ folder: String) -> [String] {
    (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
  }

  @Test func kernelAndExtensionComeAndGo() throws {
    try Self.withFolder { folder in
      let installation = JupyterInstallation(in: folder)
      for program in ["/old/setl", "/a b/setl"] {
        #expect(
          try installation.install(program: program)
            == ["\(folder)/kernels/setl", "\(folder)/labextensions/setl"])
      }
      #expect(
        Self.files(folder) == [
          "kernels", "kernels/setl", "kernels/setl/kernel.json", "kernels/setl/logo-32x32.png",
          "kernels/setl/logo-64x64.png", "kernels/setl/logo-svg.svg", "labextensions",
          "labextensions/setl", "labextensions/setl/install.json",
          "labextensions/setl/package.json",
          "labextensions/setl/static", "labextensions/setl/static/remoteEntry.js",
        ])
      let description = try Data(contentsOf: URL(filePath: folder + "/kernels/setl/kernel.json"))
      let argv = JSONValue(parsing: description)?["argv"]?.array?.compactMap(\.string)
      #expect(argv == ["/a b/setl", "kernel", "run", "{connection_file}"])
      #expect(try installation.uninstall().count == 2)
      #expect(Self.files(folder) == ["kernels", "labextensions"])
      #expect(throws: NativeError.self) { try installation.uninstall() }
    }
  }

  /// Where the extension cannot be put, the kernel is not there either, and what was there stays.
  @Test func bothAreInstalledOrNeither() throws {
    try Self.withFolder { folder in
      let files = FileManager.default
      try files.createDirectory(atPath: folder + "/kernels/setl", withIntermediateDirectories: true)
      #expect(files.createFile(atPath: folder + "/kernels/setl/old", contents: nil))
      #expect(files.createFile(atPath: folder + "/labextensions", contents: nil))
      let before = Self.files(folder)
      #expect(throws: NativeError.self) {
        try JupyterInstallation(in: folder).install(program: "/setl")
      }
      #expect(Self.files(folder) == before)
    }
  }

  @Test func placesFollowTheEnvironment() throws {
    func folder(_ place: JupyterPlace, _ variables: [String: String]) throws -> String {
      try place.folder { variables[$0] }
    }
    #expect(try folder(.prefix("/usr/local/"), [:]) == "/usr/local/share/jupyter")
    #expect(try folder(.user, ["JUPYTER_DATA_DIR": "/j", "HOME": "/h"]) == "/j")
    #expect(try folder(.environment, ["VIRTUAL_ENV": "/v"]) == "/v/share/jupyter")
    #expect(try folder(.environment, ["CONDA_PREFIX": "/c", "PATH": "/bin"]) == "/c/share/jupyter")
    #if !os(macOS)
      #expect(try folder(.user, ["HOME": "/h"]) == "/h/.local/share/jupyter")
      #expect(try folder(.user, ["HOME": "/h", "XDG_DATA_HOME": "/x"]) == "/x/jupyter")
    #endif
    #expect(throws: NativeError.self) { try folder(.user, [:]) }
    #expect(throws: NativeError.self) { try folder(.environment, ["PATH": "/nowhere/bin"]) }
  }
}
