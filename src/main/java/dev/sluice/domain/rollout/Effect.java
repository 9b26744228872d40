package dev.sluice.domain.rollout;

/// Something to be done after what the planner returned is committed. Each can be done twice
/// without harm, because a crash can come between doing it and hearing of it.
public sealed interface Effect {

  /// Put the artifact in place; answered by [Input.Prepared] or [Input.PrepareFailed].
  record Prepare(Spec spec) implements Effect {}

  /// Make sure the instance runs and is watched; answered by [Input.Started] or [Input.Exited].
  record Run(Instance instance, Spec spec) implements Effect {}

  /// Once the gateway has acknowledged that the instance is out of rotation: drain it, end it
  /// (R62); answered by [Input.Stopped].
  record Stop(Instance instance, Spec spec) implements Effect {}
}
