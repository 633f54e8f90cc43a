/// Reads anyone's labelled texts: a column with the text, one with what is wanted of it.
///
/// Classes are the labels that occur, in `ClassOrder`, or those of what the set is to be like. Split 80/20
/// by the seed, each class in that share, unless there are texts to test on. Throws `DataError`.
public func textDataset(
  _ source: any TextSource, text: ColumnKey, target: TargetColumn,
  test: (any TextSource)? = nil, options: ReadingOptions
) throws -> TextDataset {
  var builder = CorpusBuilder(name: source.name, options: options)
  var reader = try target.reader(like: options.like)
  for (source, isTrain) in [(source, test == nil ? nil : true), (test, false)] {
    try source?.forEachRow(of: [text, target.column]) { cells, place in
      try options.checkStop()
      try reader.read(cells[1], place: place())
      try builder.add(cells[0], isTrain: isTrain, place: place())
    }
  }
  return try builder.dataset(targets: try reader.targets())
}
