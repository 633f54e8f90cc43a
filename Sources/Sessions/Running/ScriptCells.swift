internal import Evaluation
internal import Syntax

/// The cells of a script, each a function that the standard library calls.
///
/// A cell is compiled when the one before it is over, since it may use what that has declared; all of it is read
/// before the first runs. Messages name the lines of the file.
final class ScriptCells: NativeObject {
  /// A part of a script between two marks, or all of it where it has none.
  struct Cell {
    var program: Program
    var text: String
    /// It has a mark: then it is a cell of the conversation too.
    var isMarked: Bool
  }

  private let session: Session
  private let identity: String
  private let cells: [Cell]

  init(_ file: ImportedText, _ program: Program, _ session: Session) {
    self.session = session
    identity = file.identity
    cells = Self.cells(of: program)
  }

  override var kind: String { "script" }
  override var hasElements: Bool { true }
  override func makeIterator() -> (any NativeIterator)? { Each(cells, identity, session) }

  /// Pulls one cell after the other; the script is over when it goes.
  private final class Each: NativeIterator {
    private var left: ArraySlice<Cell>
    private let identity: String
    private let session: Session

    init(_ cells: [Cell], _ identity: String, _ session: Session) {
      left = cells[...]
      self.identity = identity
      self.session = session
      session.runningScripts.append(identity)
    }

    deinit { session.endScript(identity) }

    func next() throws -> Value? {
      guard let cell = left.popFirst() else { return nil }
      let function = try session.machine.function(of: cell.program, in: session.globals)
      session.begin(cell)
      return .object(function)
    }
  }

  // MARK: Cutting

  private static func cells(of program: Program) -> [Cell] {
    let source = program.source
    let script = PercentScript(String(decoding: source.bytes, as: UTF8.self))
    guard script.pieces.contains(where: { !$0.mark.isEmpty }) else {
      return [Cell(program: program, text: "", isMarked: false)]
    }
    let tokens = Lexer(source).tokens.filter { ![.newline, .comment, .end].contains($0.kind) }
    var cells: [Cell] = []
    var statements = program.statements[...]
    var end = script.header.utf8.count
    for piece in script.pieces {
      end += piece.mark.utf8.count + piece.body.utf8.count
      let count = statements.prefix { $0.span.start < end }.count
      let own = Array(statements.prefix(count))
      statements = statements.dropFirst(count)
      guard !own.isEmpty else { continue }
      let last = tokens[..<tokens.firstIndex(from: end)].last
      cells.append(
        Cell(
          program: Program(
            source: source, statements: own, endsSilently: last?.kind == .symbol(.semicolon)),
          text: PercentScript.unescaped(piece.body).trimmedEnd, isMarked: true))
    }
    return cells
  }
}

extension [Token] {
  /// The first that begins at `offset` or later.
  fileprivate func firstIndex(from offset: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].span.start < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
