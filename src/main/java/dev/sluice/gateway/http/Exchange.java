package dev.sluice.gateway.http;

import dev.sluice.domain.service.Protocol;
import dev.sluice.gateway.route.Claim;
import dev.sluice.gateway.route.Refusal;
import dev.sluice.gateway.route.Router;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// One request on its way to an instance, and its answer on the way back. Lives on one event loop.
///
/// It is tried again in three cases only, where the instance cannot have acted on it or may act
/// twice: the instance refused the connection, which costs nothing and may happen a few times; or,
/// once, it said by HTTP/2 that it has not looked at the request; or, once, it closed a kept
/// connection without a byte of an answer, as programs do that were idle too long, and the request
/// is repeatable. By HTTP/1.1, a request that isn't repeatable gets a connection of its own, so
/// that the last case never concerns it.
final class Exchange implements Origins.Connecting {
  /// Connections in a row that may be refused, or not taken in time: the instance that is just
  /// gone, and the one that is next.
  private static final int MOST_REFUSED = 3;

  private final UserAgentStream agent;
  private final IncomingRequest request;
  private final Router router;
  private final ProxyContext context;
  private final Limits limits;
  private final boolean repeatable;
  private final UploadBuffer upload;
  private final Ledger ledger;
  private final long began;

  private Claim claim;
  private @Nullable OriginStream origin;
  private @Nullable IncomingAnswer answer;
  private boolean interimSeen;
  private boolean retried;
  private boolean triedAgain;
  private int refused;
  private boolean keepAlive;
  private boolean over;
  private long bytesIn;
  private long bytesOut;

  /// @param began when the request's head was read, as [System#nanoTime] has it
  Exchange(
      UserAgentStream agent,
      IncomingRequest request,
      Claim claim,
      long began,
      ProxyContext context) {
    this.agent = agent;
    this.request = request;
    this.claim = claim;
    this.router = context.router();
    this.context = context;
    this.limits = context.limits();
    this.repeatable = request.repeatable(limits);
    // An HTTP/2 origin may say of any request that it has not acted on it.
    boolean keeping = repeatable || claim.protocol() == Protocol.H2C;
    this.upload = new UploadBuffer(keeping ? limits.repeatableBytes() : 0);
    this.ledger = context.ledger(agent.channel().eventLoop());
    this.began = began;
    if (request.framing().equals(Framing.NONE)) {
      upload.complete(null);
    }
  }

  void start() {
    agent.deadline().clear(); // Connecting has its own limit.
    var origins = context.origins(agent.channel().eventLoop(), claim.protocol());
    var present = retried ? null : origins.take(claim.endpoint(), repeatable);
    if (present != null) {
      attach(present);
    } else {
      pauseUpload();
      origins.connect(claim.endpoint(), this);
    }
  }

  Claim claim() {
    return claim;
  }

  IncomingRequest request() {
    return request;
  }

  UserAgentStream agent() {
    return agent;
  }

  long began() {
    return began;
  }

  boolean retried() {
    return triedAgain;
  }

  /// The status that the user agent was sent, or is sent now: `status`, if no head is out yet.
  int statusSent(int status) {
    return answer == null ? status : answer.status();
  }

  /// Of the request's body, so far.
  long bytesIn() {
    return bytesIn;
  }

  /// Of the answer's body, so far.
  long bytesOut() {
    return bytesOut;
  }

  private void pauseUpload() {
    if (!upload.complete()) {
      agent.setReading(false);
    }
  }

  @Override
  public void onConnected(OriginStream connection) {
    claim.reachable();
    if (over) {
      connection.close();
    } else {
      attach(connection);
      connection.writer().flush();
    }
  }

  @Override
  public void onRefused() {
    claim.unreachable();
    refused++;
    if (!over && !(refused < MOST_REFUSED && tryAnother())) {
      fail(Refusals.unreachable(claim.version()));
    }
  }

  @Override
  public void onForeign() {
    if (!over) {
      fail(Refusals.otherProtocol(claim.version()));
    }
  }

  private void attach(OriginStream connection) {
    origin = connection;
    connection.begin(this, request.isHead());
    OutgoingRequest.write(request, agent.forwarded(), connection.writer());
    upload.writeTo(connection.writer());
    readUpload(connection);
  }

  /// Tries once more, on a new connection; false when that is not possible.
  private boolean retry() {
    if (retried || !upload.whole()) {
      return false;
    }
    retried = true;
    return tryAnother();
  }

  private boolean tryAnother() {
    var second = router.again(claim);
    if (second == null) {
      return false;
    }
    triedAgain = true;
    claim.end();
    claim = second;
    origin = null;
    upload.rewind();
    start();
    flushUpload(); // It may have been given a connection that is there already.
    return true;
  }

  // From the user agent.

  /// @param part is taken over
  void onUpload(ByteBuf part) {
    if (over) {
      part.release();
      return;
    }
    bytesIn += part.readableBytes();
    upload.add(part);
    writeUpload();
  }

  void onUploadEnd(@Nullable Head trailers) {
    if (!over) {
      upload.complete(trailers);
      writeUpload();
    }
  }

  private void writeUpload() {
    if (origin != null) {
      upload.writeTo(origin.writer());
      readUpload(origin);
    }
  }

