internal import Evaluation

/// Lists, maps, and what they share with strings.
let listBuiltins: [Builtin] = [
  Builtin(
    "length", in: .lists, and: [.strings], "Counts elements, entries or characters.",
    .required(
      "value", "a list, map, string, range, tensor or data set", kinds: .having(.length)),
    example: "length(\"abc\")  # 3",
    aliases: ["len": "length($xs)", "size": "length($xs)"]
  ) { (_, value: Value) -> Int? in
    switch value.asObject {
    case let list as ListObject: list.items.count
    case let map as MapObject: map.count
    case let string as StringObject: string.count
    case let range as RangeObject: range.count
    case let native as NativeObject: native.length
    default: nil
    }
  }
  .quickly { arguments in
    guard arguments.count == 1, let count = arguments.withList(0, { $0.count }) else {
      return false
    }
    arguments.give(Double(count))
    return true
  },
  Builtin(
    "append", in: .lists, "Adds values to the end of a list, which changes.",
    .required("list", "the list"), .rest("values", "what to add"),
    example: "let xs = [1]\nappend(xs, 2, 3)\nxs  # [1, 2, 3]",
    aliases: ["add": "append($xs, $x)"]
  ) { (_, list: ListObject, values: [Value]) in
    try list.checkGrowth(by: values.count)
    list.append(contentsOf: values)
    return list
  }
  .quickly { arguments in
    guard arguments.count == 2 else { return false }
    return arguments.withList(0) { $0.appendQuickly(arguments) } ?? false
  },
  Builtin(
    "insert", in: .lists, "Puts a value into a list before an index; the list changes.",
    .required("list", "the list"), .required("index", "where; the list's length is its end"),
    .required("value", "what to put in"),
    example: "let xs = [1, 3]\ninsert(xs, 1, 2)\nxs  # [1, 2, 3]"
  ) { (_, list: ListObject, index: Int, value: Value) in
    let place = Subscript.place(index, of: list.count)
    guard place >= 0, place <= list.items.count else {
      throw NativeError(
        "S0204", "index \(index) is outside the list", label: "it has \(list.items.count)",
        argument: "index")
    }
    list.insert(value, at: place)
    return list
  },
  Builtin(
    "remove", in: .lists,
    "Takes an element out of a list by index, or an entry out of a map by key.",
    .required("container", "the list or map; it changes", kinds: .of("list", "map")),
    .required("key", "an index or a key"),
    example: "let xs = [1, 2, 3]\nremove(xs, 0)  # 1", aliases: ["pop": "remove($xs, -1)"]
  ) { (_, container: Value, key: Value) in
    if let list = container.asList, let index = key.asWhole {
      let place = Subscript.place(index, of: list.count)
      guard list.items.indices.contains(place) else {
        throw NativeError(
          "S0204", "index \(index) is outside the list", label: "it has \(list.items.count)",
          argument: "key")
      }
      return list.remove(at: place)
    }
    if let map = container.asMap {
      guard let value = map.remove(key) else {
        throw NativeError("S0207", "the map has no key \(key.brief)", argument: "key")
      }
      return value
    }
    throw NativeError(
      "S0302", "`remove` takes a list and an index, or a map and a key",
      label: "these are \(container.kindPhrase) and \(key.kindPhrase)")
  },
  Builtin(
    "get", in: .lists, "Gives the value under a key or index, or a default where there is none.",
    .required("container", "a map or list", kinds: .of("map", "list")),
    .required("key", "a key or index"),
    .optional("default", shown: "none", "what to give where there is none", orElse: Value.none),
    example: "get({a: 1}, \"b\", 0)  # 0"
  ) { (_, container: Value, key: Value, standard: Value) in
    if let map = container.asMap {
      return map.value(key) ?? standard
    }
    if let list = container.asList, let index = key.asWhole {
      let place = Subscript.place(index, of: list.count)
      return list.items.indices.contains(place) ? list.items[place] : standard
    }
    throw NativeError(
      "S0302", "`get` takes a map and a key, or a list and an index",
      label: "this is \(container.kindPhrase)", argument: "container")
  },
  Builtin(
    "keys", in: .lists, "Lists the keys of a map in their order.", .required("map", "the map"),
    example: "keys({a: 1, b: 2})  # [\"a\", \"b\"]"
  ) { (_, map: MapObject) in map.keys },
  Builtin(
    "values", in: .lists, "Lists the values of a map in their order.", .required("map", "the map"),
    example: "values({a: 1, b: 2})  # [1, 2]"
  ) { (_, map: MapObject) in map.values },
  Builtin(
    "contains", in: .lists, and: [.strings],
    "Tells whether a list or tensor holds a value, a map a key, a string a part or a match of a pattern.",
    .required(
      "container", "a list, map, string or tensor", kinds: .of("list", "map", "string", "tensor")),
    .required("value", "what to look for"),
    example: "contains([1, 2], 2)  # true"
  ) { (context, container: Value, value: Value) in
    switch container.asObject {
    case let list as ListObject: return list.items.contains { $0.equals(value) }
    case let map as MapObject: return map.value(value) != nil
    case let string as StringObject:
      if let part = value.asStringObject { return string.contains(part) }
      if let pattern = value.asObject as? PatternObject {
        return try find(pattern.pattern, in: string.text, from: 0, context) != nil
      }
    case let native as NativeObject: if let found = native.contains(value) { return found }
    default: break
    }
    throw NativeError(
      "S0302", "`contains` looks into a list, map or string",
      label: "this is \(container.kindPhrase)", argument: "container")
  },
  Builtin(
    "index_of", in: .lists, "Gives the index of the first equal element, or none.",
    .required("list", "the list"), .required("value", "what to look for"),
    example: "index_of([5, 6, 7], 6)  # 1"
  ) { (_, list: ListObject, value: Value) in list.items.firstIndex { $0.equals(value) } },
  Builtin(
    "reverse", in: .lists, and: [.strings, .tensors],
    "Gives a list, string or tensor backwards; of a tensor along an axis.",
    .required("values", "a list, string or tensor", kinds: .of("list", "string", "tensor")),
    .optional("axis", default: 0, "of a tensor, the axis to go along"),
    example: "reverse([1, 2, 3])  # [3, 2, 1]",
    aliases: ["flip": "reverse($xs)", "reversed": "reverse($xs)", "rev": "reverse($xs)"]
  ) { (_, values: Value, axis: Int) in
    if let tensor = values.asObject as? TensorObject { return try tensor.reversed(along: axis) }
    if let list = values.asList {
      try list.checkCopy()
      return Value.list(list.items.reversed() as ReversedCollection)
    }
    let text = values.asString ?? ""
    // As code points, and as bytes again.
    try MemoryBudget.check(Double(text.utf8.count) * 10, for: "the text")
    return Value.string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
  },
  Builtin(
    "sort", in: .lists, and: [.tensors],
    "Gives a list, tensor or table in ascending order; equal elements keep theirs, and `nan` comes last.",
    .required(
      "list", "numbers, strings, dates or lists of them; a tensor, or a table",
      kinds: .of("list", "tensor", "table")),
    .optional(
      "descending", default: Value.bool(false),
      "the largest first; where several keys decide, a list of bools tells it of each",
      kinds: .of("bool", "list")),
    .optional("axis", default: -1, "of a tensor, the axis to go along"),
    .optional(
      "by", shown: "all", "of a table, the column that decides, or a list of several",
      orElse: Value.none, kinds: .of("string", "list", "none")),
    example: "sort([3, 1, 2])  # [1, 2, 3]", aliases: ["sorted": "sort($xs)"]
  ) { (context, values: Value, descending: Value, axis: Int, by: Value) in
    if let table = values.asObject as? TableObject {
      return Value.object(try table.sorted(by: by, descending: descending, context))
    }
    guard case .none = by else {
      throw NativeError(
        "S0304", "`by:` names columns of a table", label: "this is \(values.kindPhrase)",
        help: "sort_by(xs, x => x.name)", argument: "by")
    }
    let directions = try SortDirections(descending)
    if let tensor = values.asObject as? TensorObject {
      return try tensor.sorted(along: axis, descending: try directions.one())
    }
    let list = values.asList ?? ListObject([])
    return Value.list(
      try sortedPlaces(of: list, descending: directions, context).lazy.map { list.items[$0] })
  },
  Builtin(
    "zip", in: .lists, "Pairs the elements of two lists, as far as both reach.",
    .required("first", "a list"), .required("second", "a list"),
    example: "zip([1, 2], [\"a\", \"b\"])  # [[1, \"a\"], [2, \"b\"]]"
  ) { (context, first: [Value], second: [Value]) in
    Value.list(try context.map(zip(first, second)) { .list([$0, $1]) })
  },
  Builtin(
    "_enumerate", in: .lists, "Pairs each element with its index.", .required("list", "a list"),
    example: "_enumerate([\"a\", \"b\"])  # [[0, \"a\"], [1, \"b\"]]"
  ) { (context, list: [Value]) in
    Value.list(try context.map(list.enumerated()) { .list([.number(Double($0)), $1]) })
  },
  Builtin(
    "entries", in: .lists, "Lists the entries of a map as pairs of key and value.",
    .required("map", "the map"), example: "entries({a: 1, b: 2})  # [[\"a\", 1], [\"b\", 2]]"
  ) { (context, map: MapObject) in
    Value.list(try context.map(map.pairs) { .list([$0.key, $0.value]) })
  },
  Builtin(
    "to_map", in: .lists, "Makes a map of pairs of key and value; a later pair wins.",
    .required("pairs", "a list of lists of two"), example: "to_map([[\"a\", 1]])  # {a: 1}"
  ) { (context, pairs: [ListObject]) in
    let map = MapObject()
    for pair in pairs {
      try context.checkStop()
      guard pair.count == 2, map.set(pair.items[0], to: pair.items[1]) else {
        throw NativeError(
          "S0302", "`to_map` takes pairs of a key and a value",
          label: "found \(Value.object(pair).brief)",
          notes: ["a key is a string, a number or a bool"], argument: "pairs")
      }
    }
    return map
  },
  Builtin(
    "merge", in: .lists, "Gives a map with the entries of both; those of the second win.",
    .required("first", "a map"), .required("second", "a map"),
    example: "merge({a: 1, b: 2}, {b: 3})  # {a: 1, b: 3}"
  ) { (_, first: MapObject, second: MapObject) in MapObject(pairs: first.pairs + second.pairs) },
  Builtin(
    "unique", in: .lists, and: [.tensors],
    "Gives the different elements of a list or tensor, each where it came first.",
    .required("list", "the list or tensor", kinds: .of("list", "tensor")),
    example: "unique([3, 1, 3])  # [3, 1]", aliases: ["distinct": "unique($xs)"]
  ) { (context, values: Value) in
    if let tensor = values.asObject as? TensorObject { return tensor.unique }
    var seen = ValuePlaces()
    for value in values.asList?.values ?? [] { try seen.add(value, context) }
    return Value.list(seen.values)
  },
  Builtin(
    "flatten", in: .lists, and: [.tensors],
    "Puts the elements of the lists in a list into one list; those of a tensor along one axis.",
    .required(
      "list", "a list, whose elements that are no lists stay as they are; or a tensor",
      kinds: .of("list", "tensor")),
    example: "flatten([[1, 2], 3, [4]])  # [1, 2, 3, 4]", aliases: ["ravel": "flatten($xs)"]
  ) { (_, values: Value) in
    if let tensor = values.asObject as? TensorObject { return tensor.flattened }
    let list = values.asList ?? ListObject([])
    let total = list.items.reduce(0) { $0 + ($1.asList?.count ?? 1) }
    try MemoryBudget.check(Double(total) * MemoryBudget.bytesAnElement, for: "the list")
    let result = ListObject([])
    result.grow(to: total)
    for item in list.items {
      if let inner = item.asList {
        result.append(contentsOf: inner.items)
      } else {
        result.append(item)
      }
    }
    return Value.object(result)
  },
  Builtin(
    "extend", in: .lists, "Adds all that a loop would go through to the end of a list.",
    .required("list", "the list, which changes"),
    .required("values", "a list, range or string", kinds: .of("list", "range", "string")),
    example: "let xs = [1]\nextend(xs, [2, 3])  # [1, 2, 3]"
  ) { (context, list: ListObject, values: Value) in
    let added: [Value]
    switch values.asObject {
    case let other as ListObject: added = try other.copied()
    case let range as RangeObject: added = try range.values()
    case let string as StringObject:
      added = try context.map(string.characters) { $0 }
    default: added = []
    }
    try list.checkGrowth(by: added.count)
    list.append(contentsOf: added)
    return list
  },
]
