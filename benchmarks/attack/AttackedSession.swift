internal import Builtins
internal import Evaluation
public import Sessions
internal import StandardLibrary
internal import Tensors
internal import WholeFiles

/// A session that odd cells are run in, with what they speak of declared.
public struct AttackedSession {
  public let session: Session
  private let output = RecordedOutput()

  /// Throws what is wrong with the preparation.
  public init() throws {
    session = try Session(
      library: coreLibrary,
      standardLibrary: StandardLibrary.files, output: output, files: ScriptFiles())
    for cell in [OddValues.preparation] {
      guard case .finished = session.runCell(cell).end else {
        throw PreparationFailed(text: "\(session.check(cell, name: "preparation"))")
      }
    }
  }

  struct PreparationFailed: Error { var text: String }

  /// `writesFiles` lets functions write where odd names lead, in the working folder.
  public func oddCalls(seed: UInt64, writesFiles: Bool) -> OddCalls {
    OddCalls(library: session.library, seed: seed, writesFiles: writesFiles)
  }

  /// Throws where no model can be saved in `folder`.
  public func damagedFiles(in folder: String, seed: UInt64) throws -> DamagedFiles {
    let path = folder + "/good.safetensors"
    _ = session.runCell("save(trained, \"\(path)\")")
    return DamagedFiles(
      folder: folder, model: try WholeFile.read(path, atMost: 1 << 24), seed: seed)
  }

  /// Runs a cell as the prompt would, its value shown too. Gives whether it ended with a value.
  @discardableResult
  public func run(_ cell: String) -> Bool {
    defer { output.clear() }
    let result = session.runCell(cell)
    guard case .finished = result.end else { return false }
    _ = result.echo?.text
    return true
  }

  /// Whether the session still answers as it should.
  public var isWell: Bool { session.runCell("1 + 1").echo?.text == "2" }
}
