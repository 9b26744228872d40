package dev.sluice.bench.gateway;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// A process of its own: sends WebSocket messages over many connections, each the next one as soon
/// as the last came back or after a pause, and reports as the scripts of wrk do.
public final class EchoLoad {
  private static final int LENGTH = 32;

  private final int port;
  private final long end;
  private final int pause;

  private EchoLoad(int port, long end, int pause) {
    this.port = port;
    this.end = end;
    this.pause = pause;
  }

  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    long seconds = Long.parseLong(args[2]);
    var load =
        new EchoLoad(
            Integer.parseInt(args[0]),
            start + TimeUnit.SECONDS.toNanos(seconds),
            Integer.parseInt(args[3]));
    int connections = Integer.parseInt(args[1]);
    var tasks = new ArrayList<Callable<long[]>>();
    for (int i = 0; i < connections; i++) {
      tasks.add(load::talk);
    }
    var times = new ArrayList<long[]>();
    int errors = 0;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var talk : executor.invokeAll(tasks)) {
        try {
          times.add(talk.get());
        } catch (ExecutionException e) {
          errors++;
        }
      }
    }
    report(times, (System.nanoTime() - start) / 1000, errors);
  }

  private static void report(List<long[]> times, long micros, int errors) {
    long[] sorted = times.stream().flatMapToLong(LongStream::of).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "RESULT %d %d %f %f %f %d%n",
        sorted.length,
        micros,
        percentile(sorted, 0.5),
        percentile(sorted, 0.99),
        percentile(sorted, 0.999),
        errors);
  }

  private static double percentile(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1e3;
  }

  /// How long each message took there and back, in nanoseconds.
  private long[] talk() throws IOException, InterruptedException {
    var times = new long[1024];
    int count = 0;
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      var out = socket.getOutputStream();
      out.write(
          ("GET /ws HTTP/1.1\r\nHost: "
                  + Contender.HOST
                  + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                  + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      skipHead(in);
      byte[] frame = new byte[LENGTH + 6];
      frame[0] = (byte) 0x82;
      frame[1] = (byte) (0x80 | LENGTH);
      while (System.nanoTime() < end) {
        if (pause > 0) {
          Thread.sleep(ThreadLocalRandom.current().nextInt(2 * pause + 1));
        }
        long sent = System.nanoTime();
        out.write(frame);
        if (in.readNBytes(LENGTH + 2).length < LENGTH + 2) {
          throw new EOFException();
        }
        if (count == times.length) {
          times = Arrays.copyOf(times, 2 * count);
        }
        times[count++] = System.nanoTime() - sent;
      }
    }
    return Arrays.copyOf(times, count);
  }

  static void skipHead(InputStream in) throws IOException {
    int seen = 0;
    while (seen < 4) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      seen = next == (seen % 2 == 0 ? '\r' : '\n') ? seen + 1 : 0;
    }
  }
}
