package dev.sluice.store;

import dev.sluice.domain.history.Operation.State;
import dev.sluice.engine.port.Store.Change;
import java.nio.file.Path;
import java.util.List;

/// Commits, telling the number of each event once it is acknowledged: up to the number that the
/// second argument says, else without end.
final class CommittingProgram {
  private CommittingProgram() {}

  static void main(String[] args) throws Exception {
    long last = args.length > 1 ? Long.parseLong(args[1]) : Long.MAX_VALUE;
    try (var store = SqliteStore.open(Path.of(args[0]))) {
      for (long next = store.eventRange().newest() + 1; next <= last; next++) {
        var numbers =
            store.commit(
                List.of(
                    new Change.AddEvent(StoredRecords.NOW, "n", Long.toString(next)),
                    new Change.PutOperation(StoredRecords.operation(next, State.SUCCEEDED))));
        System.out.println(numbers.getFirst());
      }
    }
  }
}
