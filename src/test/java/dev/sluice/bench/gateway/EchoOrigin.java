package dev.sluice.bench.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A process of its own: accepts every upgrade to WebSocket and sends each short message back.
public final class EchoOrigin {
  private EchoOrigin() {}

  public static void main(String[] args) throws IOException {
    var server =
        new ServerSocket(Integer.parseInt(args[0]), 1024, InetAddress.ofLiteral("127.0.0.1"));
    while (true) {
      var socket = server.accept();
      var _ = Thread.ofVirtual().start(() -> serve(socket));
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      EchoLoad.skipHead(in);
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      while (true) {
        int first = in.read();
        if (first < 0) {
          return;
        }
        int length = in.read() & 0x7f;
        byte[] mask = in.readNBytes(4);
        byte[] message = in.readNBytes(length);
        for (int i = 0; i < length; i++) {
          message[i] ^= mask[i & 3];
        }
        byte[] frame = new byte[length + 2];
        frame[0] = (byte) first;
        frame[1] = (byte) length;
        System.arraycopy(message, 0, frame, 2, length);
        socket.getOutputStream().write(frame);
      }
    } catch (IOException e) {
      // The load has ended.
    } catch (RuntimeException e) {
      System.err.println(Arrays.toString(e.getStackTrace()));
    }
  }
}
