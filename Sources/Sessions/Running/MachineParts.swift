internal import Evaluation
internal import Processes
internal import Syntax

/// What the machine of a session is made of, and each machine of a job again.
struct MachineParts {
  var library: LibraryDeclarations
  var standardLibrary: LibraryTexts
  var files: any FileSource

  /// `link` leads to the session that carries out what its natives ask; a job's leads to none. Throws
  /// what is wrong with the standard library, which only a developer can see.
  func makeMachine(
    _ link: SessionLink, output: any OutputSink, interrupt: Interrupt,
    group: (any ProcessGroup)? = nil
  ) throws -> Machine {
    var declarations = library
    declarations.builtins += Session.functions(link)
    let machine = Machine(
      library: Library(declarations, methods: Session.methods(link)), output: output,
      interrupt: interrupt, group: group)
    for (file, tree) in zip(standardLibrary.texts, standardLibrary.parsed()) {
      switch tree {
      case .program(let program):
        try machine.extendLibrary(with: program, in: Topic(file.topic))
      case .failed(let diagnostics): throw RunFailure(diagnostics: diagnostics)
      case .incomplete:
        throw RunFailure(
          diagnostics: [Diagnostic(code: "S0105", title: "\(file.name) is not complete")])
      }
    }
    machine.loadFile = { [files] path, importer in
      let text = try files.read(path, relativeTo: importer, until: interrupt)
      try group?.expectSame(text.source.bytes, "`\(path)`")
      return text
    }
    // Where nobody can be asked.
    machine.onPause = { _, calls in output.display(Inspection.report(calls)) }
    machine.stampOfFile = { [files] in files.stamp(of: $0) }
    return machine
  }
}
