package dev.oriel.bench;

import io.javalin.Javalin;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Answers every request with the same bytes: what HTTP alone costs, bare and under Javalin. */
final class ConstantServer {

    private ConstantServer() {}

    /**
     * Runs until it is killed.
     *
     * @param arguments {@code jetty} or {@code javalin}, and the port
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        if (arguments[0].equals("jetty")) {
            startJetty(port);
        } else {
            startJavalin(port);
        }
        System.out.println("listens on " + port);
    }

    private static void startJetty(int port) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new Constant());
        server.start();
    }

    private static final class Constant extends Handler.Abstract.NonBlocking {
        private final byte[] value = Rows.value(0);

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            HttpFields.Mutable headers = response.getHeaders();
            response.setStatus(200);
            headers.put(HttpHeader.CONTENT_TYPE, "application/json");
            headers.put(HttpHeader.CONTENT_LENGTH, value.length);
            response.write(true, ByteBuffer.wrap(value), callback);
            return true;
        }
    }

    private static void startJavalin(int port) {
        byte[] value = Rows.value(0);
        Javalin unused = Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.startup.showOldJavalinVersionWarning = false;
                    config.routes.get(
                            "/keys/{key}",
                            context -> context.contentType("application/json").result(value));
                })
                .start("127.0.0.1", port);
    }
}
