package dev.oriel.trace;

import java.util.Map;

/** Takes note of nothing. */
final class Untraced implements Trace {

    @Override
    public void part(Part part, long nanos) {}

    @Override
    public Trace.Call call(String peer) {
        return Trace.Call.NONE;
    }

    @Override
    public void end(Ending ending) {}

    @Override
    public String id() {
        return "";
    }

    @Override
    public String context() {
        return "";
    }

    /** A call that nobody takes note of. */
    static final class Call implements Trace.Call {

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public void end() {}

        @Override
        public void fail(String why) {}
    }
}
