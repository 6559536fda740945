package dev.oriel.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What {@link OrielClient.Builder} was told.
 *
 * @param servers the servers' URLs, without a slash at the end
 * @param connectTimeout how long a connection may take
 * @param requestTimeout how long a read may take beside its wait, retries included
 * @param maxRetries how often a read is made again
 * @param sessionWait how long a session's read waits for what the session has seen
 * @param watchSilence how long nothing may come on a watch's connection
 * @param maxConcurrentRequests how many reads and watches may be under way
 * @param maxAnswerBytes how long an answer, and an event of a watch, may be
 * @param callbacks runs what follows on an asynchronous read, and the subscribers of watches
 */
record Settings(
        List<URI> servers,
        Duration connectTimeout,
        Duration requestTimeout,
        int maxRetries,
        Duration sessionWait,
        Duration watchSilence,
        int maxConcurrentRequests,
        int maxAnswerBytes,
        Executor callbacks) {}
