public import Tensors

/// A step of a computation that a gradient looks back on: what it was made from, and how the gradient of
/// its result becomes gradients of those (reverse mode).
///
/// A value that takes part carries its node; one that does not has none, and costs nothing. There is no
/// tape beside the nodes: they refer to each other, and go when the values go.
public final class GradientNode {
  /// One thing that the step was made from, and the gradient of the result as a gradient of it. The
  /// gradient of a sparse matrix is a vector, a number a connection.
  public struct Source {
    let node: GradientNode
    let pull: (Tensor) -> Tensor
  }

  private var sources: [Source]
  /// Of numbers in the value that carries this.
  private let count: Int

  /// What is made from nothing that a gradient looks back on is a leaf: what a gradient is taken of.
  public init(_ sources: [Source] = [], count: Int) {
    self.sources = sources
    self.count = count
  }

  deinit {
    // A long computation is a long chain; released within each other, its nodes would run out of stack.
    var queue = sources
    sources = []
    while var source = queue.popLast().map({ $0.node }) {
      guard isKnownUniquelyReferenced(&source) else { continue }
      queue.append(contentsOf: source.sources)
      source.sources = []
    }
  }

  /// The gradients of `leaves` for the gradient `start` of this node; nil for a leaf that it does not
  /// depend on.
  ///
  /// `check` is asked before each step back how many numbers it may take, and throws to end the way.
  public func gradients(
    of leaves: [GradientNode], from start: Tensor, check: (Int) throws -> Void = { _ in }
  ) throws -> [Tensor?] {
    var gradients: [ObjectIdentifier: Tensor] = [ObjectIdentifier(self): start]
    for node in usersFirst() {
      let isLeaf = node.sources.isEmpty
      guard !isLeaf, let gradient = gradients.removeValue(forKey: ObjectIdentifier(node)) else {
        continue
      }
      for source in node.sources {
        try check(source.node.count)
        let part = source.pull(gradient)
        let identifier = ObjectIdentifier(source.node)
        if let known = gradients[identifier], known.shape == part.shape {
          var sum = known
          for place in sum.values.indices { sum.values[place] += part.values[place] }
          gradients[identifier] = sum
        } else {
          gradients[identifier] = part
        }
      }
    }
    return leaves.map { gradients[ObjectIdentifier($0)] }
  }

  /// This node and all that it depends on, each before what it was made from.
  private func usersFirst() -> [GradientNode] {
    var order: [GradientNode] = []
    var seen: Set<ObjectIdentifier> = [ObjectIdentifier(self)]
    var path: [(node: GradientNode, next: Int)] = [(self, 0)]
    while let (node, next) = path.last {
      guard next < node.sources.count else {
        order.append(node)
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      let source = node.sources[next].node
      if seen.insert(ObjectIdentifier(source)).inserted { path.append((source, 0)) }
    }
    return order.reversed()
  }
}

extension GradientNode? {
  /// As a source of a step, where the value takes part in a gradient.
  public func source(_ pull: @escaping (Tensor) -> Tensor) -> [GradientNode.Source] {
    map { [GradientNode.Source(node: $0, pull: pull)] } ?? []
  }
}
