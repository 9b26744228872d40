package dev.sluice.store;

import dev.sluice.domain.history.Operation.State;
import dev.sluice.engine.port.Store.Change;
import java.nio.file.Path;
import java.util.List;

/// Commits without end, telling the number of each event once it is acknowledged.
final class CommittingProgram {
  private CommittingProgram() {}

  static void main(String[] args) throws Exception {
    try (var store = SqliteStore.open(Path.of(args[0]))) {
      for (long next = store.eventRange().newest() + 1; ; next++) {
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