  void flushUpload() {
    if (origin != null) {
      origin.writer().flush();
    }
  }

  void onOriginWritable() {
    if (origin != null && !over) {
      readUpload(origin);
    }
  }

  /// Reads more of the body only while the origin takes it; says who is waited for.
  private void readUpload(OriginStream connection) {
    boolean wanted = !upload.complete() && connection.writable();
    if (answer == null) {
      agent.deadline().set(wanted ? limits.idleTime() : limits.answerTime());
    }
    if (!upload.complete()) {
      agent.setReading(wanted); // May bring more at once.
    }
  }

  /// The user agent is gone; nobody waits for the answer any more.
  void onAgentClosed() {
    if (!over) {
      ledger.ended(this, answer == null ? 499 : answer.status(), null);
      end();
      dropOrigin();
    }
  }

  /// The request's body cannot be read on; the user agent is answered with `refusal`.
  void onBadUpload(Refusal refusal) {
    if (!over) {
      ledger.ended(this, refusal.status(), refusal);
      end();
      dropOrigin();
    }
  }

  boolean uploadComplete() {
    return upload.complete();
  }

  // From the origin.

  void onAnswer(IncomingAnswer incoming) {
    if (incoming.interim()) {
      onInterim(incoming);
    } else if (incoming.switching()) {
      onSwitching(incoming);
    } else {
      answer = incoming;
      upload.forget();
      keepAlive =
          request.keepAlive()
              && upload.complete()
              && OutgoingAnswer.selfDelimiting(request, incoming)
              && agent.mayStayOpen();
      OutgoingAnswer.write(request, incoming, claim, agent.secure(), keepAlive, agent.writer());
      agent.deadline().set(limits.answerTime());
    }
  }

  private void onInterim(IncomingAnswer incoming) {
    interimSeen = true;
    if (!request.http10()) {
      OutgoingAnswer.writeInterim(incoming, agent.writer());
      agent.writer().flush();
    }
  }

  private void onSwitching(IncomingAnswer incoming) {
    var connection = origin;
    if (connection == null || !request.upgrades() || !upload.complete()) {
      fail(Refusals.malformed(claim.version(), "It switched protocols unasked."));
      return;
    }
    over = true;
    upload.release();
    ledger.ended(this, incoming.status(), null);
    OutgoingAnswer.writeSwitching(incoming, claim, agent.writer());
    agent.writer().flush();
    agent.deadline().clear();
    var head = request.head();
    boolean webSocket = head.valueIs(head.find(Field.UPGRADE), "websocket");
    var tunnel = Tunnel.open(agent.channel(), connection.channel(), webSocket, limits, claim::end);
    claim.onDrained(tunnel::leave);
  }

  /// @param part is taken over
  void onAnswerPart(ByteBuf part) {
    if (over) {
      part.release();
    } else {
      bytesOut += part.readableBytes();
      agent.writer().part(part);
      readAnswer();
    }
  }

  void flushAnswer() {
    agent.writer().flush();
  }

  /// Reads more of the answer only while the user agent takes it; says who is waited for.
  void readAnswer() {
    if (origin != null && answer != null && !over) {
      boolean wanted = agent.writable();
      agent.deadline().set(wanted ? limits.answerTime() : limits.idleTime());
      origin.setReading(wanted); // May bring more at once, and the end.
    }
  }

  /// The answer is complete.
  ///
  /// @param clean whether the origin has sent nothing behind it
  void onAnswerEnd(@Nullable Head trailers, boolean clean) {
    var received = answer;
    var connection = origin;
    if (received == null || connection == null) {
      throw new IllegalStateException("an answer ended before it began");
    }
    agent.writer().end(trailers);
    ledger.ended(this, received.status(), null);
    boolean whole = upload.complete();
    origin = null;
    connection.finish(whole && clean && received.reusable() && !claim.removed());
    end();
    agent.onExchangeOver(keepAlive && whole);
  }

  void onBadAnswer(BadMessageException bad) {
    fail(Refusals.malformed(claim.version(), bad.detail()));
  }

  void onOriginClosed(OriginStream connection) {
    boolean untouched = answer == null && !interimSeen && !connection.answerStarted();
    origin = null;
    boolean repeated = connection.unprocessed() || (repeatable && connection.reused());
    if (untouched && repeated && retry()) {
      return;
    }
    fail(Refusals.broken(claim.version()));
  }

  /// The deadline has passed: whoever was waited for was too slow.
  void onDeadline() {
    boolean agentTooSlow =
        origin != null && !upload.complete() && origin.writable() && answer == null;
    fail(agentTooSlow ? Refusals.tooSlow() : Refusals.originTooSlow(claim.version()));
  }

  private void fail(Refusal refusal) {
    ledger.ended(this, refusal.status(), refusal);
    dropOrigin();
    end();
    if (answer == null) {
      agent.refuse(refusal, request, claim, upload.complete());
    } else {
      // Half an answer is out. Closing is the only way left to say that it isn't whole.
      agent.abort();
    }
  }

  private void dropOrigin() {
    if (origin != null) {
      origin.close();
      origin = null;
    }
  }

  private void end() {
    over = true;
    claim.end();
    upload.release();
  }
}
