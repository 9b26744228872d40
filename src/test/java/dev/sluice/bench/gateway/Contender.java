package dev.sluice.bench.gateway;

import dev.sluice.domain.service.Endpoint;
import dev.sluice.domain.service.InstanceId;
import dev.sluice.domain.service.Revision;
import dev.sluice.domain.service.ServiceName;
import dev.sluice.domain.service.VersionName;
import dev.sluice.domain.traffic.Percent;
import dev.sluice.domain.traffic.RoutingTable;
import dev.sluice.domain.traffic.RoutingTable.Origin;
import dev.sluice.domain.traffic.RoutingTable.ServiceRoute;
import dev.sluice.domain.traffic.RoutingTable.VersionRoute;
import dev.sluice.domain.traffic.TableChange;
import dev.sluice.domain.traffic.TrafficPolicy;
import dev.sluice.gateway.control.TableFolder;
import dev.sluice.platform.process.program.ProgramCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A proxy that splits 80/20 between two origins, with forwarded headers, kept connections and
/// time-outs, as one worker on one core, in a process of its own.
final class Contender implements AutoCloseable {
  static final String HOST = "shop.localhost";

  /// The core that proxies run on; load and origins have the other one.
  private static final String CORE = "0";

  private static final long START_LIMIT_SECONDS = 30;

  private final String name;
  private final int port;
  private final int tlsPort;
  private final Process process;

  private Contender(String name, int port, int tlsPort, Path directory, List<String> command)
      throws IOException, InterruptedException {
    this.name = name;
    this.port = port;
    this.tlsPort = tlsPort;
    this.process = start(CORE, directory.resolve(name + ".log"), command);
    awaitListening(process, port);
  }

