package dev.oriel.http;

import io.javalin.config.RoutesConfig;

/** Some paths of the public listener. */
interface Resource {

    /** Adds its paths. */
    void addTo(RoutesConfig routes);
}
