public import Syntax

/// A call that stands still: where it does, and its variables, which can be looked at and changed.
///
/// Each variable is a cell. Of one that lies in a register the cell is a copy, which goes back into the
/// register when the call goes on.
public final class StoppedCall {
  let prototype: Prototype
  /// The instruction that it has not left.
  let position: Int
  /// The cells of `surroundings`, by their registers.
  private var cells: [Cell] = []
  /// What a text is compiled in that is evaluated here.
  private let surroundings: FunctionDraft
  /// Registers of the stack that cells are copies of.
  private var copies: [(cell: Cell, register: Int)] = []

  /// Where the function's registers begin, and what lies there.
  init(
    _ function: FunctionObject, at position: Int, base: Int, _ stack: UnsafeMutablePointer<Value>
  ) {
    prototype = function.prototype
    self.position = position
    surroundings = FunctionDraft(
      outer: nil, source: prototype.source, globals: prototype.globals)
    for (name, cell) in zip(prototype.captureNames, function.captures) { add(name, cell) }
    for place in prototype.places where place.start <= position && position < place.end {
      let value = stack[base + place.register]
      if place.isCell, let cell = value.asObject as? Cell {
        add(place.name, cell)
      } else if !value.isUndefined {
        let cell = Cell(value)
        copies.append((cell, base + place.register))
        add(place.name, cell)
      }
    }
  }

  private func add(_ name: String, _ cell: Cell) {
    surroundings.declare(name, in: surroundings.takeRegister(), isCell: true)
    cells.append(cell)
  }

  // MARK: Looking

  /// Nil of a program, and of a function without a name.
  public var name: String? { prototype.name }
  /// It is a text and no function of it.
  public var isProgram: Bool { prototype.signature.isEmpty }
  public var source: SourceText { prototype.source }
  /// What the call is doing.
  public var span: Span {
    prototype.spans.indices.contains(position) ? prototype.spans[position] : prototype.span
  }

  /// The variables of the call, with what they hold: parameters first, then in the order of the text.
  public var variables: [(name: String, value: Value)] {
    surroundings.scopes[0].sorted { $0.value.register < $1.value.register }.compactMap {
      cells.indices.contains($0.value.register) ? ($0.key, cells[$0.value.register].value) : nil
    }
  }

  public func value(of name: String) -> Value? {
    surroundings.variable(name).flatMap {
      cells.indices.contains($0.register) ? cells[$0.register].value : nil
    }
  }

  // MARK: Evaluating

  /// The code of a text that sees the variables of the call before all others, and may declare more.
  func function(of program: Program, _ library: Library) throws(RunFailure) -> FunctionObject {
    switch Compiler.compile(
      program, globals: prototype.globals, library: library, in: surroundings)
    {
    case .failure(let failure): throw RunFailure(diagnostics: failure.diagnostics)
    case .success(let prototype):
      while cells.count < surroundings.registerMark { cells.append(Cell(.none)) }
      return FunctionObject(
        prototype: prototype, captures: prototype.captures.map { cells[$0.index] })
    }
  }

  /// Before the call goes on: what was changed of it goes back to its registers.
  func putBack(into stack: UnsafeMutablePointer<Value>) {
    for copy in copies { stack[copy.register] = copy.cell.value }
  }
}

extension Value {
  fileprivate var isUndefined: Bool { if case .undefined = self { true } else { false } }
}
