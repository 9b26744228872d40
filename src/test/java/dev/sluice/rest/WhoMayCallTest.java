package dev.sluice.rest;

import static dev.sluice.rest.RunningApi.code;
import static dev.sluice.rest.RunningApi.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.api.FakeDeploymentEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhoMayCallTest {
  private final Path dataDir;
  private final RunningApi api;

  WhoMayCallTest(@TempDir Path dataDir) throws IOException {
    this.dataDir = dataDir;
    this.api = new RunningApi(dataDir);
  }

  @BeforeEach
  void shop() throws Exception {
    api.withShop();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic YWRtaW46YWRtaW4="})
  @DisplayName("without the token a call is refused, and says how to be let in")
  void noToken(String authorization) throws Exception {
    var answer = api.get("/services", "Authorization", authorization);

    assertEquals(401, answer.statusCode());
    assertEquals("unauthorized", code(answer));
    assertEquals("Bearer", answer.headers().firstValue("WWW-Authenticate").orElse(""));
    assertFalse(answer.body().contains("shop"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/engine", "/api/v1/openapi.json", "/api/v1/events", "/metrics", "/x"})
  @DisplayName("nothing but health is open")
  void allClosed(String path) throws Exception {
    assertEquals(401, api.call("GET", path, "", "Authorization", "").statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz"})
  @DisplayName("health needs no token")
  void health(String path) throws Exception {
    assertEquals(200, api.call("GET", path, "", "Authorization", "").statusCode());
  }

  @Test
  @DisplayName("the scheme's name may be written in any case")
  void scheme() throws Exception {
    assertEquals(200, api.get("/engine", "Authorization", "bearer " + api.token).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "http://localhost:3000"})
  @DisplayName("a web page may not call, even with the token")
  void origin(String origin) throws Exception {
    var answer = api.get("/services", "Origin", origin);

    assertEquals(403, answer.statusCode());
    assertEquals("foreignOrigin", code(answer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:PORT", "127.0.0.1.evil.example:PORT", "localhost:1"})
  @DisplayName("a name that is not the engine's own is refused, as DNS rebinding would use it")
  void foreignHost(String host) throws Exception {
    assertTrue(status(host).startsWith("HTTP/1.1 403 "), status(host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:PORT", "localhost:PORT", "LocalHost:PORT", "[::1]:PORT"})
  @DisplayName("the engine answers to its own names")
  void ownHost(String host) throws Exception {
    assertTrue(status(host).startsWith("HTTP/1.1 200 "), status(host));
  }

  private String status(String host) throws IOException {
    return api.raw(
        "GET /api/v1/engine HTTP/1.1\nHost: %s\nAuthorization: Bearer %s\nConnection: close\n\n"
            .formatted(host.replace("PORT", Integer.toString(api.port)), api.token));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "", "no.such.host.invalid"})
  @DisplayName("without a certificate only this computer's own addresses may be listened on")
  void loopbackOnly(String host) throws Exception {
    var token = AdminToken.openOrCreate(dataDir);

    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ApiServer(new FakeDeploymentEngine(), host, 0, token));

    assertTrue(String.valueOf(refused.getMessage()).contains("loopback"));
  }

  @Test
  @DisplayName("an address in use is said in a sentence that names it")
  void inUse() throws Exception {
    var second = new ApiServer(api.engine, "127.0.0.1", api.port, AdminToken.openOrCreate(dataDir));

    var refused = assertThrows(IOException.class, second::start);

    assertTrue(String.valueOf(refused.getMessage()).contains("127.0.0.1:" + api.port));
    second.stop();
  }

  @Test
  @DisplayName("a token outlives its engine, and each data directory has its own")
  void tokens(@TempDir Path other) throws Exception {
    assertTrue(AdminToken.openOrCreate(dataDir).matches(api.token));
    assertFalse(AdminToken.openOrCreate(other).matches(api.token));
    assertEquals(64, api.token.length());
    assertNotEquals(api.token, Files.readString(other.resolve("admin.token")));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  @DisplayName("only the engine's user can read the token, also one that lay open before")
  void permissions() throws Exception {
    Path file = dataDir.resolve("admin.token");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    AdminToken.openOrCreate(dataDir);

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  @DisplayName("a token file without a token is refused with what to do")
  void emptyToken(@TempDir Path other) throws Exception {
    Files.writeString(other.resolve("admin.token"), "\n");

    var refused = assertThrows(IOException.class, () -> AdminToken.openOrCreate(other));

    assertTrue(String.valueOf(refused.getMessage()).contains("delete it"));
  }

  @Test
  @DisplayName("the answer to a wrong token holds nothing of it")
  void noEcho() throws Exception {
    var answer = api.get("/services", "Authorization", "Bearer guess-4711");

    assertFalse(tree(answer).toString().contains("4711"));
  }
}
