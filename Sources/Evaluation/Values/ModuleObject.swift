public import Syntax

/// What an imported file declares.
public final class ModuleObject: Object {
  /// An import that ran while the file did: the path as written, and the source that it is written in.
  struct Import {
    var path: String
    var importer: SourceText
  }

  /// The file as it was read, with what tells it from all others.
  var file: ImportedText
  private(set) var globals: Globals
  private(set) var imports: [Import]
  /// A person was told that the file has been written since, then.
  var told: FileStamp?

  init(_ file: ImportedText, globals: Globals, imports: [Import]) {
    self.file = file
    self.globals = globals
    self.imports = imports
    super.init(.module)
  }

  /// Holds from now on what the file has declared when it was run anew: whoever imported it has that.
  func replace(_ file: ImportedText, globals: Globals, imports: [Import]) {
    self.file = file
    self.globals = globals
    self.imports = imports
    told = nil
  }

  public override var kind: String { "module" }
  public var name: String { file.source.name }
  var identity: String { file.identity }
  public var names: [String] { globals.definedNames }
  public func value(_ name: String) -> Value? { globals.value(of: name) }
}

/// The text of an imported file, and what tells that file from all others, whatever the path to it is.
public struct ImportedText: Sendable {
  public var source: SourceText
  public var identity: String
  /// Where it is, whatever the working folder.
  public var place: String
  /// As it was when it was read; nil where that cannot be told.
  public var stamp: FileStamp?

  public init(source: SourceText, identity: String, place: String? = nil, stamp: FileStamp? = nil) {
    self.source = source
    self.identity = identity
    self.place = place ?? identity
    self.stamp = stamp
  }
}

/// What is different once a file was written: its time, its length, which file it is.
public struct FileStamp: Sendable, Equatable {
  private let numbers: [Int]

  public init(_ numbers: [Int]) { self.numbers = numbers }
}
