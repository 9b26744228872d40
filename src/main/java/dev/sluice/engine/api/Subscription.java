package dev.sluice.engine.api;

/// A listener's place in an engine; closing it ends the calls. Closing twice does nothing.
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
