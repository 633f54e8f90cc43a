import StandardLibrary

/// The files that the program embeds.
enum StandardLibraryFiles {
  static let names = StandardLibrary.files.map(\.name)
}
