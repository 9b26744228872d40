package dev.sluice.console.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.console.connect.EngineForm.Fault;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineFormTest {
  @ParameterizedTest
  @DisplayName("an address is read up to its port, with https where nothing is said")
  @CsvSource({
    "deploy.example.com:7443, https://deploy.example.com:7443",
    "https://deploy.example.com/api/v1?x=1, https://deploy.example.com",
    "' https://ada:secret@deploy.example.com:7443 ', https://deploy.example.com:7443",
    "http://localhost:7400/, http://localhost:7400",
    "https://[::1]:7443, https://[::1]:7443"
  })
  void addresses(String typed, String read) {
    assertEquals(Optional.of(URI.create(read)), new EngineForm("p", typed, "t").uri());
  }

  @ParameterizedTest
  @DisplayName("what is wrong is named, first things first")
  @CsvSource({
    "'', '', '', NAME_MISSING",
    "prod, '', '', ADDRESS_MISSING",
    "prod, 'https://', '', ADDRESS_UNREADABLE",
    "prod, 'ftp://deploy.example.com', t, ADDRESS_UNREADABLE",
    "prod, 'a b', t, ADDRESS_UNREADABLE",
    "prod, 'http://deploy.example.com:7400', t, ADDRESS_WITHOUT_TLS",
    "prod, 'https://deploy.example.com:7443', ' ', TOKEN_MISSING"
  })
  void faults(String name, String address, String token, Fault fault) {
    assertEquals(Optional.of(fault), new EngineForm(name, address, token).fault());
  }

  @Test
  @DisplayName("without TLS only the end of a tunnel on this computer is taken")
  void tunnel() {
    assertEquals(Optional.empty(), new EngineForm("p", "http://127.0.0.1:7400", "t").fault());
  }
}
