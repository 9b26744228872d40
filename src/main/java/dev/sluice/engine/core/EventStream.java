package dev.sluice.engine.core;

import static java.lang.System.Logger.Level.WARNING;

import dev.sluice.engine.api.EngineEvent;
import dev.sluice.engine.api.EventListener;
import dev.sluice.engine.api.Subscription;
import dev.sluice.engine.port.Store;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Tells listeners of events. Each listener has a virtual thread that reads the journal from where
/// the listener stands, so a slow one costs nothing but itself, and one that resumes is like one
/// that was slow.
final class EventStream implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EventStream.class.getName());
  private static final int BATCH = 200;

  private final Store store;
  private final EventCodec codec;
  private final Set<Reader> readers = ConcurrentHashMap.newKeySet();

  EventStream(Store store, EventCodec codec) {
    this.store = store;
    this.codec = codec;
  }

  /// There is something new to read.
  void onCommitted() {
    readers.forEach(reader -> reader.news.release());
  }

  Subscription subscribe(Optional<Long> after, EventListener listener) {
    var range = store.eventRange();
    boolean complete =
        after.filter(n -> n <= range.newest() && n >= range.oldest() - 1).isPresent();
    var reader = new Reader(listener, complete ? after.orElseThrow() : range.newest(), complete);
    readers.add(reader);
    reader.thread.start();
    return reader;
  }

  @Override
  public void close() {
    readers.forEach(Reader::close);
  }

  private final class Reader implements Subscription {
    private final EventListener listener;
    private final boolean complete;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("event-reader").unstarted(this::run);
    private long position;

    Reader(EventListener listener, long position, boolean complete) {
      this.listener = listener;
      this.position = position;
      this.complete = complete;
    }

    private void run() {
      try {
        listener.onConnected(complete);
        while (true) {
          deliverAll();
          news.acquire();
          news.drainPermits();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.log(WARNING, "A listener of events failed; it gets no more.", e);
      } finally {
        readers.remove(this);
      }
    }

    private void deliverAll() {
      List<Store.EventRecord> batch;
      do {
        batch = store.eventsAfter(position, BATCH);
        for (var record : batch) {
          if (thread.isInterrupted()) {
            return;
          }
          position = record.number();
          listener.onEvent(
              new EngineEvent(
                  record.number(), record.at(), codec.read(record.type(), record.payload())));
        }
      } while (batch.size() == BATCH);
    }

    @Override
    public void close() {
      readers.remove(this);
      thread.interrupt();
    }
  }
}
