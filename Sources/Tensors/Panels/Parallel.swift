internal import Dispatch

/// Runs pieces of work on several threads and waits for all of them.
public enum Parallel {
  /// Calls `body(0)` … `body(pieces − 1)`, each once, on at most `threads` threads.
  ///
  /// Which thread runs which piece is left open, so a piece must not depend on another.
  public static func run(pieces: Int, threads: Int, _ body: (Int) -> Void) {
    let workers = min(pieces, threads)
    guard workers > 1 else {
      for piece in 0..<max(pieces, 0) { body(piece) }
      return
    }
    withoutActuallyEscaping(body) { body in
      // Pieces write to disjoint memory; waiting below ends every use of `body`.
      nonisolated(unsafe) let shared = body
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        var piece = worker
        while piece < pieces {
          shared(piece)
          piece += workers
        }
      }
    }
  }
}
