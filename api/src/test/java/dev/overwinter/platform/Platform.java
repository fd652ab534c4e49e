package dev.overwinter.platform;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.ApiMain;
import dev.overwinter.api.Secrets;
import dev.overwinter.api.auth.TokenSigner;
import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.postgres.BillingMigration;
import dev.overwinter.billing.postgres.BillingPostgres;
import dev.overwinter.billing.postgres.BillingSettings;
import dev.overwinter.billing.postgres.PostgresLedgerActivities;
import dev.overwinter.billing.workflow.AccountWorkflow;
import dev.overwinter.billing.workflow.AccountWorkflowImpl;
import dev.overwinter.billing.workflow.AnnouncePriceWorkflowImpl;
import dev.overwinter.durable.KeyRing;
import dev.overwinter.durable.Payloads;
import dev.overwinter.durable.Seal;
import dev.overwinter.durable.SealedPayloads;
import dev.overwinter.durable.SearchAttributes;
import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.nodes.Capacity;
import dev.overwinter.nodes.NodeFacts;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.nodes.postgres.PostgresNodeRecordActivities;
import dev.overwinter.nodes.workflow.NodeWorkflow;
import dev.overwinter.nodes.workflow.NodeWorkflowImpl;
import dev.overwinter.notices.postgres.NewsBell;
import dev.overwinter.notices.postgres.NoticeRecords;
import dev.overwinter.notices.workflow.DeliverNoticesWorkflowImpl;
import dev.overwinter.notices.workflow.NoticesBell;
import dev.overwinter.rooms.postgres.RoomRecords;
import dev.overwinter.rooms.workflow.RoomWorkflowImpl;
import dev.overwinter.servers.postgres.JdbcTelemetrySink;
import dev.overwinter.servers.postgres.Pools;
import dev.overwinter.servers.postgres.PostgresConsoleRecordActivities;
import dev.overwinter.servers.postgres.PostgresServerRecordActivities;
import dev.overwinter.servers.postgres.ServersMigration;
import dev.overwinter.servers.postgres.ServersPostgres;
import dev.overwinter.servers.workflow.NodeSeen;
import dev.overwinter.servers.workflow.ServerWorkflow;
import dev.overwinter.servers.workflow.ServerWorkflowImpl;
import dev.overwinter.servers.workflow.TellGameWorkflowImpl;
import dev.overwinter.servers.workflow.TellServersWorkflowImpl;
import dev.overwinter.universe.postgres.UniversePostgres;
import dev.overwinter.universe.postgres.UniverseRecords;
import dev.overwinter.universe.workflow.CreateUniverseWorkflowImpl;
import dev.overwinter.universe.workflow.FleetWorkflowImpl;
import dev.overwinter.universe.workflow.OfferWorkflowImpl;
import dev.overwinter.universe.workflow.PlanetWorkflowImpl;
import dev.overwinter.universe.workflow.PlayerCommandWorkflowImpl;
import dev.overwinter.universe.workflow.ResearchWorkflowImpl;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.WorkerFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/// Everything that an api needs around it, on free ports of this machine.
public final class Platform implements AutoCloseable {
  /// What the node does when it is asked.
  public final PretendedNode node = new PretendedNode();

  /// Its games, when they are spoken to.
  public final PretendedConsole console = new PretendedConsole();

  /// What the provider of payments signs with.
  public static final String PAYMENTS_SECRET = "whsec_of_these_tests";

  /// Who is asked instead of it. Bound from the beginning, since a free port is anybody's, and
  /// silent until a test starts it.
  public static final HttpServer PAYMENTS = payments();

  private static final String NODE_SECRET = "an-agent-secret-of-this-test";

  private static final String PLANS =
      """
      small:
        servers: 2
        awake: 1
        memory: 1 GiB
        backups: 1
      """;

  private final EmbeddedPostgres postgres;
  private final ConfigurableApplicationContext records;
  private final int temporalPort;
  private final TestServer.PortBoundTestServer temporal;
  private final WorkflowServiceStubs service;
  private final WorkerFactory workers;
  private final Path secrets;
  private final ConfigurableApplicationContext api;
  private final WorkerFactory rooms;

