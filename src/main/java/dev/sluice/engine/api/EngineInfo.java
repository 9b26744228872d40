package dev.sluice.engine.api;

import dev.sluice.domain.service.ConfigurationRules;
import dev.sluice.domain.service.Enforcement;
import java.util.List;

/// Who this engine is and what it allows.
///
/// @param name for people: the computer's name
/// @param kind `local` or `server`
/// @param version of the program
/// @param platform where instances run, for example `process`
/// @param gateway base URL of the gateway, for example `http://127.0.0.1:8080`
/// @param dataDir where it keeps everything
/// @param sampleCommand starts the sample service on the engine's computer, for "Deploy the sample"
/// @param enforcement whether instances are held to their CPU and memory; `limits` of the API
/// @param rules what configurations may hold; `limits` and the resource table of the API
public record EngineInfo(
    String name,
    String kind,
    String version,
    String platform,
    String gateway,
    String dataDir,
    List<String> sampleCommand,
    Enforcement enforcement,
    ConfigurationRules rules) {
  public EngineInfo {
    sampleCommand = List.copyOf(sampleCommand);
  }
}
