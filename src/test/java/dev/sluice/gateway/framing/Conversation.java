package dev.sluice.gateway.framing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What came back over one connection to a gateway: the answers to some bytes, and to one more
/// request sent behind them as soon as the first is answered. That one tells whether the connection
/// is still in step.
///
/// @param answers without that to the request behind
/// @param probed whether the request behind was answered, with its own answer
record Conversation(List<Answer> answers, boolean probed, End end) {
  private static final String PROBE =
      "GET /probe HTTP/1.1\r\nHost: shop.localhost\r\nConnection: close\r\n\r\n";

  /// What follows a 101 in these tests.
  private static final String TUNNELLED = "tunnelled";

  enum End {
    CLOSED,

    /// Closed in the middle of an answer.
    CUT,

    /// The gateway waits.
    SILENT,

    /// The connection became a tunnel, and bytes came through.
    TUNNEL
  }

  /// @param raw head and body as they came
  record Answer(int status, String head, String body, String raw) {
    boolean says(String headerLine) {
      return head.toLowerCase(Locale.ROOT).contains("\r\n" + headerLine.toLowerCase(Locale.ROOT));
    }
  }

  /// @param limit how long each next byte may take
  static Conversation with(int port, String bytes, Duration limit) throws IOException {
    try (var socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 5_000);
      socket.setSoTimeout((int) limit.toMillis());
      var talk = new Talk(socket, bytes.startsWith("HEAD "));
      talk.send(bytes);
      return talk.listen();
    }
  }

  List<Integer> statuses() {
    return answers.stream().map(Answer::status).toList();
  }

  /// All that came for the bytes sent, in ISO 8859-1.
  String raw() {
    return String.join("", answers.stream().map(Answer::raw).toList());
  }

  private static final class Talk {
    private final Socket socket;
    private final InputStream in;
    private final List<Answer> answers = new ArrayList<>();
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private boolean head;
    private boolean probing;

    private Talk(Socket socket, boolean head) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.head = head;
    }

    private void send(String bytes) {
      try {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // The gateway has closed before it had read all; its answer may be there to be read.
      }
    }

    private Conversation listen() throws IOException {
      var end = End.CLOSED;
      try {
        while (end == End.CLOSED && readAnswer()) {
          int status = answers.getLast().status();
          if (status == 101) {
            end = readLine(TUNNELLED.length()).equals(TUNNELLED) ? End.TUNNEL : End.CUT;
          } else if (status >= 200 && !probing) {
            probing = true;
            send(PROBE);
          }
        }
      } catch (SocketTimeoutException e) {
        end = End.SILENT;
      } catch (EOFException e) {
        end = End.CUT;
      } catch (SocketException e) {
        end = raw.size() > 0 ? End.CUT : End.CLOSED;
      }
      if (end == End.CUT && raw.size() > 0) {
        cut();
      }
      boolean probed = !answers.isEmpty() && probing && answers.getLast().body().equals("/probe");
      if (probed) {
        answers.removeLast();
      }
      return new Conversation(List.copyOf(answers), probed, end);
    }

    /// Keeps what has come of an answer that is not whole.
    private void cut() {
      String text = raw.toString(StandardCharsets.ISO_8859_1);
      int at = text.indexOf("\r\n\r\n");
      if (at >= 0) {
        answers.add(new Answer(status(text), text.substring(0, at + 2), "", text));
      }
    }

    private static int status(String head) {
      var words = head.split("[ \r]", 3);
      return words.length > 1 && words[1].matches("[0-9]{3}") ? Integer.parseInt(words[1]) : 0;
    }

    /// False when the connection is closed and nothing more has come.
    private boolean readAnswer() throws IOException {
      raw.reset();
      int first = in.read();
      if (first < 0) {
        return false;
      }
      raw.write(first);
      while (!raw.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        var _ = next();
      }
      String text = raw.toString(StandardCharsets.ISO_8859_1);
      int status = status(text);
      int from = raw.size();
      boolean bodiless = status < 200 || status == 204 || status == 304 || head;
      String body = bodiless ? "" : readBody(text.toLowerCase(Locale.ROOT));
      head = head && status < 200;
      String whole = raw.toString(StandardCharsets.ISO_8859_1);
      answers.add(
          new Answer(
              status, text.substring(0, text.length() - 2), body, text + whole.substring(from)));
      raw.reset();
      return true;
    }

    private String readBody(String head) throws IOException {
      if (head.contains("\r\ntransfer-encoding: chunked\r\n")) {
        var body = new StringBuilder();
        for (int size = size(); size > 0; size = size()) {
          body.append(readLine(size));
          var _ = readLine(2);
        }
        while (!line().isEmpty()) {}
        return body.toString();
      }
      int at = head.indexOf("\r\ncontent-length: ");
      if (at >= 0) {
        int from = at + "\r\ncontent-length: ".length();
        return readLine(number(head.substring(from, head.indexOf('\r', from)).strip(), 10));
      }
      var body = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        body.write(next);
        raw.write(next);
      }
      return body.toString(StandardCharsets.ISO_8859_1);
    }

    private int size() throws IOException {
      return number(line().replaceFirst(";.*", "").strip(), 16);
    }

    private static int number(String digits, int radix) throws IOException {
      if (!digits.matches("[0-9a-fA-F]{1,7}")) {
        throw new EOFException("garbled: " + digits);
      }
      return Integer.parseInt(digits, radix);
    }

    private String line() throws IOException {
      var line = new StringBuilder();
      while (line.indexOf("\r\n") < 0) {
        line.append((char) next());
      }
      return line.substring(0, line.length() - 2);
    }

    private String readLine(int bytes) throws IOException {
      var text = new StringBuilder();
      while (text.length() < bytes) {
        text.append((char) next());
      }
      return text.toString();
    }

    private int next() throws IOException {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      raw.write(next);
      return next;
    }
  }
}
