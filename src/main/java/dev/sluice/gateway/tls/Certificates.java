package dev.sluice.gateway.tls;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The certificates of a folder. Each is a pair of PEM files, `NAME.crt` with the whole chain and
/// `NAME.key` with the private key in PKCS #8, and serves the names that it holds itself, wildcards
/// included. `default` serves everybody else, or, without it, the first by name.
///
/// The folder is looked at every few seconds. A pair that changed serves new connections; open ones
/// stay as they are. A pair that cannot be used is reported, and the one before stays in use.
/// Thread-safe.
public final class Certificates implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Certificates.class.getName());
  private static final String CERTIFICATE = ".crt";
  private static final String DEFAULT = "default";

  private final Path folder;
  private final Thread watcher;
  private Map<String, Pair> pairs = Map.of();
  private volatile Choice choice;

  /// @param exact by whole name, lower case
  /// @param wildcard by what follows the `*`, from its dot on
  private record Choice(
      Map<String, SslContext> exact, Map<String, SslContext> wildcard, SslContext otherwise) {}

  private Certificates(Path folder, Duration interval) throws IOException {
    this.folder = folder;
    var read = read(true);
    this.pairs = read;
    this.choice = choice(read);
    this.watcher = Thread.ofVirtual().name("certificates").unstarted(() -> watch(interval));
  }

  /// Reads the folder for the first time.
  ///
  /// @param interval after which it is looked at again
  /// @throws IOException with a sentence, when there is no pair or one cannot be used
  public static Certificates of(Path folder, Duration interval) throws IOException {
    var certificates = new Certificates(folder, interval);
    certificates.watcher.start();
    return certificates;
  }

  /// What a connection is to be secured with.
  ///
  /// @param name that the user agent asks for; null when it names none
  public SslContext forName(@Nullable String name) {
    var now = choice;
    if (name == null) {
      return now.otherwise();
    }
    String lower = name.toLowerCase(Locale.ROOT);
    var exact = now.exact().get(lower);
    if (exact != null) {
      return exact;
    }
    int dot = lower.indexOf('.');
    var wildcard = dot < 0 ? null : now.wildcard().get(lower.substring(dot));
    return wildcard == null ? now.otherwise() : wildcard;
  }

  private void watch(Duration interval) {
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(interval.toNanos());
        reload();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed.
    }
  }

  private void reload() {
    try {
      var next = read(false);
      if (!next.equals(pairs)) {
        pairs = next;
        choice = choice(next);
        LOG.log(
            System.Logger.Level.INFO, "Certificates in use: " + String.join(", ", next.keySet()));
      }
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING, e.getMessage() + " The certificates before stay in use.");
    }
  }

  /// @param strict whether a pair that cannot be used is an error; else the one before stays
  private Map<String, Pair> read(boolean strict) throws IOException {
    var found = new TreeMap<String, Pair>();
    for (var certificate : files()) {
      String file = String.valueOf(certificate.getFileName());
      String name = file.substring(0, file.length() - CERTIFICATE.length());
      var before = pairs.get(name);
      try {
        var key = folder.resolve(name + ".key");
        found.put(
            name,
            before != null && before.isOf(certificate, key) ? before : Pair.of(certificate, key));
      } catch (IOException e) {
        if (strict) {
          throw e;
        }
        LOG.log(System.Logger.Level.WARNING, e.getMessage() + " The one before stays in use.");
        if (before != null) {
          found.put(name, before);
        }
      }
    }
    if (found.isEmpty()) {
      throw new IOException(
          "There is no certificate in " + folder + "; put NAME.crt and NAME.key there, as PEM.");
    }
    return found;
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(CERTIFICATE)).sorted().toList();
    } catch (IOException e) {
      throw new IOException("The folder of certificates " + folder + " cannot be read.", e);
    }
  }

  private static Choice choice(Map<String, Pair> pairs) {
    var exact = new HashMap<String, SslContext>();
    var wildcard = new HashMap<String, SslContext>();
    pairs
        .values()
        .forEach(
            pair ->
                pair.names()
                    .forEach(
                        name -> {
                          boolean any = name.startsWith("*.");
                          var names = any ? wildcard : exact;
                          names.putIfAbsent(any ? name.substring(1) : name, pair.context());
                        }));
    var otherwise = pairs.get(DEFAULT);
    return new Choice(
        Map.copyOf(exact),
        Map.copyOf(wildcard),
        otherwise == null ? pairs.values().iterator().next().context() : otherwise.context());
  }

  /// Looks at the folder no more.
  @Override
  public void close() {
    watcher.interrupt();
  }
}