  private Platform(int apiPort) throws IOException {
    postgres = EmbeddedPostgres.builder().start();
    records = records(postgres.getJdbcUrl("postgres", "postgres"));
    temporalPort = freePort();
    temporal = TestServer.createPortBoundServer(temporalPort, true);
    addSearchAttributes();
    service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target()).build());
    workers = work();
    secrets = Files.createTempDirectory("overwinter-api-test");
    api = ApiMain.application(config(apiPort, secrets, database(), target())).run();
    rooms = play();
    say(true);
    awaitReady();
  }

  private void awaitReady() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> stranger().get("/actuator/health/readiness").status() == 200);
  }

  private static final class Shared {
    static final Platform ONE = start(0);

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(ONE::close));
    }
  }

  /// The one that all tests of this JVM share.
  public static Platform shared() {
    return Shared.ONE;
  }

  /// One of its own, for what would be in the way of other tests; close it.
  ///
  /// @param apiPort where its api listens; 0 for anywhere
  public static Platform start(int apiPort) {
    try {
      return new Platform(apiPort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where the api listens.
  public String url() {
    return "http://127.0.0.1:" + api.getEnvironment().getProperty("local.server.port");
  }

  /// The paths below which a link may be a file's, and is looked for as one whenever it is shown.
  public Set<String> filePaths() {
    return api.getBean(ResourceUrlProvider.class).getHandlerMap().keySet();
  }

  /// Its secrets.
  public Path secrets() {
    return secrets;
  }

  /// A server is told how a node stands.
  public void tell(String serverId, NodeStanding standing, String node) {
    WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
        .newWorkflowStub(ServerWorkflow.class, WorkflowIds.server(serverId))
        .nodeStands(standing, node, null);
  }

  /// A token that may do everything.
  public String token() {
    return new TokenSigner(new Secrets(secrets).tokenKey(), Clock.systemUTC())
        .local(Duration.ofHours(1))
        .text();
  }

  /// A client with that token.
  public Http admin() {
    return new Http(url()).with("Authorization", "Bearer " + token());
  }

  /// Makes an account whose password is its name twice.
  public void account(String name) {
    var argon = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    var hash = Objects.requireNonNull(argon.encode(password(name)));
    sql()
        .sql(
            "INSERT INTO accounts (id, name, password_hash, admin, disabled, must_change, epoch,"
                + " created_at) VALUES (?, ?, ?, false, false, false, 0, now())")
        .params("id-of-" + name, name, hash)
        .update();
  }

  /// The password of such an account.
  public static String password(String name) {
    return name + " " + name;
  }

  /// Logs such an account in. All tests are one caller: what others tried wrong before is
  /// forgotten.
  public Http.Answer login(String name) {
    sql().sql("DELETE FROM login_tries").update();
    return stranger()
        .post(
            "/auth/login",
            "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password(name)));
  }

  /// A client of such an account.
  public Http as(String name) {
    return stranger().with("Authorization", "Bearer " + login(name).text("access_token"));
  }

  /// A client of somebody new who is signed in and no admin.
  public Http player(String name) {
    account(name);
    return as(name);
  }

  /// A client that nobody knows.
  public Http stranger() {
    return new Http(url());
  }

  /// SQL as the worker's user.
  public JdbcClient sql() {
    return records.getBean(JdbcClient.class);
  }

  /// Where a node's samples and log lines go.
  public JdbcTelemetrySink telemetry() {
    return records.getBean(JdbcTelemetrySink.class);
  }

  /// A node's worker has come up on a machine.
  public void hear(String node, Capacity has) {
    WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
        .newWorkflowStub(NodeWorkflow.class, WorkflowIds.node(node))
        .heard(new NodeFacts(has, "28.2.2", ""));
  }

  /// A server tells the account that pays for it; the account is there already.
  public void meter(String account, MeterFact fact) {
    var books =
        WorkflowClient.newInstance(
                service,
                WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
            .newWorkflowStub(AccountWorkflow.class, WorkflowIds.account(account));
    switch (fact) {
      case MeterFact.Started started -> books.meterStarted(started);
      case MeterFact.Stopped stopped -> books.meterStopped(stopped);
    }
  }

  /// The node's word about its Docker engine.
  public void say(boolean dockerReachable) {
    records
        .getBean(PostgresServerRecordActivities.class)
        .recordNode(
            new NodeSeen(
                "local",
                dockerReachable,
                Instant.now(),
                dockerReachable ? "Docker 28.2.2" : "connection refused"));
  }

  /// Where its PostgreSQL is.
  public String database() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  /// A loopback port where nobody listens, below those that the system gives to whoever connects:
  /// one of these could be taken before it is opened.
  public static int freePort() throws IOException {
    while (true) {
      var port = ThreadLocalRandom.current().nextInt(10_000, 20_000);
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
          var _ = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (BindException _) {
        // Somebody's: another one.
      }
    }
  }

  /// The configuration of an api.
  public static ApiConfig config(int port, Path secrets, String database, String temporal) {
    return config(port, secrets, database, temporal, Map.of());
  }

  /// The same without the paths of the older node agent.
  public static ApiConfig bare(int port, Path secrets, String database, String temporal) {
    return config(port, secrets, database, temporal, Map.of("OVERWINTER_API_NODE_SECRET_FILE", ""));
  }

  /// The configuration of an api that is told something else, too.
  public static ApiConfig config(
      int port, Path secrets, String database, String temporal, Map<String, String> more) {
    var env = new HashMap<String, String>();
    env.put("OVERWINTER_API_PORT", String.valueOf(port));
    env.put("OVERWINTER_API_BIND", "127.0.0.1");
    env.put("OVERWINTER_API_SECRETS", secrets.toString());
    env.put("OVERWINTER_API_PUBLIC_HOST", "play.example.org");
    env.put("OVERWINTER_API_BACKUPS", secrets.resolve("worlds").toString());
    env.put("OVERWINTER_API_BACKUP_BYTES", "2000000");
    // Not by themselves: the in-memory Temporal server fails a task that cancels an activity which
    // ends at the same moment, as a delete or a knock does with a backup.
    env.put("OVERWINTER_API_BACKUP_EVERY", "PT0S");
    env.put("OVERWINTER_API_NODE_SECRET_FILE", nodeSecret(secrets).toString());
    env.put("OVERWINTER_API_RATE_PER_MINUTE", "1000000"); // all tests are one caller
    env.put("OVERWINTER_API_ACCOUNTS_PER_HOUR", "1000");
    env.put("OVERWINTER_API_SERVERS_PER_ACCOUNT", "12");
    env.put("OVERWINTER_API_PLANS", written(secrets, "plans.yaml", PLANS).toString());
    env.put("OVERWINTER_API_TEMPORAL_UI", "http://flows.example.org:8233");
    env.put("OVERWINTER_NOTICES_PRIVATE", "on"); // receivers are on this machine
    env.put("OVERWINTER_TEMPORAL_TARGET", temporal);
    env.put("OVERWINTER_DATABASE_URL", database);
    env.put("OVERWINTER_DATABASE_USER", "postgres");
    env.put("OVERWINTER_API_PAYMENTS", "stripe");
    env.put(
        "OVERWINTER_API_PAYMENTS_SECRET_FILE",
        written(secrets, "payments-secret", PAYMENTS_SECRET).toString());
    env.put("OVERWINTER_API_PAYMENTS_URL", "http://127.0.0.1:" + PAYMENTS.getAddress().getPort());
    env.putAll(more);
    return ApiConfig.from(env);
  }

  /// A client with the secret of the older node agent.
  public Http agent() {
    return stranger().with("X-Node-Secret", NODE_SECRET);
  }

  private static HttpServer payments() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path nodeSecret(Path secrets) {
    return written(secrets, "agent-secret", NODE_SECRET);
  }

  private static Path written(Path secrets, String name, String secret) {
    try {
      Files.createDirectories(secrets);
      var file = Files.writeString(secrets.resolve(name), secret + "\n");
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    api.close();
    rooms.shutdownNow();
    workers.shutdownNow();
    service.shutdownNow();
    temporal.close();
    records.close();
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where its Temporal answers.
  public String target() {
    return "127.0.0.1:" + temporalPort;
  }

  private WorkerFactory work() {
    var client =
        WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build());
    var factory = WorkerFactory.newInstance(client);
    var control = factory.newWorker(TaskQueues.SERVERS);
    control.registerWorkflowImplementationTypes(
        ServerWorkflowImpl.class,
        NodeWorkflowImpl.class,
        TellServersWorkflowImpl.class,
        TellGameWorkflowImpl.class);
    control.registerActivitiesImplementations(
        records.getBean(PostgresServerRecordActivities.class),
        records.getBean(PostgresConsoleRecordActivities.class),
        records.getBean(PostgresNodeRecordActivities.class));
    var worlds = new PretendedWorlds();
    var billing = factory.newWorker(TaskQueues.BILLING);
    billing.registerWorkflowImplementationTypes(
        AccountWorkflowImpl.class, AnnouncePriceWorkflowImpl.class);
    billing.registerActivitiesImplementations(records.getBean(PostgresLedgerActivities.class));
    var universe = factory.newWorker(TaskQueues.UNIVERSE);
    universe.registerWorkflowImplementationTypes(
        CreateUniverseWorkflowImpl.class,
        PlayerCommandWorkflowImpl.class,
        PlanetWorkflowImpl.class,
        ResearchWorkflowImpl.class,
        FleetWorkflowImpl.class,
        OfferWorkflowImpl.class);
    var universes = records.getBean(UniverseRecords.class);
    universe.registerActivitiesImplementations(
        universes.planets(), universes.fleets(), universes.market(), universes.players());
    var notices = factory.newWorker(TaskQueues.NOTICES);
    notices.registerWorkflowImplementationTypes(DeliverNoticesWorkflowImpl.class);
    notices.registerActivitiesImplementations(notices().activities());
    records.getBean(Bell.class).client = client;
    factory
        .newWorker(TaskQueues.node("local"))
        .registerActivitiesImplementations(node, console, worlds);
    factory
        .newWorker(TaskQueues.node("loft"))
        .registerActivitiesImplementations(node, console, worlds);
    factory.start();
    return factory;
  }

  private NoticeRecords notices() {
    return NoticeRecords.of(
        records.getBean(JdbcClient.class),
        new TransactionTemplate(records.getBean(PlatformTransactionManager.class)),
        this::seal,
        true,
        () -> Activity.getExecutionContext().heartbeat(null),
        records.getBean(MeterRegistry.class),
        Clock.systemUTC());
  }

  /// What the api has sealed owners' secrets with.
  private Seal seal() {
    try {
      return Seal.of(Files.readAllBytes(secrets.resolve("seal-key")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Rings as the worker does; nobody is there before the platform is up.
  static final class Bell implements NewsBell {
    private volatile @Nullable WorkflowClient client;

    @Override
    public void ring(String server) {
      var there = client;
      if (there != null) {
        Thread.ofVirtual().start(() -> NoticesBell.ring(there, server));
      }
    }
  }

  /// What rooms are sealed with in this platform.
  public KeyRing ring() {
    try {
      return KeyRing.parse(Files.readString(secrets.resolve("rooms-keys")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The worker of rooms, whose keys the api has made.
  private WorkerFactory play() {
    var client =
        WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder()
                .setDataConverter(SealedPayloads.converter(ring()))
                .build());
    var factory = WorkerFactory.newInstance(client);
    var playing =
        RoomRecords.of(
            records.getBean(JdbcClient.class),
            new TransactionTemplate(records.getBean(PlatformTransactionManager.class)),
            ring(),
            records.getBean(MeterRegistry.class));
    var worker = factory.newWorker(TaskQueues.ROOMS);
    worker.registerWorkflowImplementationTypes(RoomWorkflowImpl.class);
    worker.registerActivitiesImplementations(playing.rooms(), playing.chance());
    factory.start();
    return factory;
  }

  private void addSearchAttributes() {
    var operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setTarget(target())
                .validateAndBuildWithDefaults());
    var attributes = new LinkedHashMap<String, IndexedValueType>();
    SearchAttributes.ALL.forEach(
        key -> attributes.put(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    var _ =
        operator
            .blockingStub()
            .addSearchAttributes(
                AddSearchAttributesRequest.newBuilder()
                    .setNamespace("default")
                    .putAllSearchAttributes(attributes)
                    .build());
    operator.shutdownNow();
  }

  private static ConfigurableApplicationContext records(String url) {
    return new SpringApplicationBuilder(Records.class)
        .web(WebApplicationType.NONE)
        .properties(
            Map.of(
                "spring.config.location", "optional:classpath:/none/",
                "spring.datasource.url", url,
                "spring.main.banner-mode", "off"))
        .run();
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    HibernateJpaAutoConfiguration.class,
    DataJpaRepositoriesAutoConfiguration.class,
  })
  @Import({ServersPostgres.class, BillingPostgres.class, UniversePostgres.class})
  static class Records {
    /// The admin pays, too.
    @Bean
    BillingSettings billingSettings() {
      return new BillingSettings(Set.of(), 10_000_000);
    }

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    Bell bell() {
      return new Bell();
    }

    @Bean
    Pools pools(DataSource database) {
      ServersMigration.migrate(database);
      BillingMigration.migrate(database);
      return Pools.parse("20000-20999", "10.213.0.0/16");
    }
  }
}
