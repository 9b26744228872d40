package dev.sluice.wire.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// What the engine asks of the gateway. The member `call` names which.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "call")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ControlRequest.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = ControlRequest.Change.class, name = "change"),
  @JsonSubTypes.Type(value = ControlRequest.HandOver.class, name = "handOver"),
  @JsonSubTypes.Type(value = ControlRequest.AwaitIdle.class, name = "idle"),
  @JsonSubTypes.Type(value = ControlRequest.Counted.class, name = "counted"),
  @JsonSubTypes.Type(value = ControlRequest.Totals.class, name = "totals"),
  @JsonSubTypes.Type(value = ControlRequest.Demand.class, name = "demand"),
  @JsonSubTypes.Type(value = ControlRequest.Stop.class, name = "stop")
})
public sealed interface ControlRequest {
  /// Who are you?
  record Hello() implements ControlRequest {}

  /// Route by the table that this makes of the present one.
  ///
  /// @param passedOn whether it comes from the gateway that has taken over; null for no
  record Change(ChangeMessage change, @Nullable Boolean passedOn) implements ControlRequest {}

  /// Give the listening sockets to the process that waits for them.
  ///
  /// @param line the socket at which it waits
  /// @param aside where the control socket will be found afterwards
  record HandOver(String line, String aside) implements ControlRequest {}

  /// Answer once nothing is in flight to the instance, or after the limit.
  record AwaitIdle(String instance, long limitMillis) implements ControlRequest {}

  /// What was counted after that second?
  ///
  /// @param gateway who counted it
  record Counted(String gateway, long second) implements ControlRequest {}

  /// What was counted since you started?
  record Totals() implements ControlRequest {}

  /// Answer once requests wait for a version that is started on demand, or after the limit.
  record Demand(long limitMillis) implements ControlRequest {}

  /// End what is in flight, then the process.
  record Stop() implements ControlRequest {}
}
