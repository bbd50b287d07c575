import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilders;

/** Starts a Neo4j server on Bolt: Start PORT FOLDER READY-FILE [PASSWORD]. It writes its URL to READY-FILE and runs until it is stopped. */
public class Start {
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        Path folder = Path.of(arguments[1]);
        Path ready = Path.of(arguments[2]);
        String password = arguments.length > 3 ? arguments[3] : "";
        Files.createDirectories(folder);
        SocketAddress address = new SocketAddress("127.0.0.1", port);
        Neo4j server = Neo4jBuilders.newInProcessBuilder(folder)
            .withDisabledServer()
            .withConfig(BoltConnector.enabled, true)
            .withConfig(BoltConnector.listen_address, address)
            .withConfig(BoltConnector.advertised_address, address)
            .withConfig(GraphDatabaseSettings.auth_enabled, !password.isEmpty())
            .build();
        if (!password.isEmpty()) {
            setPassword(server, password);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        Files.writeString(ready, "bolt://127.0.0.1:" + port + "\n");
        new CountDownLatch(1).await();
    }

    private static void setPassword(Neo4j server, String password) {
        var system = server.databaseManagementService().database("system");
        try (var transaction = system.beginTx()) {
            transaction.execute("ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", password)).close();
            transaction.commit();
        }
    }
}
