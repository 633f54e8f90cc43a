internal import Syntax

/// Imports: a file is run once, whatever the path to it is, and again where that is asked for and it has changed.
extension Machine {
  /// A file that is being imported, and what it has imported so far.
  struct Loading {
    var file: ImportedText
    var imports: [ModuleObject.Import] = []
  }

  /// How many files may import each other, one within the other.
  private static let mostImports = 200

  /// The module of a file; read and run at its first import. With `reloads` it is run anew where it, or a file that
  /// it imports, has changed: those who imported it before then have the new one too.
  func module(_ path: String, from source: SourceText, reloads: Bool) throws -> Value {
    let file = try loadFile(path, source)
    if !loading.isEmpty {
      loading[loading.count - 1].imports.append(.init(path: path, importer: source))
    }
    let known = modules[file.identity]
    if let known {
      var seen: Set<String> = []
      guard reloads || isReloading, hasChanged(known, file, &seen) else {
        known.told = nil
        if let line = changeToTell(of: known) { output.milestone(line) }
        return .object(known)
      }
    }
    let wasReloading = isReloading
    isReloading = isReloading || reloads
    defer { isReloading = wasReloading }
    let (globals, imports) = try declarations(of: file, path)
    known?.replace(file, globals: globals, imports: imports)
    let module = known ?? ModuleObject(file, globals: globals, imports: imports)
    modules[file.identity] = module
    return .object(module)
  }

  /// Runs a file.
  private func declarations(
    of file: ImportedText, _ path: String
  ) throws -> (Globals, [ModuleObject.Import]) {
    guard !loading.contains(where: { $0.file.identity == file.identity }) else {
      let way = loading.map(\.file.source.name) + [file.source.name]
      throw NativeError(
        "S0309", "`\(path)` imports itself",
        notes: ["by way of " + way.joined(separator: ", ")],
        help: "move what both need into a third file")
    }
    guard loading.count < Self.mostImports else {
      throw NativeError(
        "S0309", "imports are \(Self.mostImports) files deep",
        notes: ["each is run on the native stack, within the one that imports it"],
        help: "let one file import the others side by side")
    }
    loading.append(Loading(file: file))
    let depth = loading.count
    defer { loading.removeLast() }
    switch library.read(file.source) {
    case .failed(let diagnostics): throw RunFailure(diagnostics: diagnostics)
    case .incomplete:
      throw NativeError("S0309", "`\(path)` ends in the middle of something")
    case .program(let program):
      let globals = Globals()
      _ = try run(program, in: globals)
      return (globals, loading[depth - 1].imports)
    }
  }

  // MARK: Changes

  /// Whether a file, now read as `file`, or one that it imports says something else than when it was run.
  private func hasChanged(
    _ module: ModuleObject, _ file: ImportedText, _ seen: inout Set<String>
  ) -> Bool {
    guard seen.insert(module.identity).inserted else { return false }
    guard module.file.source.bytes == file.source.bytes else { return true }
    // Written, but as it was.
    module.file.stamp = file.stamp
    for item in module.imports {
      guard let file = try? loadFile(item.path, item.importer), let known = modules[file.identity],
        !hasChanged(known, file, &seen)
      else { return true }
    }
    return false
  }

  /// What a person is told, once or where it is imported again, of each imported file that is newer than what was
  /// read of it.
  public var changesToTell: [String] {
    modules.values.sorted { $0.name < $1.name }.compactMap { changeToTell(of: $0) }
  }

  private func changeToTell(of module: ModuleObject) -> String? {
    guard let read = module.file.stamp, let now = stampOfFile(module.file.place), now != read,
      now != module.told
    else { return nil }
    module.told = now
    return "`\(module.name)` has changed since it was imported:  "
      + "import \(module.name.quoted) as …, reload: true"
  }
}
