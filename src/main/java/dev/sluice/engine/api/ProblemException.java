package dev.sluice.engine.api;

import java.io.Serial;

/// The one exception of [DeploymentEngine]: carries a [Problem]. Nothing was changed by the call,
/// unless the problem's kind is [Problem.Kind#UNAVAILABLE]: then it is not known.
public final class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  public ProblemException(Problem problem, Throwable cause) {
    super(problem.detail(), cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
