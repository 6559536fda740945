package dev.oriel.config;

import java.net.URI;
import java.time.Duration;

/**
 * The two listeners of an instance and how others reach them.
 *
 * @param name the instance's name in {@code Oriel-Served-By} and {@code /v1/cluster}; by default the host's name
 * @param host the address both listeners bind to; by default all
 * @param port the public listener's port; 0 takes a free one
 * @param peerPort the peer listener's port; 0 takes a free one
 * @param advertised where other instances reach the peer listener; becomes {@code application.server}. A port of 0
 *     means the peer listener's own
 * @param publicUrl where clients reach the public listener. A port of 0 means the public listener's own
 * @param shutdownGrace how long a graceful stop may take, drain included
 */
public record ServerConfig(
        String name, String host, int port, int peerPort, HostPort advertised, URI publicUrl, Duration shutdownGrace) {}
