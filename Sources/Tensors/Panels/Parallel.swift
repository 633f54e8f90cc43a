/// Runs pieces of work on several threads and waits for all of them.
public enum Parallel {
  /// Calls `body(0)` … `body(pieces − 1)`, each once, on at most `threads` threads; on fewer where the
  /// system has no more, down to the calling one alone.
  ///
  /// Which thread runs which piece is left open, so a piece must not depend on another.
  public static func run(pieces: Int, threads: Int, _ body: (Int) -> Void) {
    let workers = min(pieces, threads)
    guard workers > 1 else {
      for piece in 0..<max(pieces, 0) { body(piece) }
      return
    }
    WorkerTeam.shared.run(shares: workers) { share in
      var piece = share
      while piece < pieces {
        body(piece)
        piece += workers
      }
    }
  }
}
