public import KernelTable

/// The kernels as compiled for this target's processor level.
public func kernelTable(name: String) -> KernelTable {
  KernelTable(
    name: name, sparseProduct: sparseProduct, sampledProduct: sampledProduct,
    sequenceBackward: sequenceBackward, stepBackward: stepBackward,
    scatteredProduct: scatteredProduct,
    narrowBackward: narrowBackward, addSparse: addSparse, dotAndAddSparse: dotAndAddSparse,
    packedProduct: packedProduct, blockProduct: blockProduct, picks: Block.picks,
    addProjected: addProjected, gatherRows: gatherRows, scatterRows: scatterRows,
    lstmGates: lstmGates, lstmGatesBackward: lstmGatesBackward,
    gruGates: gruGates, gruGatesBackward: gruGatesBackward, highwayGates: highwayGates,
    highwayGatesBackward: highwayGatesBackward,
    adam: adam, momentum: momentumStep, descent: descent, rmsprop: rmsprop, average: average,
    addScaled: addScaled, sumOfSquares: sumOfSquares,
    addRowSums: addRowSums, columnPowers: columnPowers, scaleColumns: scaleColumns,
    tanh: tanhInPlace, sigmoid: sigmoidInPlace,
    multiplyAdds: multiplyAdds)
}
