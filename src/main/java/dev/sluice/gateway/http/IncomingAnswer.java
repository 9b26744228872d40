package dev.sluice.gateway.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.regex.Pattern;

/// An answer's head as the origin sent it, checked.
///
/// @param reusable whether the origin's connection can carry another request after this answer
record IncomingAnswer(
    HttpResponseStatus status, HttpHeaders headers, Framing framing, boolean reusable) {
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2})(?: ([^\\x00-\\x08\\x0a-\\x1f\\x7f]*))?");

  /// @param method of the request it answers
  static IncomingAnswer of(HeadReader.Head head, HttpMethod method) throws BadMessageException {
    var line = STATUS_LINE.matcher(head.startLine());
    if (!line.matches()) {
      throw BadMessageException.of("The status line is not 'HTTP/1.1 status reason'.");
    }
    boolean http10 = line.group(1).equals("0");
    int code = Integer.parseInt(line.group(2));
    var phrase = line.group(3);
    var status = new HttpResponseStatus(code, phrase == null ? "" : phrase);
    var headers = head.headers();
    var named = Framing.of(headers, Framing.UntilClose.UNTIL_CLOSE);
    boolean bodiless = code < 200 || code == 204 || code == 304 || method.equals(HttpMethod.HEAD);
    var framing = bodiless ? Framing.NONE : named;
    boolean persistent =
        http10 ? HopByHop.hasOption(headers, "keep-alive") : !HopByHop.hasOption(headers, "close");
    return new IncomingAnswer(
        status, headers, framing, persistent && !(framing instanceof Framing.UntilClose));
  }

  /// Whether a final answer follows: 100 and its like, but not 101.
  boolean interim() {
    return status.code() < 200 && !switching();
  }

  boolean switching() {
    return status.code() == 101;
  }
}