  /// Starts a program on one core.
  static Process start(String core, Path log, List<String> command) throws IOException {
    var pinned = Stream.concat(Stream.of("taskset", "-c", core), command.stream()).toList();
    return new ProcessBuilder(pinned)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  static void awaitListening(Process process, int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
    while (true) {
      try (var _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException("a program does not listen at port " + port, e);
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  static Contender nginx(Path directory, int first, int second) throws Exception {
    int port = freePort();
    int tlsPort = freePort();
    var file = directory.resolve("nginx.conf");
    Files.writeString(
        file,
        """
        daemon off; worker_processes 1; pid %s/nginx.pid; error_log stderr;
        events { worker_connections 4096; }
        http {
          access_log off; keepalive_timeout 60s; keepalive_requests 1000000000;
          client_max_body_size 0; client_body_temp_path %s/nginx-body; proxy_request_buffering off;
          split_clients "$request_id" $version { 80%% first; * second; }
          upstream first {
            server 127.0.0.1:%d; keepalive 256; keepalive_requests 1000000000;
          }
          upstream second {
            server 127.0.0.1:%d; keepalive 256; keepalive_requests 1000000000;
          }
          map $http_upgrade $upgrading { default upgrade; "" ""; }
          server {
            listen 127.0.0.1:%d backlog=4096;
            listen 127.0.0.1:%d ssl backlog=4096;
            ssl_certificate %s/bench.crt; ssl_certificate_key %s/bench.key;
            location / {
              proxy_pass http://$version; proxy_http_version 1.1; proxy_buffering on;
              proxy_connect_timeout 2s; proxy_read_timeout 60s;
              proxy_set_header Connection $upgrading; proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Host $host;
              proxy_set_header X-Forwarded-For $remote_addr;
              proxy_set_header X-Forwarded-Proto $scheme;
              proxy_set_header X-Forwarded-Host $host;
              proxy_set_header Forwarded "for=$remote_addr;host=\\"$host\\";proto=$scheme";
            }
          }
        }
        """
            .formatted(directory, directory, first, second, port, tlsPort, directory, directory));
    return new Contender(
        "nginx",
        port,
        tlsPort,
        directory,
        List.of("nginx", "-c", file.toString(), "-p", "" + directory));
  }

  static Contender haproxy(Path directory, int first, int second) throws Exception {
    int port = freePort();
    int tlsPort = freePort();
    var file = directory.resolve("haproxy.cfg");
    Files.writeString(
        file,
        """
        global
          nbthread 1
          maxconn 8192
        defaults
          mode http
          timeout connect 2s
          timeout client 60s
          timeout server 60s
          http-reuse always
        frontend all
          bind 127.0.0.1:%d backlog 4096
          bind 127.0.0.1:%d ssl crt %s/bench.pem backlog 4096
          option forwardfor
          http-request set-header X-Forwarded-Proto http
          http-request set-header X-Forwarded-Host %%[req.hdr(host)]
          http-request set-header Forwarded for=%%[src];host="%%[req.hdr(host)]";proto=http
          use_backend first if { rand(100) lt 80 }
          default_backend second
        backend first
          server one 127.0.0.1:%d pool-max-conn 256
        backend second
          server two 127.0.0.1:%d pool-max-conn 256
        """
            .formatted(port, tlsPort, directory, first, second));
    return new Contender(
        "HAProxy", port, tlsPort, directory, List.of("haproxy", "-f", file.toString()));
  }

  /// Debian's caddy knows no weights: the first origin stands in its list four times.
  static Contender caddy(Path directory, int first, int second) throws Exception {
    int port = freePort();
    int tlsPort = freePort();
    var file = directory.resolve("Caddyfile");
    Files.writeString(
        file,
        """
        {
          admin off
          auto_https off
          default_sni shop.localhost
        }
        (split) {
          bind 127.0.0.1
          reverse_proxy %s {
            lb_policy random
            header_up Forwarded "for={remote_host};host={host};proto=http"
            transport http {
              dial_timeout 2s
              keepalive_idle_conns_per_host 256
            }
          }
        }
        http://:%d {
          import split
        }
        https://:%d {
          tls %s/bench.crt %s/bench.key
          import split
        }
        """
            .formatted(
                (" 127.0.0.1:" + first).repeat(4) + " 127.0.0.1:" + second,
                port,
                tlsPort,
                directory,
                directory));
    return new Contender(
        "caddy",
        port,
        tlsPort,
        directory,
        List.of("caddy", "run", "--config", file.toString(), "--adapter", "caddyfile"));
  }

  /// @param name distinguishes two of our own
  /// @param program how it is started
  static Contender sluice(
      String name, ProgramCommand program, Path directory, int first, int second) throws Exception {
    var own = Files.createDirectory(directory.resolve(name));
    var table = own.resolve("table");
    var certificates = Files.createDirectory(own.resolve("certificates"));
    for (String file : List.of("bench.crt", "bench.key")) {
      Files.copy(directory.resolve(file), certificates.resolve(file));
    }
    int port = freePort();
    int tlsPort = freePort();
    new TableFolder(table).save(TableChange.to(table(first, second)));
    var arguments =
        List.of(
            "--listen",
            "127.0.0.1:" + port,
            "--socket",
            own.resolve("gateway.sock").toString(),
            "--table",
            table.toString(),
            "--tls-listen",
            "127.0.0.1:" + tlsPort,
            "--certificates",
            certificates.toString());
    return new Contender(name, port, tlsPort, directory, program.gateway(arguments));
  }

  private static RoutingTable table(int first, int second) throws IOException {
    var shop = new ServiceName("shop");
    var one = new VersionName(shop, 1);
    var two = new VersionName(shop, 2);
    var shares = new TreeMap<>(Map.of(one, new Percent(80), two, new Percent(20)));
    var policy = new TrafficPolicy.ByPercent(shares);
    var versions = List.of(route(one, first), route(two, second));
    return new RoutingTable(
        1, List.of(new ServiceRoute(shop, Set.of(HOST), true, true, policy, versions)));
  }

  private static VersionRoute route(VersionName name, int port) throws IOException {
    var origin =
        new Origin(
            new InstanceId("instance-" + name), new Revision(1), new Endpoint("127.0.0.1", port));
    return new VersionRoute(name, new Endpoint("127.0.0.1", freePort()), List.of(origin), false);
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  int tlsPort() {
    return tlsPort;
  }

  /// CPU time of all its processes since they started, in microseconds.
  long cpuMicros() throws IOException {
    long ticks = 0;
    for (long pid : processes()) {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return ticks * 10_000; // A tick is 1/100 s on every Linux.
  }

  /// Memory of all its processes, in MiB.
  double residentMiB() throws IOException {
    double sum = 0;
    for (long pid : processes()) {
      for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          sum += Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
        }
      }
    }
    return sum;
  }

  private List<Long> processes() {
    var pids = new ArrayList<>(List.of(process.pid()));
    process.descendants().forEach(child -> pids.add(child.pid()));
    return pids;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
