internal import Evaluation
internal import Glibc
internal import Kernel
internal import Repl
internal import Sessions

extension Setl {
  /// `setl kernel run FILE`: a session behind Jupyter's protocol, where the connection file says.
  func runKernel(_ path: String, _ interrupt: Interrupt) -> Never {
    do {
      let bytes = Array(try ScriptFiles.text(of: path, until: interrupt).utf8)
      let kernel = try Kernel(connectionFile: bytes, version: Release.number)
      try kernel.run(history: Home.folder, interrupt: interrupt) {
        try Self.makeSession($0, interrupt, history: History(folder: Home.folder))
      }
      Glibc.exit(0)
    } catch let error as KernelError {
      Streams.error("setl kernel: \(error.reason)\n")
      Glibc.exit(1)
    } catch {
      fail(error)
    }
  }
}
