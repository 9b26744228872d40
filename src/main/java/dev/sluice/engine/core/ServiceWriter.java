package dev.sluice.engine.core;

import static java.lang.System.Logger.Level.ERROR;

import dev.sluice.domain.service.ServiceName;
import dev.sluice.engine.api.ProblemException;
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

  private final BlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  ServiceWriter(ServiceName service) {
    this.thread = Thread.ofVirtual().name("writer-" + service).start(this::run);
  }

  /// Leaves a message and returns at once.
  void tell(Runnable message) {
    mailbox.add(message);
  }

  /// Leaves a command and waits for its answer.
  ///
  /// @throws ProblemException when the command is refused, or the engine stops before it is taken
  <T> T ask(Supplier<T> command) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("a writer must not wait for itself");
    }
    var answer = new CompletableFuture<T>();
    mailbox.add(
        () -> {
          try {
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
      throw new IllegalStateException("a command failed", e.getCause());
    }
  }

  private void run() {
    try {
      while (!closed) {
        var message = mailbox.take();
        try {
          message.run();
        } catch (RuntimeException e) {
          LOG.log(ERROR, "A message to " + thread.getName() + " failed; nothing was changed.", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes no further message; the one under way is finished.
  void stop() throws InterruptedException {
    closed = true;
    mailbox.add(() -> {});
    thread.join();
  }
}
