package dev.oriel.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Some paths of the public listener. */
interface Resource {

    /** Adds its paths. */
    void addTo(RoutesConfig routes);

    /**
     * Adds a path to be read. Whatever GET answers HEAD answers too, less the body: left alone, Javalin would answer every HEAD
     * by 200 without asking the handler, that of an instance which is not ready too.
     */
    static void read(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }
}
