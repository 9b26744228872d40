package dev.sluice.client;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Closes a stream that has been silent for too long, so that whoever reads it stops waiting.
final class SilenceWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SilenceWatch.class.getName());

  private final Duration longestSilence;
  private final InputStream watched;
  private final Thread thread;
  private volatile long lastSeen = System.nanoTime();

  SilenceWatch(Duration longestSilence, InputStream watched) {
    this.longestSilence = longestSilence;
    this.watched = watched;
    this.thread = Thread.ofVirtual().name("engine-stream-watch").start(this::run);
  }

  void seen() {
    lastSeen = System.nanoTime();
  }

  private void run() {
    try {
      Duration left = longestSilence;
      while (left.isPositive()) {
        Thread.sleep(left);
        left = longestSilence.minusNanos(System.nanoTime() - lastSeen);
      }
      watched.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(DEBUG, "A silent stream could not be closed.", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
