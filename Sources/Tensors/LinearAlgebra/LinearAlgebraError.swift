/// Why a matrix has not what was asked for, or it cannot be computed here.
public enum LinearAlgebraError: Error, Equatable {
  /// OpenBLAS, or its LAPACK, is not installed.
  case noLibrary
  /// The system has no memory for LAPACK to work in, or the matrix has more numbers than it can count.
  case tooLarge
  /// A matrix that has no inverse, as far as its numbers tell.
  case singular
  /// A matrix that is not symmetric and positive definite.
  case notPositiveDefinite
  /// Eigenvalues that are not real.
  case complexValues
  /// It holds nan or an infinity.
  case notFinite
  /// The iteration came to no end.
  case noConvergence
}
