package dev.oriel.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The API's description, and a browser over it that loads nothing from elsewhere. */
final class DocsResource implements Resource {

    private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> PAGE_FILES = Map.of(
            "docs.js", "text/javascript",
            "docs.css", "text/css",
            "icon.svg", "image/svg+xml");
    private static final Map<String, String> SWAGGER_FILES = Map.of(
            "swagger-ui.css", "text/css",
            "swagger-ui-bundle.js", "text/javascript");

    private final byte[] description = bytes("openapi.yaml");

    @Override
    public void addTo(RoutesConfig routes) {
        Resource.read(
                routes,
                "/openapi.yaml",
                context -> context.contentType("application/yaml").result(description));
        byte[] page = bytes("docs/index.html");
        Resource.read(routes, "/docs", context -> send(context, "text/html; charset=utf-8", page));
        PAGE_FILES.forEach((name, type) -> {
            byte[] file = bytes("docs/" + name);
            Resource.read(routes, "/docs/" + name, context -> send(context, type, file));
        });
        SWAGGER_FILES.forEach((name, type) -> {
            byte[] file = bytes(SWAGGER_UI + BuildInfo.swaggerUiVersion() + "/" + name);
            Resource.read(routes, "/docs/swagger-ui/" + name, context -> send(context, type, file));
        });
    }

    private static void send(Context context, String type, byte[] body) {
        context.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .contentType(type)
                .result(body);
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = DocsResource.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
