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

  /// Calls `body` with runs of `0..<count` that together are all of it; with one where it is short.
  public static func runs(of count: Int, threads: Int, _ body: (Range<Int>) -> Void) {
    let pieces = max(1, min(threads, count >> 16))
    run(pieces: pieces, threads: threads) { piece in
      body(count * piece / pieces..<count * (piece + 1) / pieces)
    }
  }
}
