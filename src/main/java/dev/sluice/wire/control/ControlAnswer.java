package dev.sluice.wire.control;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the gateway answers. The member `answer` names which.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ControlAnswer.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = ControlAnswer.Applied.class, name = "ack"),
  @JsonSubTypes.Type(value = ControlAnswer.Unfounded.class, name = "unfounded"),
  @JsonSubTypes.Type(value = ControlAnswer.Handing.class, name = "handing"),
  @JsonSubTypes.Type(value = ControlAnswer.Idle.class, name = "idle"),
  @JsonSubTypes.Type(value = ControlAnswer.Counted.class, name = "counted"),
  @JsonSubTypes.Type(value = ControlAnswer.Totals.class, name = "totals"),
  @JsonSubTypes.Type(value = ControlAnswer.Demand.class, name = "demand"),
  @JsonSubTypes.Type(value = ControlAnswer.Stopping.class, name = "stopping"),
  @JsonSubTypes.Type(value = ControlAnswer.Failed.class, name = "failed")
})
public sealed interface ControlAnswer {
  /// @param program version of the gateway's program
  /// @param host what the gateway listens at
  /// @param table number of the present table
  /// @param tls where it was told to listen for TLS, and the folder of its certificates; null when
  ///   it doesn't, or is an older program
  /// @param accessLog what it was told to log; null for nothing
  record Hello(
      String program,
      long pid,
      String host,
      int port,
      long table,
      @Nullable String tls,
      @Nullable String accessLog)
      implements ControlAnswer {}

  /// Every later request is routed by the table with this number, or a newer one.
  record Applied(long number, List<AddressFailureMessage> failures) implements ControlAnswer {
    public Applied {
      failures = List.copyOf(failures);
    }
  }

  /// The change was made for another table than the present one, and nothing was changed.
  ///
  /// @param number of the present table
  record Unfounded(long number) implements ControlAnswer {}

  /// The listening sockets are on their way.
  ///
  /// @param number of the table that stays until the other gateway serves, or gives up
  /// @param listening the sockets' names, in the order they come
  record Handing(long number, List<String> listening) implements ControlAnswer {
    public Handing {
      listening = List.copyOf(listening);
    }
  }

  record Idle(boolean idle) implements ControlAnswer {}

  /// @param gateway who counts; another one begins anew
  /// @param second number of the last of `seconds`
  /// @param inFlight now, by instance; those with none are left out
  record Counted(
      String gateway,
      long second,
      List<CountsMessage.Second> seconds,
      Map<String, Integer> inFlight)
      implements ControlAnswer {
    public Counted {
      seconds = List.copyOf(seconds);
      inFlight = Map.copyOf(inFlight);
    }
  }

  /// Since the gateway started.
  record Totals(
      List<CountsMessage.Of> instances,
      List<CountsMessage.Of> versions,
      List<CountsMessage.Refused> refused,
      long droppedLogLines)
      implements ControlAnswer {
    public Totals {
      instances = List.copyOf(instances);
      versions = List.copyOf(versions);
      refused = List.copyOf(refused);
    }
  }

  /// @param versions that requests wait for; none when the limit has passed
  record Demand(List<String> versions) implements ControlAnswer {
    public Demand {
      versions = List.copyOf(versions);
    }
  }

  record Stopping() implements ControlAnswer {}

  /// The request could not be understood or done; nothing was changed.
  record Failed(String message) implements ControlAnswer {}

  /// A version address that can't be listened on.
  record AddressFailureMessage(String host, int port, String reason) {}
}
