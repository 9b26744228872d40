package dev.sluice.engine.core;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.ProblemException;
import dev.sluice.engine.port.Store;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The one thread that changes a service: takes commands and observations in order.
final class ServiceWriter {
  private static final System.Logger LOG = System.getLogger(ServiceWriter.class.getName());

  private static final long BEFORE_TRYING_AGAIN_MILLIS = 1_000;

  private final BlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();

  /// What was seen and could not be written down yet, because the store failed. Only the writer's
  /// thread touches it.
  private final Deque<Runnable> owed = new ArrayDeque<>();

  private final Thread thread;
  private volatile boolean closed;

  ServiceWriter(ServiceName service) {
    this.thread = Thread.ofVirtual().name("writer-" + service).start(this::run);
  }

  /// Leaves word of something that has happened, and returns at once. While the store fails it is
  /// tried again, before anything that came later: what is true stays true on a full disk.
  void tell(Runnable observation) {
    mailbox.add(
        () -> {
          owed.add(observation);
          settle();
        });
  }

  /// Leaves a message that will be left again if it comes to nothing, and returns at once.
  void suggest(Runnable message) {
    mailbox.add(
        () -> {
          settle();
          message.run();
        });
  }

  /// Leaves a command and waits for its answer.
  ///
  /// @throws ProblemException when the command is refused, or the engine stops before it is taken
  /// @throws Store.FailedException when the store fails; nothing has changed then
  <T> T ask(Supplier<T> command) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("a writer must not wait for itself");
    }
    var answer = new CompletableFuture<T>();
    mailbox.add(
        () -> {
          try {
            settle();
            answer.complete(command.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return await(answer);
  }

  private <T> T await(CompletableFuture<T> answer) {
    try {
      while (true) {
        try {
          return answer.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
          if (!thread.isAlive()) {
            throw Problems.stopping();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problems.stopping();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException refused) {
        throw refused;
      }
      if (e.getCause() instanceof Store.FailedException failed) {
        throw failed;
      }
      throw new IllegalStateException("a command failed", e.getCause());
    }
  }

  private void run() {
    try {
      while (!closed) {
        handle(owed.isEmpty() ? mailbox.take() : soon());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The next message, or in a while another try at what is owed.
  private Runnable soon() throws InterruptedException {
    var message = mailbox.poll(BEFORE_TRYING_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    return message == null ? this::settle : message;
  }

  private void handle(Runnable message) {
    boolean waited = !owed.isEmpty();
    try {
      message.run();
    } catch (Store.FailedException e) {
      if (!waited) {
        LOG.log(WARNING, thread.getName() + " cannot write what it has seen; it tries again.", e);
      }
    } catch (RuntimeException e) {
      LOG.log(ERROR, "A message to " + thread.getName() + " failed; nothing was changed.", e);
    }
  }

  /// Works in what is owed, in its order.
  private void settle() {
    while (!owed.isEmpty()) {
      try {
        owed.getFirst().run();
      } catch (Store.FailedException e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.log(ERROR, "An observation of " + thread.getName() + " failed; it changes nothing.", e);
      }
      owed.removeFirst();
    }
  }

  /// Takes no further message; the one under way is finished.
  void stop() throws InterruptedException {
    closed = true;
    mailbox.add(() -> {});
    thread.join();
  }
}
